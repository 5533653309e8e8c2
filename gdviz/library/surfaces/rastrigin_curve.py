"""A bowl full of wells."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Rastrigin in one dimension", family="Curves", authors="Rastrigin", year=1974,
    text="10 + x^2 - 10cos(2pi*x)",
    names=("x",), domain=((-5.12, 5.12),), start=(3.3,),
    minima=[(0,)], minimum=0,
    note=(
        "A parabola under a cosine, with a well at nearly every whole number: plain descent ends in "
        "the nearest one, and only what jumps or averages sees the bowl."
    ),
    reference=(
        "Rastrigin (1974), Systems of Extremal Control, Nauka, Moscow"
    ),
)
