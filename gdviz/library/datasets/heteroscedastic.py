"""Noise that grows with x."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Heteroscedastic noise", family="Made: regression",
    text="""
        param n = 100 from 10 to 1000 integer    # rows
        param slope = 1 from -5 to 5             # of the line
        param noise = 0.6 from 0 to 3            # standard deviation at x = 1
        x = 5*u1
        y = 1 + slope*x + noise*x*e1
    """,
    note="The noise grows with x: still an unbiased line, but not the best one. Try the quantile loss at 0.1 "
         "and 0.9.",
)
