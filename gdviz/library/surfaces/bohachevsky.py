"""A bowl with shallow waves."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Bohachevsky N.1", family="Many minima", authors="Bohachevsky, Johnson, Stein", year=1986,
    text="x^2 + 2y^2 - 0.3cos(3pi*x) - 0.4cos(4pi*y) + 0.7",
    domain=((-100, 100), (-100, 100)), start=(-60, 45),
    minima=[(0, 0)], minimum=0,
    note="From afar a perfect bowl; only within two units of the minimum do the waves matter.",
    reference=(
        "Bohachevsky, Johnson and Stein (1986), Generalized simulated annealing for function "
        "optimization, Technometrics 28(3), 209-217"
    ),
    levels="log",
)
