"""Growth that slows down towards a capacity."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Logistic growth", family="Made: regression",
    text="""
        param n = 40 from 10 to 1000 integer     # rows
        param noise = 0.1 from 0 to 1            # standard deviation
        x = 10*u1
        y = 5/(1 + exp(-1.2*(x - 4))) + noise*e1
    """,
    model="""
        param K = 3 from 1 to 8
        param r = 1 from 0.1 to 3
        param m = 3 from 0 to 8
        K/(1 + exp(-r*(x - m)))
    """,
    note="The model K/(1 + exp(-r*(x - m))) has made them: capacity K = 5, rate r = 1.2, half of it at m = 4.",
)
