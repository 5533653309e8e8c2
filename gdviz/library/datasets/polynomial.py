"""A cubic to fit."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Cubic", family="Made: regression",
    text="""
        param n = 60 from 10 to 1000 integer     # rows
        param noise = 0.1 from 0 to 2            # standard deviation
        x = 2*u1 - 1
        y = 2*x^3 - x + noise*e1
    """,
    degree=3,
    scaling="standardise",
    note="Exactly a polynomial of degree 3; a network of a few tanh units bends to it as well.",
)
