"""Which rows the data panel draws: one for each place, with how many rows lie there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Design

MANY = 20_000  # rows beyond which places are not counted: of so many only some are drawn


@dataclass(frozen=True, eq=False)
class Places:
    """The drawn rows (P,), how many rows lie where each does (P,), and for every row the drawn one of its place (rows,) or -1."""

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]
    of: NDArray[np.int64]


def drawn_places(
    design: Design, most: int, seed: int, apart: bool, batches: Iterator[NDArray[np.int64]] | None
) -> Places:
    """At most `most` places, in the order of their first rows; of more some at random, of which half come early in the batches.

    `apart`: every row has a place of its own (where rows are drawn at their predictions, which move).
    """
    n = design.rows
    if apart or n > MANY:
        first, of, counts = np.arange(n), np.arange(n), np.ones(n, dtype=np.int64)
    else:
        _, first, of, counts = np.unique(
            np.column_stack([design.x, design.y]),
            axis=0,
            return_index=True,
            return_inverse=True,
            return_counts=True,
        )
        of = of.reshape(-1)
    chosen = np.arange(len(first))
    if len(first) > most:
        chosen = np.random.default_rng(seed).permutation(len(first))
        if batches is not None:
            seen: dict[int, None] = {}
            for rows in islice(batches, most):
                seen |= dict.fromkeys(of[rows[:most]].tolist())
                if len(seen) >= most // 2:
                    break
            visited = np.array(list(seen)[: most // 2])
            chosen = np.concatenate([visited, chosen[~np.isin(chosen, visited)]])
        chosen = chosen[:most]
    chosen = chosen[np.argsort(first[chosen])]
    at = np.full(len(first), -1)
    at[chosen] = np.arange(len(chosen))
    return Places(first[chosen], counts[chosen], at[of])
