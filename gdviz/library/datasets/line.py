"""Points along a line."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Line with noise", family="Made: regression",
    text="""
        param n = 60 from 5 to 1000 integer      # rows
        param slope = 2 from -5 to 5             # of the line
        param level = 1 from -10 to 10           # of the line at x = 0
        param noise = 1 from 0 to 5              # standard deviation
        x = 6*u1 - 1
        y = level + slope*x + noise*e1
    """,
    note="The plainest case: a line and normal noise of one strength.",
)
