"""Mini-batches: which rows the gradient of each step is taken over, settled by the seed before the run."""

from __future__ import annotations

import numpy as np


class Batches:
    """The rows of each step's batch, the same for every rule and every run of a comparison.

    Without replacement each epoch is a new order of all n rows, cut into batches of `size` (the last of an epoch may be
    smaller), so that an epoch visits each row once. With replacement every batch is drawn afresh from all rows.
    Stepping back and forth never redraws: a step's rows are a function of seed and step.
    """

    CHUNK = (
        1 << 16
    )  # rows that one stream draws at a time where they are drawn with replacement (at least one batch)

    def __init__(self, n: int, size: int, replacement: bool = False, seed: int = 0) -> None:
        if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or not 1 <= size <= n:
            raise ValueError(f"batch_size must be a whole number of rows from 1 to {n}, not {size!r}")
        self.n, self.size, self.replacement, self.seed = n, int(size), bool(replacement), seed
        self.per_epoch = -(-n // self.size)
        self.per_stream = max(1, self.CHUNK // self.size) if self.replacement else self.per_epoch
        self._held: tuple[int, np.ndarray] = (-1, np.empty(0, dtype=int))

    def counts(self, steps: np.ndarray) -> np.ndarray:
        """How many rows the batches of these steps have."""
        last = self.n - (self.per_epoch - 1) * self.size  # of an epoch
        return np.where((steps % self.per_epoch == 0) & (not self.replacement), last, self.size)

    def rows(self, k: int) -> np.ndarray:
        """Row indices of step k = 1, 2, ..."""
        chunk, place = divmod(k - 1, self.per_stream)
        if chunk != self._held[0]:  # a stream of its own, apart from the gradient noise's
            stream = np.random.default_rng([self.seed, 1 + self.replacement, chunk])
            drawn = (
                stream.integers(self.n, size=(self.per_stream, self.size))
                if self.replacement
                else stream.permutation(self.n)
            )
            self._held = chunk, drawn
        drawn = self._held[1]
        return drawn[place] if self.replacement else drawn[place * self.size : (place + 1) * self.size]
