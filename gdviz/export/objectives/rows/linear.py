"""The loss of a linear model: scores are the matrix of the data times the parameters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gdviz.engine import DataLoss
from gdviz.export.objectives.rows.over_rows import RowsText
from gdviz.export.objectives.written import writes
from gdviz.export.text import one_line


@writes(DataLoss)
class LinearText(RowsText):
    """The loss of a linear model as text, see `Written`."""

    def features(self, x: np.ndarray) -> np.ndarray:
        """Return the features (n, p) in their own units."""
        return x

    def inputs(self, module: str) -> list[str]:
        """Return the lines that make the matrix A of the data."""
        design, out = self.fit.design, list[str]()
        columns = [self._monomial(powers) for powers in design.powers]
        ones = ["np.ones(len(X))"] * design.intercept
        named = one_line(", ".join(design.columns))
        if design.scaling == "none" or not columns:
            out.append(f"A = np.stack([{', '.join([*columns, *ones])}], axis=1)  # {named}")
        else:
            out.append(f"A = np.stack([{', '.join(columns)}], axis=1)")
            if design.scaling == "standardise":
                out.append("A = (A - A.mean(0))/A.std(0)")
            else:
                out.append("A = (A - A.min(0))/(A.max(0) - A.min(0))")
            if ones:
                out.append(f"A = np.concatenate([A, np.ones((len(A), 1))], axis=1)  # {named}")
        if module == "torch":
            out.append("A = torch.from_numpy(A)")
        return out

    def _monomial(self, powers: Sequence[int]) -> str:
        """Write one column: a product of powers of the features."""
        factors = [f"X[:, {j}]" + (f"**{k}" if k > 1 else "") for j, k in enumerate(powers) if k]
        return "*".join(factors)

    def scored(self, batches: bool) -> str:
        """Return the product of matrix and parameters."""
        fit, matrix = self.fit, "A[rows]" if batches else "A"
        return f"theta.reshape({fit.scores}, {fit.width}) @ {matrix}.T" if self.many else f"{matrix} @ theta"

    def from_slopes(self, batches: bool) -> list[str]:
        """Return the sum of slope times row."""
        matrix = "A[rows]" if batches else "A"
        return [f"total = (slope @ {matrix}).ravel()" if self.many else f"total = {matrix}.T @ slope"]

    def from_bends(self, batches: bool) -> list[str]:
        """Return the sum of bend times row times row, for each pair of scores."""
        matrix, k = "A[rows]" if batches else "A", self.fit.scores
        if not self.many:
            return [f"total = {matrix}.T @ (bend[:, None]*{matrix})"]
        return [
            f"part = {{pair: {matrix}.T @ (b[:, None]*{matrix}) for pair, b in bend.items()}}",
            f"total = np.block([[part[min(i, j), max(i, j)] for j in range({k})] for i in range({k})])",
        ]
