"""A good and a poor well."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Two wells", family="A few minima",
    text="""
        param ridge = 0.3 from 0.05 to 0.9    # where the ridge stands; the poor well is at x = 1
        well = x^4 - 4*ridge*x^3/3 - 2x^2 + 4*ridge*x + 1 + 8*ridge/3
        well + 2(y - x/2)^2
    """,
    domain=((-2.2, 2.2), (-2, 2)), start=(1.9, -1.2),
    minima=[(-1, -0.5)], minimum=0,
    note=(
        "Plain descent from the right ends in the poor well; momentum, noise or a larger rate can "
        "carry the point over the ridge."
    ),
    reference="A teaching surface of gdviz",
)
