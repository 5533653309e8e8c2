"""A disc inside a ring."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="Circles", family="Made: two classes",
    text="""
        param n = 150 from 20 to 1000 integer    # rows
        param noise = 0.2 from 0 to 2            # standard deviation
        side = where(u1 < 0.5, 0, 1)
        r = where(side > 0, 2.5*u2, 3.5 + 1.5*u2)
        angle = 2*pi*u3
        x1 = r*cos(angle) + noise*e1
        x2 = r*sin(angle) + noise*e2
        y = side
    """,
    task="binary",
    classes=("blue", "orange"),
    degree=2,
    scaling="standardise",
    model="""
        param k = 0.5 from 0 to 6 # how steep
        param r = 1 from 0 to 6 # radius
        k*(r - sqrt(x1^2 + x2^2))
    """,
    note="Radii 0 to 2.5 against 3.5 to 5, as in TensorFlow's playground. A straight line fails; squares of "
         "the features, or a hidden layer, divide them.",
)
