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
    model="""
        param a = 1.5 from 0 to 3
        param b = 0.8 from 0.1 to 3
        param c = 0.5 from 0 to 3
        param d = 3 from 1 to 5
        a*exp(-b*x) + c*exp(-d*x)
    """,
    note="The model a*exp(-b*x) + c*exp(-d*x) has made them, with rates 1 and 2. Very different parameters fit "
         "them almost as well: the Hessian is nearly singular.",
)
