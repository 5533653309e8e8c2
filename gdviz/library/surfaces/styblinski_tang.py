"""Four wells, one of them deepest."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Styblinski-Tang", family="A few minima", authors="Styblinski, Tang", year=1990,
    text="(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2",
    domain=((-5, 5), (-5, 5)), start=(0.6, 0.4),
    minima=[(-2.903534027771177, -2.903534027771177)], minimum=-78.33233140754282,
    note=(
        "Each coordinate has a good and a poor well, so one start in four finds the best of the four "
        "corners."
    ),
    reference=(
        "Styblinski and Tang (1990), Experiments in nonconvex optimization: stochastic approximation "
        "with function smoothing and simulated annealing, Neural Networks 3(4), 467-483"
    ),
)
