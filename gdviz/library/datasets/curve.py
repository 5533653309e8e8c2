"""A wave to fit with a polynomial."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Curve", family="Made: regression",
    text="""
        param n = 40 from 10 to 1000 integer     # rows
        param noise = 0.2 from 0 to 2            # standard deviation
        param waves = 1 from 0.25 to 3           # over the range of x
        x = 2*u1 - 1
        y = sin(2*pi*waves*x/2) + noise*e1
    """,
    degree=3,
    scaling="standardise",
    note="No line follows it. A polynomial does, and is linear in its weights; high degrees are badly conditioned: "
         "scale them, penalise them.",
)
