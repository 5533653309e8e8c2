"""The design matrix of a fit: polynomial features, scaling, intercept."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb
from typing import Any

import numpy as np

from gdviz.engine.table.cell_text import column_names
from gdviz.engine.table.columns import PickedColumns

SCALINGS = ("none", "standardise", "minmax")
MAX_DEGREE = 8
MAX_COLUMNS = 60
MAX_CELLS = 2_000_000  # numbers of the matrix
# of a column or the target: squares of such numbers, and sums of these squares, are still far from infinite
LARGEST = 1e100

Powers = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Design:
    """The matrix `a` (n, q): a column for each monomial of the features, scaled, and last a column of ones.

    Attributes
    ----------
    x : (n, p), features in the data's own units
    y : (n,), target: a number, or the index of the class
    a : (n, q), the matrix
    features, target, classes : names
    columns : names of the q columns of `a`
    powers : exponents of the features in each monomial
    centre, scale : column = (monomial - centre)/scale
    scaling : "none", "standardise" or "minmax"
    intercept : whether there is a column of ones
    left_out : rows of the table that have gaps
    kept : (n,), which rows of the table, from 0, these are
    test : the rows that are held out; all above is of the training rows alone, also centre and scale

    Examples
    --------
    >>> import gdviz
    >>> from gdviz.engine import pick_columns
    >>> cars = gdviz.datasets["cars"].table()
    >>> design = gdviz.Design.of(pick_columns(cars, ["wt"], "mpg", "regression"), degree=2)
    >>> design.columns, design.a.shape
    (('wt', 'wt^2', 'intercept'), (32, 3))
    """

    x: np.ndarray
    y: np.ndarray
    a: np.ndarray
    features: tuple[str, ...]
    target: str
    classes: tuple[str, ...]
    columns: tuple[str, ...]
    powers: tuple[Powers, ...]
    centre: np.ndarray
    scale: np.ndarray
    scaling: str
    intercept: bool
    left_out: int
    kept: np.ndarray
    test: PickedColumns | None = None

    @classmethod
    def of(
        cls, picked: PickedColumns, *, degree: int = 1, scaling: str = "none", intercept: bool = True
    ) -> Design:
        """Make the design of picked columns.

        Parameters
        ----------
        picked : PickedColumns
            Features and target; their `test` is that of the design.
        degree : int
            Largest degree of a monomial, 1 to 8.
        scaling : {"none", "standardise", "minmax"}
            Each column to mean 0 and standard deviation 1 (of n, as in sklearn), or to 0..1.
        intercept : bool
            Whether there is a column of ones.

        Raises
        ------
        ValueError
            Naming the argument or the column that cannot be used.
        """
        n, p = picked.x.shape
        if isinstance(degree, bool) or not isinstance(degree, int) or not 1 <= degree <= MAX_DEGREE:
            raise ValueError(f"degree must be a whole number from 1 to {MAX_DEGREE}, not {degree!r}")
        if scaling not in SCALINGS:
            raise ValueError(f"scaling must be one of {', '.join(SCALINGS)}, not {scaling!r}")
        count = comb(p + degree, degree) - 1
        if count > MAX_COLUMNS or count * n > MAX_CELLS:
            raise ValueError(
                f"degree {degree} of {p} features makes {count} columns of {n} rows; "
                f"at most {MAX_COLUMNS} columns and {MAX_CELLS} numbers; "
                "pick fewer features or a lower degree"
            )
        powers = _powers(p, degree)
        with np.errstate(all="ignore"):
            raw = _monomials(picked.x, powers)
            held = [] if picked.test is None else [_monomials(picked.test.x, powers)]
        names = tuple(_name(picked.features, w) for w in powers)
        for name, column in zip(names, np.concatenate([raw, *held]).T, strict=True):
            _check_size(f"the column {name}", column, "lower the degree or rescale the data")
        if not picked.classes:
            _check_size(f"the target {picked.target}", picked.y, "rescale the data")
        centre, scale = _scaling(raw, scaling)
        for name, s, largest in zip(names, scale, np.abs(raw).max(0), strict=True):
            if scaling != "none" and not s > 8 * np.finfo(float).eps * largest:
                raise ValueError(
                    f"the column {name} is constant to rounding and cannot be scaled; leave it out"
                )
        if not names and not intercept:
            raise ValueError("the model has no parameter; pick a feature or the intercept")
        ones = [np.ones((n, 1))] if intercept else []
        return cls(
            picked.x,
            picked.y,
            np.concatenate([(raw - centre) / scale, *ones], axis=1),
            picked.features,
            picked.target,
            tuple(column_names(list(picked.classes))),
            names + ("intercept",) * intercept,
            powers,
            centre,
            scale,
            scaling,
            intercept,
            picked.left_out,
            picked.kept,
            picked.test,
        )

    @property
    def rows(self) -> int:
        """The number of rows, n."""
        count: int = len(self.a)
        return count

    @property
    def width(self) -> int:
        """The number of columns, q."""
        count: int = self.a.shape[1]
        return count

    def basis(self, x: Any) -> np.ndarray:
        """Return rows (m, q) of the matrix for features (m, p) in the data's own units.

        The model's score is `basis(x) @ theta`.
        """
        x = np.asarray(x, dtype=float)
        scaled = (_monomials(x, self.powers) - self.centre) / self.scale
        return np.concatenate([scaled, *[np.ones((len(x), 1))] * self.intercept], axis=1)

    def own_units(self, theta: Any) -> np.ndarray:
        """Return coefficients (..., q + 1) in the data's own units for parameters (..., q).

        They are those of the monomials, and last the constant, which is there without an intercept too.
        """
        theta = np.asarray(theta, dtype=float)
        k = len(self.powers)
        weights = theta[..., :k] / self.scale
        constant = (theta[..., k] if self.intercept else 0.0) - (weights * self.centre).sum(-1)
        return np.concatenate([weights, np.asarray(constant)[..., None]], axis=-1)


def _check_size(what: str, numbers: np.ndarray, cure: str) -> None:
    """Check that products of the numbers stay within float64. Raises ValueError."""
    largest = float(np.abs(numbers).max())
    if not largest <= LARGEST:
        raise ValueError(
            f"{what} holds numbers too large to compute with ({largest:.3g}; at most {LARGEST:g}); {cure}"
        )
    if 0 < largest < 1 / LARGEST:
        raise ValueError(
            f"{what} holds only numbers too small to compute with (at most {largest:.3g}; one must reach "
            f"{1 / LARGEST:g}); {cure}"
        )


def _powers(features: int, degree: int) -> tuple[Powers, ...]:
    """List the exponents of all monomials up to a degree, in the order x1, x2, x1^2, x1 x2, x2^2, ..."""
    out = []
    for d in range(1, degree + 1):
        for chosen in combinations_with_replacement(range(features), d):
            out.append(tuple(chosen.count(j) for j in range(features)))
    return tuple(out)


def _monomials(x: np.ndarray, powers: tuple[Powers, ...]) -> np.ndarray:
    columns = [np.prod([x[:, j] ** k for j, k in enumerate(w) if k], axis=0) for w in powers]
    return np.stack(columns, axis=1) if columns else np.empty((len(x), 0))


def _name(features: tuple[str, ...], powers: Powers) -> str:
    return " ".join(f if k == 1 else f"{f}^{k}" for f, k in zip(features, powers, strict=True) if k)


def _scaling(raw: np.ndarray, how: str) -> tuple[np.ndarray, np.ndarray]:
    """Compute centre and scale of each column: mean and standard deviation (of n), or minimum and range."""
    if how == "standardise":
        return raw.mean(0), raw.std(0)
    if how == "minmax":
        return raw.min(0), raw.max(0) - raw.min(0)
    return np.zeros(raw.shape[1]), np.ones(raw.shape[1])
