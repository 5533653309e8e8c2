"""What claims about races over data ask of them."""

from __future__ import annotations

from typing import Any

from gdviz.engine import DataLoss


def loss_of(outcome: Any) -> DataLoss:
    """Return the loss over data that a race descends."""
    objective = outcome.race.objective
    assert isinstance(objective, DataLoss)
    return objective


def accuracy_of(outcome: Any, slug: str, k: int = -1) -> float:
    """Return the share of the rows that an optimizer's model after k steps classifies correctly."""
    return float(loss_of(outcome).accuracy(outcome[slug].theta[k][None])[0])
