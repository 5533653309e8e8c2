"""An exponential decay to a floor."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Decay", family="Made: regression",
    text="""
        param n = 40 from 10 to 1000 integer     # rows
        param noise = 0.05 from 0 to 1           # standard deviation
        x = 5*u1
        y = 2.5*exp(-1.1*x) + 0.5 + noise*e1
    """,
    model="""
        param a = 1 from 0 to 5 # height
        param b = 0.5 from 0 to 3 # rate
        param c = 0 from -1 to 2 # level
        a*exp(-b*x) + c
    """,
    note="The model a*exp(-b*x) + c has made them, with a = 2.5, b = 1.1 and c = 0.5. No straight line fits.",
)
