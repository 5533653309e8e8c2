"""Surfaces: a formula of the coordinates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gdviz.engine import Surface
from gdviz.export.objectives.written import writes
from gdviz.export.program import program_lines
from gdviz.export.text import indented, number, own_name
from gdviz.formula import PythonWriter


@writes(Surface)
class SurfaceText:
    """A surface as text, see `Written`."""

    penalised = False
    data: Mapping[str, np.ndarray] = {}

    def __init__(self, surface: Surface) -> None:
        self.surface = surface

    def numpy(self, asked: frozenset[str], batches: bool) -> tuple[list[str], frozenset[str]]:
        """Return loss, gradient, and the Hessian where it is asked for."""
        surface, helpers = self.surface, set[str]()
        value, body = self._writer("np"), self._head()
        lines, result = program_lines(surface.program, value)
        out = ["def loss(theta):", *indented([*body, *lines, f"return {result}"])]
        helpers |= value.helpers
        for name, trees in {
            "gradient": surface.compiled.partials,
            "hessian": surface.compiled.second,
        }.items():
            if name in asked:
                writer = self._writer("np")
                lines, entries = writer.lines(trees)
                rows = entries if name == "gradient" else _square(entries, surface.dimension)
                lines.append(f"return np.array([{', '.join(rows)}], dtype=float)")
                out += ["", "", f"def {name}(theta):", *indented([*body, *lines])]
                helpers |= writer.helpers
        return out, frozenset(helpers)

    def torch(self, batches: bool) -> tuple[list[str], frozenset[str]]:
        """Return the loss."""
        writer = self._writer("torch")
        lines, result = program_lines(self.surface.program, writer)
        body = indented([*self._head(), *lines, f"return {result}"])
        return ["def tensor_loss(theta):", *body], frozenset(writer.helpers)

    def _head(self) -> list[str]:
        """Return what begins each function: coordinates and parameters."""
        names = list(map(own_name, self.surface.names))
        unpacked = f"{', '.join(names)} = theta" if len(names) > 1 else f"({names[0]},) = theta"
        return [unpacked, *(f"{own_name(n)} = {number(v)}" for n, v in self.surface.parameters.items())]

    def _writer(self, module: str) -> PythonWriter:
        surface = self.surface
        names = {n: own_name(n) for n in (*surface.names, *surface.parameters)}
        return PythonWriter(names, {}, dict(surface.parameters), module)


def _square(upper: Sequence[str], d: int) -> list[str]:
    """Lay out the upper triangle, row by row, as the rows of a symmetric matrix."""
    places = {pair: k for k, pair in enumerate((i, j) for i in range(d) for j in range(i, d))}
    return [f"[{', '.join(upper[places[min(i, j), max(i, j)]] for j in range(d))}]" for i in range(d)]
