"""Two features that nearly say the same."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Collinear pair", family="Made: regression",
    text="""
        param n = 80 from 10 to 1000 integer     # rows
        param apart = 0.1 from 0.001 to 1 log    # how much the second feature differs from the first
        param noise = 0.5 from 0 to 3            # standard deviation
        x1 = e1
        x2 = e1 + apart*e2
        y = 1 + x1 + x2 + noise*e3
    """,
    note="The loss is a long valley: only the sum of the two weights is well determined. Ridge shortens the "
         "valley.",
)
