"""A sum of two decays."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Two exponentials", family="Made: regression",
    text="""
        param n = 60 from 10 to 1000 integer     # rows
        param noise = 0.01 from 0 to 1           # standard deviation
        x = 4*u1
        y = exp(-x) + exp(-2*x) + noise*e1
    """,
    note="The model a*exp(-b*x) + c*exp(-d*x) has made them, with rates 1 and 2. Very different parameters fit "
         "them almost as well: the Hessian is nearly singular.",
)
