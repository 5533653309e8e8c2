"""The loss of a network over some rows: sums over the rows of what back-propagation makes."""

from __future__ import annotations

from typing import Any

import numpy as np

from gdviz.engine.fit.rows.batch import BatchOfRows
from gdviz.engine.fit.rows.pieces import Piece, full
from gdviz.engine.network.passes import Forward, backward, backward_along, forward, forward_along, scores

HESSIAN_NUMBERS = 1 << 25  # of all Hessians that are asked for at once: a quarter of a gigabyte


class NetworkBatch(BatchOfRows[Any]):
    """The loss of a `Network` over some rows; `columns` (d, n) are its inputs."""

    def scores(self, p: np.ndarray, piece: Piece) -> list[np.ndarray]:
        """Compute the K scores (B, n) of a piece of the rows at p (B, D)."""
        whole = self.whole
        out = scores(whole.layers.of(np.ascontiguousarray(p)), piece.columns, whole.activation)
        return _apart(out)

    def data_part(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and gradient (B, D) at p (B, D), averaged, without the penalty."""
        theta = np.ascontiguousarray(p)
        if len(p) == 1:  # without the axis of runs: the same bits, faster for few rows
            value, slopes = self._sums(theta[0])
            slopes *= self.scale
            return np.array((value * self.scale,)), slopes[None]
        some = self.runs_at_once()
        parts = [self._sums(theta[first : first + some]) for first in range(0, max(1, len(p)), some)]
        values, slopes = (np.concatenate(sums) for sums in zip(*parts, strict=True))
        return values * self.scale, slopes * self.scale

    def _sums(self, theta: np.ndarray) -> tuple[Any, Any]:
        """Sum costs (...) and slopes (..., D) over all rows, for theta (..., D)."""
        whole, layers = self.whole, self.whole.layers.of(theta)
        value: Any = None
        total: Any = None
        for piece in self.pieces:
            passed = forward(layers, piece.columns, whole.activation)
            cost, delta = self.cost(passed, piece)
            gradient, _ = backward(layers, passed, delta)
            here, joined = np.add.reduce(cost, axis=-1), whole.layers.joined(gradient)
            value, total = (here, joined) if total is None else (value + here, total + joined)
        return value, total

    def cost(self, passed: Forward, piece: Piece) -> tuple[np.ndarray, np.ndarray]:
        """Return the cost (..., n) of each row, and its derivative by the scores (..., K, n)."""
        z = _apart(passed.scores)
        cost, *slopes = self.whole.loss.compiled.gradient(*z, *piece.targets, *self.whole.loss_values)
        if len(slopes) == 1:
            return full(cost, z[0]), full(slopes[0], z[0])[..., None, :]
        return full(cost, z[0]), np.stack([full(s, z[0]) for s in slopes], axis=-2)

    def data_hvp(self, p: np.ndarray, v: np.ndarray) -> np.ndarray:
        """Return the Hessian at p (B, D) times v (B, D), (B, D), without making the matrix."""
        some = self.runs_at_once()
        blocks = [slice(first, first + some) for first in range(0, len(p), some)]
        parts = [self._sums_along(p[block], v[block]) for block in blocks]
        return np.concatenate(parts) * self.scale if parts else np.zeros_like(p)

    def _sums_along(self, theta: np.ndarray, v: np.ndarray) -> Any:
        """Sum the products of the Hessians of all rows at theta (..., D) and v (B, D)."""
        whole = self.whole
        layers, along = whole.layers.of(theta), whole.layers.of(v)
        total: Any = 0.0
        for piece in self.pieces:
            passed = forward(layers, piece.columns, whole.activation)
            _, deltas = backward(layers, passed, self.cost(passed, piece)[1])
            changes = forward_along(layers, passed, along)
            change = self._bent(passed, piece, changes[-1])
            products = backward_along(layers, passed, deltas, along, changes, change, whole.activation)
            total = total + whole.layers.joined(products)
        return total

    def _bent(self, passed: Forward, piece: Piece, change: np.ndarray) -> np.ndarray:
        """Multiply the second derivatives of the loss by the change (..., K, n) of the scores."""
        z, loss = _apart(passed.scores), self.whole.loss
        second = loss.compiled.hessian(*z, *piece.targets, *self.whole.loss_values)
        pairs = [(k, j) for k in range(loss.scores) for j in range(k, loss.scores)]
        out = np.zeros_like(change)
        for (k, j), bend in zip(pairs, second, strict=True):
            out[..., k, :] += bend * change[..., j, :]
            if k != j:
                out[..., j, :] += bend * change[..., k, :]
        return out

    def data_hessian(self, p: np.ndarray) -> np.ndarray:
        """Return the Hessian (B, D, D) at p (B, D): its products with the unit vectors.

        Raises ValueError where all of them together would not fit into memory.
        """
        d, some = self.whole.dimension, self.runs_at_once()
        if len(p) * d * d > HESSIAN_NUMBERS:
            raise ValueError(
                f"Hessians of {d} parameters at {len(p)} points are too large to be held at once; "
                "ask for products with hvp, or at fewer points"
            )
        units, out = np.eye(d), np.empty((len(p), d, d))
        for at, hessian in zip(np.ascontiguousarray(p), out, strict=True):
            for first in range(0, d, some):
                hessian[first : first + some] = self._sums_along(at, units[first : first + some])
        out += np.swapaxes(out, 1, 2)  # symmetric to the bit
        out *= self.scale / 2
        return out


def _apart(together: np.ndarray) -> list[np.ndarray]:
    """Return the scores (..., K, n) as K arrays (..., n)."""
    return [together[..., k, :] for k in range(together.shape[-2])]
