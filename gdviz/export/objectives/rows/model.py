"""The loss of a model that is a formula: the score is a formula of features and parameters."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np

from gdviz.engine import ModelLoss
from gdviz.export.objectives.rows.over_rows import RowsText
from gdviz.export.objectives.written import writes
from gdviz.export.program import program_lines
from gdviz.export.text import indented, own_name
from gdviz.formula import Node, PythonWriter

_TAKEN = frozenset({"theta", "X", "Y", "features"})


@writes(ModelLoss)
class ModelText(RowsText):
    """The loss of a formula model as text, see `Written`."""

    bends_read_slopes = True

    def features(self, x: np.ndarray) -> np.ndarray:
        """Return the features (n, d) that the formula may read."""
        columns: np.ndarray = self.fit.reads(x)
        return columns.T

    def inputs(self, module: str) -> list[str]:
        """Return what makes tensors of the features."""
        return ["X = torch.from_numpy(X)"] * (module == "torch")

    def functions(self, module: str, asked: frozenset[str], helpers: set[str]) -> list[str]:
        """Return the score, and its derivatives by the parameters where they are asked for."""
        model = self.fit.model
        lines, score = program_lines(model.program, writer := self._writer(module), _TAKEN)
        helpers |= writer.helpers
        out = ["def score(theta, features):", *indented([*self._head_of_score(), *lines, f"return {score}"])]
        wanted = {
            "score_slopes": (model.derivatives.first, {"gradient", "smooth_gradient", "hessian"}),
            "score_bends": (model.derivatives.second, {"hessian"}),
        }
        for name, (trees, reasons) in wanted.items():
            if asked & reasons:
                out += ["", "", *self._derivatives(name, trees, helpers)]
        return out

    def _derivatives(self, name: str, trees: tuple[Node, ...], helpers: set[str]) -> list[str]:
        """Return a function of derivatives, a row of numbers for each."""
        writer = self._writer("np")
        lines, parts = writer.lines(trees)
        helpers |= writer.helpers
        read = set(self.fit.model.features)
        full = (
            part if tree.names() & read else f"np.full(len(features), {part})"
            for part, tree in zip(parts, trees, strict=True)
        )
        listed = [f"    {part}," for part in full]
        body = [*self._head_of_score(), *lines, "return np.array([", *listed, "])"]
        return [f"def {name}(theta, features):", *indented(body)]

    def _head_of_score(self) -> list[str]:
        """Return what gives features and parameters their names."""
        model = self.fit.model
        names = [own_name(n, _TAKEN) for n in model.parameters]
        columns = [own_name(n, _TAKEN) for n in model.features]
        return [
            f"{', '.join(names)} = theta" if len(names) > 1 else f"({names[0]},) = theta",
            f"{', '.join(columns)} = features.T" if len(columns) > 1 else f"({columns[0]},) = features.T",
        ]

    def _writer(self, module: str) -> PythonWriter:
        model = self.fit.model
        names = {n: own_name(n, _TAKEN) for n in (*model.parameters, *model.features)}
        return PythonWriter(names, {}, {}, module)

    def scored(self, batches: bool) -> str:
        """Return the call of the score."""
        return f"score(theta, {self._taken(batches)})"

    def from_slopes(self, batches: bool) -> list[str]:
        """Apply the chain rule: slope of the loss times slope of the score, summed over the rows."""
        return [f"total = score_slopes(theta, {self._taken(batches)}) @ slope"]

    def from_bends(self, batches: bool) -> list[str]:
        """Apply the chain rule once more."""
        d = self.fit.dimension
        pairs = list(combinations_with_replacement(range(d), 2))
        places = [[pairs.index((min(i, j), max(i, j))) for j in range(d)] for i in range(d)]
        taken = self._taken(batches)
        return [
            f"first = score_slopes(theta, {taken})",
            f"second = score_bends(theta, {taken}) @ slope  # of each pair of parameters",
            f"total = (first*bend) @ first.T + second[{places}]",
        ]

    def _taken(self, batches: bool) -> str:
        return "X[rows]" if batches else "X"
