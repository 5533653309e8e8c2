"""A slope that pauses."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Inflection", family="Curves",
    text="3x^4 - 4x^3",
    names=("x",), domain=((-0.8, 1.6),), start=(-0.6,),
    minima=[(1,)], minimum=-1,
    note=(
        "At 0 slope and curvature are both 0, yet the curve goes on down to 1: plain descent slows "
        "until it seems to have converged. A small gradient is no proof of a minimum."
    ),
    reference=(
        "Spivak (1994), Calculus, Publish or Perish, 3rd edition, chapter 11"
    ),
)
