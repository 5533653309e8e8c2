"""Rows that are held out of a fit: a random share of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from gdviz.engine.entry import check_number, check_seed
from gdviz.engine.streams import Use, stream
from gdviz.engine.table.columns import PickedColumns


def hold_out(picked: PickedColumns, share: float | Sequence[int], seed: int = 0) -> PickedColumns:
    """Return the training rows, whose `test` are the test rows: a random share of the rows, in order.

    Each row of the table has a number that is drawn; those with the least numbers are held out. Of classes it
    is the same share of each, so that none of them has no training row.

    Parameters
    ----------
    picked : PickedColumns
        All rows.
    share : float or sequence of int
        Below 1, where 0 holds out none; or which rows of the table, from 0 (those with gaps are in no part).
    seed : int
        Settles which rows a share is.

    Raises
    ------
    ValueError
        Where that is no row, or leaves fewer than two, or none of a class.

    Examples
    --------
    >>> import gdviz
    >>> from gdviz.engine import pick_columns
    >>> cars = pick_columns(gdviz.datasets["cars"].table(), ["wt"], "mpg", "regression")
    >>> training = hold_out(cars, 0.25)
    >>> training.rows, training.test.rows
    (24, 8)
    """
    if np.ndim(share) == 0:
        share = float(check_number("hold_out", share))
        if share == 0:
            return picked
        held = _drawn(picked, share, seed)
    else:
        held = _listed(picked, share)
    if not held.any() or (~held).sum() < 2:
        what = f"holding out {share:g} of" if np.ndim(share) == 0 else "what is held out of"
        left = f"{(~held).sum()} training and {held.sum()} test rows"
        raise ValueError(
            f"{what} {picked.rows} rows (hold_out) leaves {left}; at least two and one are needed"
        )
    for k, name in enumerate(picked.classes):
        if not (picked.y[~held] == k).any():
            raise ValueError(f"no row of class {name} is left to be fitted; hold out fewer")
    return replace(picked.only(~held), test=picked.only(held))


def _drawn(picked: PickedColumns, share: float, seed: int) -> np.ndarray:
    """Draw which rows (n,) are held out. Raises ValueError."""
    if not 0 < share < 1:
        raise ValueError(f"the hold-out share (hold_out) must be 0 or more and below 1, not {share:g}")
    draw = stream(check_seed(seed), Use.TEST_ROWS).random(picked.kept[-1] + 1)[picked.kept]
    groups = [np.flatnonzero(picked.y == k) for k in range(len(picked.classes))] or [np.arange(picked.rows)]
    held = np.zeros(picked.rows, dtype=bool)
    for rows in groups:
        count = min(int(np.floor(share * len(rows) + 0.5)), len(rows) - 1)
        held[rows[np.argsort(draw[rows], kind="stable")[:count]]] = True
    return held


def _listed(picked: PickedColumns, rows: Any) -> np.ndarray:
    """Return which rows (n,) are held out of those listed. Raises ValueError."""
    listed, count = np.asarray(rows), picked.rows + picked.left_out
    if listed.ndim != 1 or listed.dtype.kind not in "iu" or not ((listed >= 0) & (listed < count)).all():
        raise ValueError(f"hold_out must be a share, or rows of the table from 0 to {count - 1}")
    return np.isin(picked.kept, listed)
