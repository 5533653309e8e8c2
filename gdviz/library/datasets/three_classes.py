"""Three clouds."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Three classes", family="Made: several classes",
    text="""
        param n = 120 from 15 to 1000 integer    # rows
        param apart = 2.2 from 0 to 6            # distance of the centres from the middle
        param spread = 1.2 from 0.1 to 3         # standard deviation
        k = floor(3*u1)
        angle = 2*pi*k/3 + pi/2
        x1 = apart*cos(angle) + spread*e1
        x2 = apart*sin(angle) + spread*e2
        y = k
    """,
    task="classes",
    classes=("blue", "orange", "pink"),
    note="One score a class: three regions that meet in a point.",
)
