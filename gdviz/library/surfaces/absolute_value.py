"""A kink at the minimum."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Absolute value", family="Curves", authors="Shor", year=1985,
    text="|x|",
    names=("x",), domain=((-3, 3),), start=(-2.6,),
    minima=[(0,)], minimum=0,
    note=(
        "The slope has size 1 everywhere and never announces the minimum: with a constant rate the "
        "point hops across the kink for ever, half a step to either side at most; a falling rate "
        "settles."
    ),
    reference=(
        "Shor (1985), Minimization Methods for Non-Differentiable Functions, Springer, chapter 2"
    ),
)
