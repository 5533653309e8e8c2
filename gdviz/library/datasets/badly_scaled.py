"""Two features of very different size."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Badly scaled features", family="Made: regression",
    text="""
        param n = 80 from 10 to 1000 integer     # rows
        param ratio = 30 from 1 to 1000 log      # how much larger the second feature is
        param noise = 0.5 from 0 to 3            # standard deviation
        x1 = e1
        x2 = ratio*e2
        y = 2*x1 + 3*x2/ratio + noise*e3
    """,
    intercept=False,
    note="One feature in metres, one in millimetres: the loss becomes a ravine. Standardise, and it is a "
         "bowl again.",
)
