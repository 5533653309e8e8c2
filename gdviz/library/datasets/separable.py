"""Two clouds with a gap."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Separable", family="Made: two classes",
    text="""
        param n = 60 from 10 to 1000 integer     # rows
        param gap = 1 from 0.1 to 4              # between the classes
        side = where(u1 < 0.5, 0, 1)
        x1 = 4*u2 - 2
        x2 = (2*side - 1)*(gap/2 + 2*u3) + x1/2
        y = side
    """,
    task="binary",
    classes=("blue", "orange"),
    note="No penalty, no minimum: the weights grow without end and the loss creeps to 0. A penalty stops "
         "them.",
)
