"""What is said of the cells of a map: of those that a figure marks, and of all of them on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, log10
from typing import Any

import numpy as np

DIGITS = 5  # that are told of a place, at least


@dataclass(frozen=True, eq=False)
class Cells:
    """What is said of each cell (ny, nx) of a map: sentences with gaps, and what fills the gaps.

    Attributes
    ----------
    x, y : (nx,), (ny,), the middles of the cells
    place : says where a cell is, with the gaps `{x}` and `{y}`; names in it are written by `without_gaps`
    sentences : what can be said of a cell
    which : (ny, nx), which sentence is said of a cell
    numbers : what fills a gap of that name, (ny, nx)
    words : where a gap is filled by words: these, and `numbers` says which

    Examples
    --------
    >>> one = np.ones((1, 1), dtype=int)
    >>> said = ("not run yet", "ends in {end} after {steps} steps")
    >>> numbers, words = {"steps": 7 * one, "end": 0 * one}, {"end": ["A"]}
    >>> cells = Cells(np.array([2.0]), np.array([0.5]), "x = {x}", said, one, numbers, words)
    >>> cells.say([0], [0])
    ['x = 2<br>ends in A after 7 steps']
    """

    x: np.ndarray
    y: np.ndarray
    place: str
    sentences: Sequence[str]
    which: np.ndarray
    numbers: Mapping[str, np.ndarray]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def say(self, rows: Sequence[int], columns: Sequence[int]) -> list[str]:
        """Return what is said of some cells, each in two lines as Plotly breaks them."""
        out = []
        for i, j in zip(rows, columns, strict=True):
            gaps = {name: self._filled(name, values[i, j]) for name, values in self.numbers.items()}
            gaps |= {"x": told_apart(self.x, j), "y": told_apart(self.y, i)}
            out.append(f"{self.place}<br>{self.sentences[self.which[i, j]]}".format_map(gaps))
        return out

    def _filled(self, name: str, value: Any) -> str:
        if name in self.words:
            known = self.words[name]
            return known[int(value)] if 0 <= value < len(known) else ""
        return f"{value:.4g}" if isinstance(value, np.floating) else str(value)


def without_gaps(name: str) -> str:
    """Write a name for `Cells.place`: a column of one's own may be called `a{b}`, which is no gap.

    >>> without_gaps("a{b}").format_map({})
    'a{b}'
    """
    return name.replace("{", "{{").replace("}", "}}")


def told_apart(values: np.ndarray, i: int) -> str:
    """Write one of ascending values with as many digits as tell it from the next one.

    >>> told_apart(np.array([1.00000001, 1.00000002]), 0), told_apart(np.array([0.1, 0.2, 0.4]), 1)
    ('1.00000001', '0.2')
    """
    gap = float(np.abs(np.diff(values[max(i - 1, 0) : i + 2])).min(initial=np.inf))
    value = float(values[i])
    more = ceil(log10(max(abs(value) / gap, 1.0)))
    return f"{value:.{min(max(DIGITS, more + 1), 17)}g}"


def marks_of(cells: Cells, most: int | None = None) -> dict[str, Any]:
    """Return a trace of marks that are not seen, in the middles of cells: they tell of their runs.

    Parameters
    ----------
    cells : what is said of a map's cells
    most : marks along a side; None: one in every cell
    """
    rows, columns = (
        np.linspace(0, n - 1, n if most is None else min(n, most)).round().astype(int)
        for n in cells.which.shape
    )
    i, j = (part.ravel() for part in np.meshgrid(rows, columns, indexing="ij"))
    return {
        "type": "scatter",
        "x": cells.x[j],
        "y": cells.y[i],
        "mode": "markers",
        "marker": {"size": 9, "opacity": 0},
        "text": cells.say(i.tolist(), j.tolist()),
        "hovertemplate": "%{text}<extra></extra>",
        "name": "cells",
        "showlegend": False,
    }
