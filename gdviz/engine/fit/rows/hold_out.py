"""Rows that are held out of a fit: a random share of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gdviz.engine.entry import check_number, check_seed
from gdviz.engine.streams import Use, stream
from gdviz.engine.table.columns import PickedColumns


def hold_out(picked: PickedColumns, share: float, seed: int = 0) -> PickedColumns:
    """Return the training rows, whose `test` are the test rows: a random share of the rows, in order.

    Of classes the same share of each is held out, so that none of them has no training row.

    Parameters
    ----------
    picked : PickedColumns
        All rows.
    share : float
        Above 0 and below 1.
    seed : int
        Settles which rows.

    Raises
    ------
    ValueError
        Where the share holds out no row, or leaves fewer than two.

    Examples
    --------
    >>> import gdviz
    >>> from gdviz.engine import pick_columns
    >>> cars = pick_columns(gdviz.datasets["cars"].table(), ["wt"], "mpg", "regression")
    >>> training = hold_out(cars, 0.25)
    >>> training.rows, training.test.rows
    (24, 8)
    """
    share = float(check_number("hold_out", share))
    if not 0 < share < 1:
        raise ValueError(f"hold_out must be a share above 0 and below 1, not {share:g}")
    draw = stream(check_seed(seed), Use.TEST_ROWS).random(picked.rows)
    groups = [np.flatnonzero(picked.y == k) for k in range(len(picked.classes))] or [np.arange(picked.rows)]
    held = np.zeros(picked.rows, dtype=bool)
    for rows in groups:
        count = min(int(np.floor(share * len(rows) + 0.5)), len(rows) - 1)
        held[rows[np.argsort(draw[rows], kind="stable")[:count]]] = True
    if not held.any() or (~held).sum() < 2:
        raise ValueError(
            f"hold_out = {share:g} of {picked.rows} rows leaves {(~held).sum()} training and {held.sum()} "
            "test rows; at least two and one are needed, so give another share"
        )
    return replace(picked.only(~held), test=picked.only(held))
