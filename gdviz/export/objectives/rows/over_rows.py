"""What losses over rows of data share as text: a pointwise loss of scores, an average, a penalty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gdviz.export.program import program_lines
from gdviz.export.text import OF_DATA, array, indented, number, own_name
from gdviz.formula import Node, PythonWriter


class RowsText:
    """A loss over rows as text, see `Written`. A kind says how scores are made, and what follows of slopes.

    Attributes
    ----------
    fit : the loss over rows
    scored : the expression of the score z (n,), or of the scores (K, n)
    bends_read_slopes : whether the second derivatives need the slopes of the loss too
    """

    bends_read_slopes = False

    def __init__(self, fit: Any) -> None:
        self.fit = fit
        self.penalised = fit.penalty is not None
        self.many = fit.scores > 1
        self.first = "z1" if self.many else "z"  # a score, which has as many numbers as there are rows

    @property
    def data(self) -> Mapping[str, np.ndarray]:
        """Return features and targets (numbers, labels or classes) of all rows, and which are test rows."""
        every, test = self.fit.all_rows, self.fit.test
        targets = np.empty((len(self.fit.targets), len(every.y)))
        targets[:, ~every.test] = self.fit.targets
        if test is not None:
            targets[:, every.test] = test.targets
        y = np.argmax(targets, axis=0) if self.many else targets[0]
        held = {} if test is None else {"TEST": np.flatnonzero(every.test)}
        return {"X": self.features(every.x), "Y": y} | held

    # what a kind says

    def features(self, x: np.ndarray) -> np.ndarray:
        """Return what travels with the file (n, d) of features (n, p) in the data's own units."""
        raise NotImplementedError

    def inputs(self, module: str) -> list[str]:
        """Return the lines that make of the features what scores are computed of."""
        raise NotImplementedError

    def functions(self, module: str, asked: frozenset[str], helpers: set[str]) -> list[str]:
        """Return functions that scores and slopes are computed with."""
        return []

    def scored(self, batches: bool) -> str:
        """Return the expression of the score (n,), or of the scores (K, n)."""
        raise NotImplementedError

    def from_slopes(self, batches: bool) -> list[str]:
        """Return the lines that make `total` (D,) of the loss's `slope` (n,) or (K, n)."""
        raise NotImplementedError

    def from_bends(self, batches: bool) -> list[str]:
        """Return the lines that make `total` (D, D) of the loss's `bend`: (n,), or by pairs of scores."""
        raise NotImplementedError

    # the file

    def numpy(self, asked: frozenset[str], batches: bool) -> tuple[list[str], frozenset[str]]:
        """Return what is asked for, over all rows or over some."""
        helpers = set[str]()
        out = [*self._before("np", asked, helpers), *self._loss("np", batches, helpers)]
        if asked & {"gradient", "smooth_gradient"}:
            name = "smooth_gradient" if self.penalised else "gradient"
            out += ["", "", *self._slopes(name, batches, helpers)]
        if "gradient" in asked and self.penalised:
            given = "theta, rows" if batches else "theta"
            body = self._penalty(self.fit.penalty.compiled.partials[0], "slope", helpers)
            body.append(f"return smooth_gradient({given}) + np.where(WEIGHTS, slope, 0.0)")
            out += ["", "", self._def("gradient", batches), *indented(body)]
        if "hessian" in asked:
            out += ["", "", *self._hessian(batches, helpers)]
        if "prox" in asked:
            out += ["", "", *self._prox(helpers)]
        return out, frozenset(helpers)

    def torch(self, batches: bool) -> tuple[list[str], frozenset[str]]:
        """Return the loss, and with a penalty the loss without it and the proximal step."""
        helpers = set[str]()
        before = self._before("torch", frozenset(), helpers)
        loss = self._loss("torch", batches, helpers, "tensor_loss")
        if not self.penalised:
            return [*before, *loss], frozenset(helpers)
        smooth = self._loss("torch", batches, helpers, "smooth_tensor_loss", penalised=False)
        return [*before, *smooth, "", "", *loss, "", "", *self._prox(helpers)], frozenset(helpers)

    def _before(self, module: str, asked: frozenset[str], helpers: set[str]) -> list[str]:
        """Return inputs, targets, which parameters are penalised, and the kind's own functions."""
        out = [*self._split(), *self.inputs(module)]
        if self.many:
            ones = f"(Y == np.arange({self.fit.scores})[:, None])*1.0"
            out.append(f"Y = {ones}  # a row of 0 and 1 for each class")
        if module == "torch":
            out.append("Y = torch.from_numpy(Y)")
        out += [*self._penalised_weights(), "", ""]
        if functions := self.functions(module, asked, helpers):
            out += [*functions, "", ""]
        return out

    def _split(self) -> list[str]:
        """Return the lines that leave out the test rows."""
        test = self.fit.all_rows.test
        if not test.any():
            return []
        return [
            f"# {test.sum()} of {len(test)} rows (TEST, from 0) are held out: nothing is fitted to them",
            "X, Y = np.delete(X, TEST, axis=0), np.delete(Y, TEST)",
            "",
        ]

    def _head(self, batches: bool) -> list[str]:
        """Return scores and targets: z and y, or z1, z2, ... and y1, y2, ..."""
        fit, scored = self.fit, self.scored(batches)
        if not self.many:
            out = [f"z = {scored}", f"y = Y{'[rows]' if batches else ''}"]
        else:
            numbers = range(1, fit.scores + 1)
            out = [
                f"{', '.join(f'z{k}' for k in numbers)} = {scored}",
                f"{', '.join(f'y{k}' for k in numbers)} = Y{'[:, rows]' if batches else ''}",
            ]
        return out + [f"{own_name(n, OF_DATA)} = {number(v)}" for n, v in fit.loss_parameters.items()]

    def _writer(self, module: str) -> PythonWriter:
        known = self.fit.loss_parameters
        return PythonWriter({n: own_name(n, OF_DATA) for n in known}, {}, dict(known), module)

    def _def(self, name: str, batches: bool) -> str:
        return f"def {name}(theta{', rows=slice(None)' if batches else ''}):"

    def _averaged(self, total: str, count: str, batches: bool) -> str:
        """Write the average of a sum over rows, as the loss takes it."""
        match self.fit.average:
            case "mean":
                return f"{total}/{count}"
            case "half mean":
                return f"{total}/(2*{count})"
        return f"{total}*({self.fit.rows}/{count})" if batches else total

    def _loss(
        self, module: str, batches: bool, helpers: set[str], name: str = "loss", penalised: bool = True
    ) -> list[str]:
        fit, writer = self.fit, self._writer(module)
        lines, cost = program_lines(fit.loss.program, writer, OF_DATA)
        helpers |= writer.helpers
        body = [*self._head(batches), *lines, f"cost = {cost}"]
        average = self._averaged(f"{module}.sum(cost)", f"len({self.first})", batches)
        if fit.penalty is None or not penalised:
            return [self._def(name, batches), *indented([*body, f"return {average}"])]
        body += self._penalty(fit.penalty.compiled.result, "penalty", helpers, module)
        weights = "torch.from_numpy(WEIGHTS)" if module == "torch" else "WEIGHTS"
        kept = f"{module}.sum({module}.where({weights}, penalty, 0.0))"
        return [self._def(name, batches), *indented([*body, f"return {average} + {kept}"])]

    def _parts(self, trees: Sequence[Node], helpers: set[str]) -> tuple[list[str], list[str]]:
        """Write derivatives by the scores, each with one number a row."""
        writer = self._writer("np")
        program = self.fit.loss.program
        lines, parts = writer.lines(trees)
        helpers |= writer.helpers
        read = set(program.language.names)
        full = [
            part if tree.names() & read else f"np.full({self.first}.shape, {part})"
            for part, tree in zip(parts, trees, strict=True)
        ]
        return lines, full

    def _slopes(self, name: str, batches: bool, helpers: set[str]) -> list[str]:
        """Return the gradient of the data's part."""
        lines, slopes = self._parts(self.fit.loss.compiled.partials, helpers)
        body = [*self._head(batches), *lines, *self._listed(slopes), *self.from_slopes(batches)]
        body.append(f"return {self._averaged('total', f'len({self.first})', batches)}")
        return [self._def(name, batches), *indented(body)]

    def _listed(self, slopes: Sequence[str]) -> list[str]:
        """Return the lines that make `slope` of the derivatives by each score."""
        if not self.many:
            return [f"slope = {slopes[0]}"]
        return ["slope = np.array([", *(f"    {slope}," for slope in slopes), "])"]

    def _hessian(self, batches: bool, helpers: set[str]) -> list[str]:
        """Return the Hessian, with the penalty."""
        fit, compiled = self.fit, self.fit.loss.compiled
        needed = compiled.partials if self.bends_read_slopes else ()
        lines, parts = self._parts([*needed, *compiled.second], helpers)
        slopes, bends = parts[: len(needed)], parts[len(needed) :]
        body = [*self._head(batches), *lines, *(self._listed(slopes) if slopes else [])]
        if self.many:
            pairs = [(i, j) for i in range(fit.scores) for j in range(i, fit.scores)]
            body += ["bend = {", *(f"    {p}: {b}," for p, b in zip(pairs, bends, strict=True)), "}"]
        else:
            body.append(f"bend = {bends[0]}")
        body += self.from_bends(batches)
        average = self._averaged("total", f"len({self.first})", batches)
        if fit.penalty is None:
            body.append(f"return {average}")
        else:
            body += self._penalty(fit.penalty.compiled.second[0], "bend", helpers)
            body.append(f"return {average} + np.diag(np.where(WEIGHTS, bend, 0.0))")
        return [self._def("hessian", batches), *indented(body)]

    def _penalised_weights(self) -> list[str]:
        if not self.penalised:
            return []
        listed = f"WEIGHTS = {array(self.fit.weights)}".splitlines()
        return ["# which parameters are penalised: no intercept", *listed]

    def _penalty(self, tree: Node, name: str, helpers: set[str], module: str = "np") -> list[str]:
        """Write a formula of one weight, for all parameters at once."""
        known = self.fit.penalty_parameters
        writer = PythonWriter(
            {n: own_name(n, OF_DATA) for n in known} | {"w": "theta"}, {}, dict(known), module
        )
        written = writer.write(tree)
        helpers |= writer.helpers
        return [*(f"{own_name(n, OF_DATA)} = {number(v)}" for n, v in known.items()), f"{name} = {written}"]

    def _prox(self, helpers: set[str]) -> list[str]:
        fit = self.fit
        assert fit.penalty is not None
        known = fit.penalty_parameters
        names = {n: own_name(n, OF_DATA) for n in known} | {"w": "theta", "s": "step"}
        writer = PythonWriter(names, {}, {**known, "s": None})
        lines, moved = program_lines(fit.penalty.proximal_program, writer, OF_DATA)
        helpers |= writer.helpers
        body = [*(f"{own_name(n, OF_DATA)} = {number(v)}" for n, v in known.items()), *lines]
        body.append(f"return np.where(WEIGHTS, {moved}, theta)")
        return [
            "def prox(theta, step):  # argmin over v of (v - theta)^2/2 + step*penalty(v)",
            *indented(body),
        ]
