"""What a kind of objective says of itself to a file, and the table of kinds.

A kind is added by a module of this folder that holds a class with the attributes of `Written` and calls
`writes` with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np


class Written(Protocol):
    """An objective as text.

    The functions in it are `loss(theta)`, and where they are asked for `gradient(theta)`, `hessian(theta)`,
    `smooth_gradient(theta)` and `prox(theta, step)`. In batches all but `prox` take as a second argument
    which rows they are over, all rows if nothing is said.
    """

    @property
    def data(self) -> Mapping[str, np.ndarray]:
        """Name -> array that the functions read; a large one travels beside the file."""

    @property
    def penalised(self) -> bool:
        """Whether there is a penalty, so that `smooth_gradient` and `prox` are other than `gradient`."""

    def numpy(self, asked: frozenset[str], batches: bool) -> tuple[list[str], frozenset[str]]:
        """Return the lines of those functions that are asked for, and the helpers that they need."""

    def torch(self, batches: bool) -> tuple[list[str], frozenset[str]]:
        """Return the lines of `tensor_loss(theta)` for PyTorch, which differentiates it, and its helpers.

        With a penalty there is also `smooth_tensor_loss`, without it, and `prox` as for NumPy.
        """


_KINDS: list[tuple[type, Callable[[Any], Written]]] = []


def writes(kind: type) -> Callable[[Callable[[Any], Written]], Callable[[Any], Written]]:
    """Say how objectives of a kind are written."""

    def kept(writer: Callable[[Any], Written]) -> Callable[[Any], Written]:
        _KINDS.append((kind, writer))
        return writer

    return kept


def written(objective: Any) -> Written:
    """Return an objective as text. Raises ValueError for a kind that nobody has said how to write."""
    for kind, writer in _KINDS:
        if isinstance(objective, kind):
            return writer(objective)
    raise ValueError(
        f"{objective.name} cannot be written as code: it is no formula, but an object of the class "
        f"{type(objective).__name__}"
    )
