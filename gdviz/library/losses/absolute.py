"""Absolute error."""

from gdviz.engine import Loss

ENTRY = Loss(
    name="Absolute error", family="Regression", authors="Boscovich", year=1757,
    text="abs(z - y)",
    note="Least absolute deviations: outliers pull no harder than other points. The slope is 1 or -1 "
         "everywhere, so plain steps of one length never settle; where a residual is 0 the subgradient 0 is "
         "taken.",
    reference="Bloomfield & Steiger (1983), Least Absolute Deviations",
)
