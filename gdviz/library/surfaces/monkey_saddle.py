"""A saddle for two legs and a tail."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Monkey saddle", family="Saddles and plateaus",
    text="x^3 - 3x*y^2",
    domain=((-2, 2), (-2, 2)), start=(1.4, 0.1),
    minima=[], minimum=None,
    note=(
        "Three ways down and a Hessian that is zero at the centre: even second-order methods see "
        "nothing there. There is no minimum."
    ),
    reference="Hilbert and Cohn-Vossen (1932), Anschauliche Geometrie, Springer",
)
