"""Squared error."""

from gdviz.engine import Loss

ENTRY = Loss(
    name="Squared error", family="Regression", authors="Legendre", year=1805,
    text="(z - y)^2",
    note="Least squares. Averaged as 1/n it is the mean squared error; as 1/(2n) its gradient has no 2.",
    reference="Legendre (1805), Nouvelles methodes pour la determination des orbites des cometes",
)
