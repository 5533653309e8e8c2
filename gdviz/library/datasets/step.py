"""A step to fit."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Step", family="Made: regression",
    text="""
        param n = 60 from 10 to 1000 integer     # rows
        param noise = 0.05 from 0 to 2           # standard deviation
        x = 2*u1 - 1
        y = where(x > 0, 1, 0) + noise*e1
    """,
    degree=3,
    scaling="standardise",
    note="Polynomials swing around a jump; one steep sigmoid unit of a network fits it.",
)
