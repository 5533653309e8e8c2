"""A sharp and a flat minimum of the same depth."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Sharp and flat", family="A few minima",
    text="""
        param sharpness = 20 from 1 to 200 log    # how narrow the right-hand minimum is
        sharp = log(1 + sharpness*((x - 1.5)^2 + y^2))
        flat = log(1 + (x + 1.5)^2 + y^2)
        sharp*flat
    """,
    domain=((-4, 4), (-4, 4)), start=(2.6, 2.2),
    minima=[(1.5, 0), (-1.5, 0)], minimum=0,
    note=(
        "Both minima are exactly 0, but a large rate or noisy gradients cannot stay in the sharp one: "
        "why stochastic training tends to flat minima."
    ),
    reference="Hochreiter and Schmidhuber (1997), Flat minima, Neural Computation 9(1), 1-42",
)
