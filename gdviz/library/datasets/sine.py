"""A sine whose frequency is to be found."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Sine", family="Made: regression",
    text="""
        param n = 60 from 10 to 1000 integer     # rows
        param noise = 0.2 from 0 to 2            # standard deviation
        x = 10*u1
        y = 1.5*sin(2*x) + noise*e1
    """,
    model="""
        param a = 1 from 0 to 3
        param w = 1.8 from 0.2 to 4
        a*sin(w*x)
    """,
    note="The model a*sin(w*x) has made them, with a = 1.5 and w = 2. Over the frequency w the loss has many "
         "minima, and only one of them is right.",
)
