"""Two wells of the same depth."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Double well", family="Curves",
    text="(x^2 - 1)^2",
    names=("x",), domain=((-1.8, 1.8),), start=(0.1,),
    minima=[(-1,), (1,)], minimum=0,
    note=(
        "Which minimum is found is decided by the side of 0 on which the start lies, as long as no "
        "step jumps the hill. On its top the slope is 0 and the curvature negative."
    ),
    reference=(
        "Strogatz (2015), Nonlinear Dynamics and Chaos, Westview Press, 2nd edition, section 2.7"
    ),
)
