"""Two clouds that touch."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Two blobs", family="Made: two classes",
    text="""
        param n = 100 from 10 to 1000 integer    # rows
        param apart = 2.5 from 0 to 8            # distance of the centres
        param spread = 1 from 0.1 to 3           # standard deviation
        side = where(u1 < 0.5, 0, 1)
        x1 = (side - 0.5)*apart + spread*e1
        x2 = (side - 0.5)*apart/2 + spread*e2
        y = side
    """,
    task="binary",
    classes=("blue", "orange"),
    note="Two normal clouds: the best line between them is what logistic regression finds.",
)
