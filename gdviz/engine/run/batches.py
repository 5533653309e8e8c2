"""Mini-batches: which rows the gradient of each step is taken over, settled by the seed before the run."""

from __future__ import annotations

import numpy as np

from gdviz.engine.objective import HasRows, Objective
from gdviz.engine.options import Options
from gdviz.engine.streams import Use, stream


class Batches:
    """The rows of each step's batch, the same for every rule and every run of a comparison.

    Without replacement each epoch is a new order of all n rows, cut into batches of `size` (the last of an
    epoch may be smaller), so that an epoch visits each row once. With replacement every batch is drawn afresh
    from all rows. Stepping back and forth never redraws: a step's rows depend on seed and step only.

    Parameters
    ----------
    n : int
        Number of rows of the data.
    size : int
        Rows of a batch.
    replacement : bool
        Draw every batch from all rows.
    seed : int
        Settles all batches.

    Raises
    ------
    ValueError
        For a size that is no whole number from 1 to n.

    Examples
    --------
    >>> from gdviz.engine import Batches
    >>> batches = Batches(5, 2)
    >>> sorted(i for k in (1, 2, 3) for i in batches.rows_of_step(k).tolist())
    [0, 1, 2, 3, 4]
    """

    CHUNK = 1 << 16  # indices that one stream draws at a time with replacement (at least one batch)

    def __init__(self, n: int, size: int, replacement: bool = False, seed: int = 0) -> None:
        if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or not 1 <= size <= n:
            raise ValueError(f"batch_size must be a whole number of rows from 1 to {n}, not {size!r}")
        self.n, self.size, self.replacement, self.seed = n, int(size), bool(replacement), seed
        self.use = Use.BATCHES_WITH_REPLACEMENT if replacement else Use.BATCHES
        self.per_epoch = -(-n // self.size)
        self.per_stream = max(1, self.CHUNK // self.size) if self.replacement else self.per_epoch
        self._held: tuple[int, np.ndarray] = (-1, np.empty(0, dtype=int))

    def counts(self, steps: np.ndarray) -> np.ndarray:
        """Count the rows in the batches of these steps, 1, 2, ..."""
        last_of_epoch = self.n - (self.per_epoch - 1) * self.size
        return np.where((steps % self.per_epoch == 0) & (not self.replacement), last_of_epoch, self.size)

    def rows_of_step(self, k: int) -> np.ndarray:
        """Return the row indices (from 0) of step k = 1, 2, ..."""
        chunk, place = divmod(k - 1, self.per_stream)
        if chunk != self._held[0]:
            self._held = chunk, self._draw(chunk)
        drawn = self._held[1]
        return drawn[place] if self.replacement else drawn[place * self.size : (place + 1) * self.size]

    def _draw(self, chunk: int) -> np.ndarray:
        """Draw the indices of one stream, which is apart from that of the gradient noise."""
        drawn = stream(self.seed, self.use, chunk)
        if self.replacement:
            return drawn.integers(self.n, size=(self.per_stream, self.size))
        return drawn.permutation(self.n)


def make_batches(objective: Objective, options: Options) -> Batches | None:
    """Make the batches of a run; None for full ones. Raises ValueError where there are no such rows."""
    if options.batch_size is None:
        return None
    if not isinstance(objective, HasRows):
        raise ValueError(f"batch_size is for losses over data; {objective.name} has no rows")
    return Batches(objective.rows, options.batch_size, options.replacement, options.seed)
