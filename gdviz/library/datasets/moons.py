"""Two interleaving half circles."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Two moons", family="Made: two classes",
    text="""
        param n = 150 from 20 to 1000 integer    # rows
        param noise = 0.12 from 0 to 0.5         # standard deviation
        side = where(u1 < 0.5, 0, 1)
        angle = pi*u2
        x1 = where(side > 0, 1 - cos(angle), cos(angle)) + noise*e1
        x2 = where(side > 0, 0.5 - sin(angle), sin(angle)) + noise*e2
        y = side
    """,
    task="binary",
    classes=("blue", "orange"),
    degree=3,
    scaling="standardise",
    note="No straight line divides them. Polynomial features bend the boundary of a linear model; a network bends "
         "it by its hidden units.",
)
