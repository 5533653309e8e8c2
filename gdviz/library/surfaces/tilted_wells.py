"""Two wells, one deeper."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Tilted double well", family="Curves",
    text="x^4 - 3x^2 + x",
    names=("x",), domain=((-2.1, 2.1),), start=(1.9,),
    minima=[(-1.3008395659415773,)], minimum=-3.513905038934789,
    note=(
        "A poor well to the right, the good one to the left. Descent from the right stays in the poor "
        "one; with enough memory, or a rate that is large at first, the point rolls over the hill."
    ),
    reference=(
        "Strogatz (2015), Nonlinear Dynamics and Chaos, Westview Press, 2nd edition, section 3.6"
    ),
)
