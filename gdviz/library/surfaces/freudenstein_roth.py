"""Two equations whose residual has a false minimum."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Freudenstein-Roth", family="Valleys", authors="Freudenstein, Roth", year=1963,
    text="(x - 13 + ((5 - y)*y - 2)*y)^2 + (x - 29 + ((y + 1)*y - 14)*y)^2",
    domain=((-10, 10), (-10, 10)), start=(0.5, -2),
    minima=[(5, 4)], minimum=0,
    note=(
        "Solving two equations by least squares: most starts run towards a local minimum of 48.98 at "
        "(11.41, -0.90), just outside the window, that solves nothing."
    ),
    reference=(
        "Freudenstein and Roth (1963), Numerical solution of systems of nonlinear equations, J. ACM "
        "10(4), 550-556"
    ),
    levels="log",
)
