"""A parabolic valley with two minima."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Dixon-Price", family="Valleys", authors="Dixon, Price", year=1989,
    text="(x - 1)^2 + 2(2y^2 - x)^2",
    domain=((-10, 10), (-10, 10)), start=(8, 0.5),
    minima=[(1, "1/sqrt(2)"), (1, "-1/sqrt(2)")], minimum=0,
    note=(
        "The valley x = 2y^2 forks at the axis: a hair's breadth above or below decides which of two "
        "equal minima is found."
    ),
    reference=(
        "Dixon and Price (1989), Truncated Newton method for sparse unconstrained optimization using "
        "automatic differentiation, J. Optim. Theory Appl. 60(2), 261-275"
    ),
    levels="log",
)
