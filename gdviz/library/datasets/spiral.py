"""Two arms of a spiral."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Spiral", family="Made: two classes",
    text="""
        param n = 200 from 20 to 1000 integer    # rows
        param noise = 0.2 from 0 to 2            # largest shift
        side = where(u1 < 0.5, 0, 1)
        r = 5*u2
        angle = 1.75*2*pi*u2 + pi*side
        x1 = r*sin(angle) + noise*(2*u3 - 1)
        x2 = r*cos(angle) + noise*(2*u4 - 1)
        y = side
    """,
    task="binary",
    classes=("blue", "orange"),
    degree=3,
    scaling="standardise",
    note="The arms of TensorFlow's playground: radius and angle grow together, to 5 and 1.75 turns, and the "
         "points are shifted by uniform noise. It takes hidden layers and patience.",
)
