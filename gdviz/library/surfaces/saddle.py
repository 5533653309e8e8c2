"""The plain saddle."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Saddle", family="Saddles and plateaus",
    text="x^2 - y^2",
    domain=((-2, 2), (-2, 2)), start=(1.6, 0.01),
    minima=[], minimum=None,
    note=(
        "Down to the saddle point along x, then away from it along y: how long a method stays there "
        "is set by how small y was at the start. There is no minimum."
    ),
    reference=(
        "Dauphin, Pascanu, Gulcehre, Cho, Ganguli and Bengio (2014), Identifying and attacking the "
        "saddle point problem in high-dimensional non-convex optimization, NeurIPS"
    ),
)
