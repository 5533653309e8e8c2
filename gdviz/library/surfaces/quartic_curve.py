"""A minimum without curvature."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Quartic curve", family="Curves",
    text="x^4",
    names=("x",), domain=((-1.6, 1.6),), start=(-1.4,),
    minima=[(0,)], minimum=0,
    note=(
        "At the minimum the curvature is 0 as well as the slope, so the last digits take for ever: "
        "the distance of gradient descent falls like one over the root of the steps, whatever the "
        "constant rate."
    ),
    reference=(
        "Nesterov (2018), Lectures on Convex Optimization, Springer, 2nd edition, section 2.1"
    ),
)
