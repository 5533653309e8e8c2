"""A parabola that goes on as straight lines."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Huber's curve", family="Curves", authors="Huber", year=1964,
    text="""
        param delta = 1 from 0.1 to 3    # where the parabola ends
        where(|x| <= delta, x^2/2, delta*(|x| - delta/2))
    """,
    names=("x",), domain=((-5, 5),), start=(-4.5,),
    minima=[(0,)], minimum=0,
    note=(
        "Round at the bottom and straight further out: from afar every step has the same length, and "
        "only inside delta do steps shrink with the distance."
    ),
    reference=(
        "Huber (1964), Robust estimation of a location parameter, Ann. Math. Statist. 35(1), 73-101"
    ),
)
