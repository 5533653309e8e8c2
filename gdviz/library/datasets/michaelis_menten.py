"""The rate of an enzyme's reaction over the concentration of its substrate."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Michaelis-Menten", family="Made: regression",
    text="""
        param n = 30 from 10 to 1000 integer     # rows
        param noise = 0.05 from 0 to 1           # standard deviation
        x = 5*u1
        y = 2*x/(0.6 + x) + noise*e1
    """,
    model="""
        param V = 1 from 0.5 to 4
        param K = 1 from 0.1 to 3
        V*x/(K + x)
    """,
    note="The model V*x/(K + x) has made them, with the largest rate V = 2, half of which is reached at K = 0.6.",
)
