"""A smooth absolute value."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Log-cosh curve", family="Curves", authors="Green", year=1990,
    text="where(x > 0, x + log1p(exp(-2x)), log1p(exp(2x)) - x) - log(2)",
    names=("x",), domain=((-5, 5),), start=(-4.2,),
    minima=[(0,)], minimum=0,
    note=(
        "Between the parabola and the absolute value: its slope is tanh(x), at most 1 however far the "
        "start, and its curvature falls from 1 to 0. Newton's step from afar therefore overshoots "
        "wildly."
    ),
    reference=(
        "Green (1990), Bayesian reconstructions from emission tomography data using a modified EM "
        "algorithm, IEEE Trans. Med. Imaging 9(1), 84-93"
    ),
)
