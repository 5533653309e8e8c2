"""Log-cosh loss."""

from gdviz.engine import Display, Loss

ENTRY = Loss(
    name="Log-cosh", family="Regression", authors="Green", year=1990,
    text="""
        r = z - y
        where(r > 0, r + log1p(exp(-2*r)), log1p(exp(2*r)) - r) - log(2)
    """,
    display=Display("log(cosh(z - y))", ("tanh(z - y)",)),
    note=(
        "It runs in two branches of which neither overflows: r^2/2 near 0, |r| - log 2 far out, smooth "
        "everywhere."
    ),
    reference="Green (1990), IEEE Trans. Medical Imaging 9(1), 84-93",
)
