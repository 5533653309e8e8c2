"""What a network takes of the data: features, squares, products and sines of them, scaled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from gdviz.engine.fit.design import LARGEST, MAX_CELLS, SCALINGS
from gdviz.engine.table.columns import PickedColumns

INPUTS = ("x", "x^2", "xy", "sin x")  # of each feature, of each pair of them
MAX_INPUTS = 64


@dataclass(frozen=True, eq=False)
class Inputs:
    """The inputs of a network, made of the features of data.

    Attributes
    ----------
    picked : the columns of the data; all below is of the training rows alone, where rows are held out
    kinds : some of "x", "x^2", "xy", "sin x"
    scaling : "none", "standardise" or "minmax"
    names : of the d inputs, such as "x1^2"
    columns : (d, n), a row for each input
    centre, scale : input = (feature - centre)/scale, each (d, 1)
    """

    picked: PickedColumns
    kinds: tuple[str, ...]
    scaling: str
    names: tuple[str, ...]
    columns: np.ndarray
    centre: np.ndarray
    scale: np.ndarray

    @property
    def terms(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return the kind of each input, and the feature or the two that it is made of, from 0."""
        return _terms(len(self.picked.features), self.kinds)

    @classmethod
    def of(cls, picked: PickedColumns, kinds: Sequence[str] = ("x",), scaling: str = "none") -> Inputs:
        """Make the inputs of picked columns.

        Parameters
        ----------
        picked : PickedColumns
            Features and target.
        kinds : some of "x", "x^2", "xy", "sin x"
            What is made of each feature, and of each pair of them.
        scaling : {"none", "standardise", "minmax"}
            Each input to mean 0 and standard deviation 1 (of n), or to 0..1.

        Raises
        ------
        ValueError
            Naming the argument or the input that cannot be used.
        """
        given = tuple(kinds) if isinstance(kinds, Iterable) and not isinstance(kinds, str) else (kinds,)
        unknown = [k for k in given if k not in INPUTS]
        if unknown or not given:
            found = f"not {unknown[0]!r}" if unknown else "and at least one"
            raise ValueError(f"inputs must be some of {', '.join(INPUTS)}, {found}")
        if scaling not in SCALINGS:
            raise ValueError(f"scaling must be one of {', '.join(SCALINGS)}, not {scaling!r}")
        chosen = tuple(k for k in INPUTS if k in given)
        names = _names(picked.features, chosen)
        if not names:
            raise ValueError("xy needs two features; pick another one, or x")
        if len(names) > MAX_INPUTS or len(names) * picked.rows > MAX_CELLS:
            raise ValueError(
                f"{len(names)} inputs of {picked.rows} rows are too many (at most {MAX_INPUTS} inputs and "
                f"{MAX_CELLS} numbers); pick fewer features"
            )
        with np.errstate(all="ignore"):
            raw = _made(picked.x, chosen)
            held = [] if picked.test is None else [_made(picked.test.x, chosen)]
            centre, scale = _scaling(raw, scaling)
            columns = np.ascontiguousarray((raw - centre) / scale)
        for name, column in zip(names, np.concatenate([raw, *held], axis=1), strict=True):
            if not np.abs(column).max() <= LARGEST:
                raise ValueError(
                    f"the input {name} holds numbers too large to compute with; rescale the data"
                )
        for name, column, size in zip(names, raw, np.abs(raw).max(1), strict=True):
            if scaling != "none" and not np.ptp(column) > 8 * np.finfo(float).eps * size:
                raise ValueError(f"the input {name} is constant and cannot be scaled; leave it out")
        if not picked.classes and not float(np.abs(picked.y).max()) <= LARGEST:
            raise ValueError(
                f"the target {picked.target} holds numbers too large to compute with; rescale it"
            )
        return cls(picked, chosen, scaling, names, columns, centre, scale)

    def at(self, x: Any) -> np.ndarray:
        """Return the inputs (d, m) of features x (m, p), in the data's own units. Raises ValueError."""
        x, p = np.asarray(x, dtype=float), len(self.picked.features)
        if x.ndim != 2 or x.shape[1] != p:
            raise ValueError(f"x must be (m, {p}): {', '.join(self.picked.features)}, not shape {x.shape}")
        raw = _made(x, self.kinds)
        return np.ascontiguousarray((raw - self.centre) / self.scale)


def _terms(features: int, kinds: Sequence[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """List the inputs: of which kind each is, and of which features."""
    singles, pairs = [(j,) for j in range(features)], list(combinations(range(features), 2))
    return tuple((kind, places) for kind in kinds for places in (pairs if kind == "xy" else singles))


def _names(features: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    text = {"x": "{}", "x^2": "{}^2", "xy": "{} {}", "sin x": "sin {}"}
    return tuple(text[k].format(*(features[j] for j in places)) for k, places in _terms(len(features), kinds))


def _made(x: np.ndarray, kinds: tuple[str, ...]) -> np.ndarray:
    """Make the unscaled inputs (d, n) of features x (n, p)."""
    make: dict[str, Callable[..., np.ndarray]] = {
        "x": lambda a: a,
        "x^2": lambda a: a * a,
        "xy": lambda a, b: a * b,
        "sin x": np.sin,
    }
    return np.stack([make[k](*(x[:, j] for j in places)) for k, places in _terms(x.shape[1], kinds)])


def _scaling(raw: np.ndarray, how: str) -> tuple[np.ndarray, np.ndarray]:
    if how == "standardise":
        return raw.mean(1, keepdims=True), raw.std(1, keepdims=True)
    if how == "minmax":
        return raw.min(1, keepdims=True), np.ptp(raw, axis=1)[:, None]
    return np.zeros((len(raw), 1)), np.ones((len(raw), 1))
