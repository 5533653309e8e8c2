"""The features that a picture of classes is over, and where it holds the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import RowsOfData


@dataclass(frozen=True)
class Across:
    """One or two features that span a picture; the others are held. Make it with `Across.of`.

    Attributes
    ----------
    names : of all features
    axes : indices of those that span the picture
    values : where each feature is held; those of `axes` are not read
    means : indices of the features that are held at the mean of the rows
    """

    names: tuple[str, ...]
    axes: tuple[int, ...]
    values: tuple[float, ...]
    means: frozenset[int]

    @classmethod
    def of(
        cls, data: RowsOfData, across: Sequence[str] = (), held: Mapping[str, float] | None = None
    ) -> Across:
        """Span the picture of some rows by two features, or by the one that there is.

        Parameters
        ----------
        data : RowsOfData
            The rows.
        across : names, at most two
            Features that span it, the first to the right; where one is missing, the first that is free.
        held : mapping, optional
            Feature -> value; the mean of the rows for what is not given.

        Raises
        ------
        ValueError
            With one sentence, for a name that is no feature, or a value that is not finite.

        Examples
        --------
        >>> import gdviz
        >>> fit = gdviz.data_loss("iris", "softmax", features=("sepal_length", "petal_length", "petal_width"))
        >>> over = Across.of(fit.data, ("petal_width",), {"petal_length": 4.0})
        >>> over.axes, over.values[1], over.held()
        ((2, 0), 4.0, [['petal_length', 4.0, False]])
        """
        features, given = data.features, dict(held or {})
        for name in (*across, *given):
            if name not in features:
                raise ValueError(f"{name} is no feature of the fit; its features are {', '.join(features)}")
        if len(set(across)) < len(across) or len(across) > 2:
            raise ValueError("the picture is over two different features, or over the only one")
        for name, value in given.items():
            if not np.isfinite(value):
                raise ValueError(f"{name} must be held at a finite number, not {value}")
        chosen = [features.index(name) for name in across]
        free = [i for i in range(len(features)) if i not in chosen]
        values = data.x.mean(0).tolist()
        for name, value in given.items():
            values[features.index(name)] = float(value)
        means = frozenset(i for i, name in enumerate(features) if name not in given)
        return cls(features, tuple((chosen + free)[:2]), tuple(values), means)

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the features that span the picture."""
        return tuple(self.names[i] for i in self.axes)

    def held(self) -> list[list[Any]]:
        """List the features that are held: name, value, and whether that is the mean of the rows."""
        others = [i for i in range(len(self.names)) if i not in self.axes]
        return [[self.names[i], self.values[i], i in self.means] for i in others]

    def features(self, *sides: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return rows of all features (m, p) for values (m,) of those that span the picture."""
        rows = np.tile(self.values, (len(sides[0]), 1))
        for axis, side in zip(self.axes, sides, strict=True):
            rows[:, axis] = side
        return rows
