"""Exclusive or: the sign of a product."""

from gdviz.engine import Dataset

ENTRY = Dataset(
    name="XOR", family="Made: two classes",
    text="""
        param n = 150 from 20 to 1000 integer    # rows
        param noise = 0 from 0 to 2              # largest shift
        param gap = 0.3 from 0 to 2              # between the quarters and the axes
        a = 10*u1 - 5
        b = 10*u2 - 5
        a = a + where(a > 0, gap, -gap)
        b = b + where(b > 0, gap, -gap)
        y = where(a*b > 0, 1, 0)
        x1 = a + noise*(2*u3 - 1)
        x2 = b + noise*(2*u4 - 1)
    """,
    task="binary",
    classes=("blue", "orange"),
    degree=2,
    scaling="standardise",
    note="Opposite quarters are alike, as in TensorFlow's playground. No line divides them: it needs the "
         "product of the features, or a hidden layer (Minsky & Papert 1969).",
)
