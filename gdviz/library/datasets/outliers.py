"""A line with some points far off."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Outliers", family="Made: regression",
    text="""
        param n = 60 from 10 to 1000 integer     # rows
        param slope = 1 from -5 to 5             # of the line
        param noise = 0.5 from 0 to 3            # standard deviation
        param share = 0.1 from 0 to 0.4          # of outliers
        param far = 15 from 0 to 50              # how far they lie above the line
        x = 6*u1
        y = 1 + slope*x + noise*e1 + where(u2 < share, far, 0)
    """,
    note="Squared error bends to the outliers; absolute error, Huber and quantile loss hold out.",
)
