"""Two clouds that lie in each other."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Overlapping", family="Made: two classes",
    text="""
        param n = 200 from 10 to 1000 integer    # rows
        param apart = 1.2 from 0 to 4            # distance of the centres
        side = where(u1 < 0.5, 0, 1)
        x1 = (side - 0.5)*apart + e1
        x2 = 0.8*x1 + e2
        y = side
    """,
    task="binary",
    classes=("blue", "orange"),
    note="The classes overlap and the features go together: no line is right for all, and the valley is "
         "oblique.",
)
