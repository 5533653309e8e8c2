"""Hinge loss."""

from gdviz.engine import Loss

ENTRY = Loss(
    name="Hinge loss", family="Two classes", authors="Cortes & Vapnik", year=1995,
    text="max(0, 1 - y*z)",
    task="binary", labels=(-1.0, 1.0),
    note="The support vector machine's loss, y = -1 or 1: points that are right by a margin of 1 cost "
         "nothing. At the kink the subgradient 0 is taken.",
    reference="Cortes & Vapnik (1995), Support-vector networks, Machine Learning 20, 273-297",
)
