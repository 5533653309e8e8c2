"""Losses over rows of data: a matrix, a pointwise loss, a penalty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gdviz.engine import DataLoss
from gdviz.export.objectives.written import writes
from gdviz.export.program import program_lines
from gdviz.export.text import OF_DATA, array, indented, number, one_line, own_name
from gdviz.formula import Node, PythonWriter


@writes(DataLoss)
class DataLossText:
    """A loss over rows as text, see `Written`."""

    def __init__(self, fit: DataLoss) -> None:
        self.fit, design = fit, fit.design
        self.title = fit.name
        self.rows: int | None = design.rows
        self.penalised = fit.penalty is not None
        self.data: Mapping[str, np.ndarray] = {"X": design.x, "Y": self._targets()}

    def _targets(self) -> np.ndarray:
        """Return what the loss compares scores with: numbers, labels, or the class of each row."""
        fit = self.fit
        return np.asarray(fit.targets[0] if fit.scores == 1 else fit.design.y.astype(int))

    def numpy(self, asked: frozenset[str], batches: bool) -> tuple[list[str], frozenset[str]]:
        """Return what is asked for, over all rows or over some."""
        helpers = set[str]()
        out = [*self._matrix("np"), *self._penalised_weights(), "", "", *self._loss("np", batches, helpers)]
        if asked & {"gradient", "smooth_gradient"}:
            name = "smooth_gradient" if self.penalised else "gradient"
            out += ["", "", *self._slopes(name, batches, helpers)]
        if "gradient" in asked and self.penalised:
            arguments = "theta" if not batches else "theta, rows=slice(None)"
            given = "theta" if not batches else "theta, rows"
            body = [*self._penalty(self.fit.penalty.compiled.partials[0], "slope", helpers)]  # type: ignore[union-attr]
            body.append(f"return smooth_gradient({given}) + np.where(WEIGHTS, slope, 0.0)")
            out += ["", "", f"def gradient({arguments}):", *indented(body)]
        if "hessian" in asked:
            out += ["", "", *self._hessian(batches, helpers)]
        if "prox" in asked:
            out += ["", "", *self._prox(helpers)]
        return out, frozenset(helpers)

    def torch(self, batches: bool) -> tuple[list[str], frozenset[str]]:
        """Return the loss, and with a penalty the loss without it and the proximal step."""
        helpers = set[str]()
        head = [*self._matrix("torch"), *self._penalised_weights()]
        loss = self._loss("torch", batches, helpers, "tensor_loss")
        if not self.penalised:
            return [*head, "", "", *loss], frozenset(helpers)
        smooth = self._loss("torch", batches, helpers, "smooth_tensor_loss", penalised=False)
        return [*head, "", "", *smooth, "", "", *loss, "", "", *self._prox(helpers)], frozenset(helpers)

    # the matrix

    def _matrix(self, module: str) -> list[str]:
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
        if self.fit.scores > 1:
            out.append(
                f"Y = (Y == np.arange({self.fit.scores})[:, None])*1.0  # a row of 0 and 1 for each class"
            )
        if module == "torch":
            out.append("A, Y = torch.from_numpy(A), torch.from_numpy(Y)")
        return out

    def _monomial(self, powers: Sequence[int]) -> str:
        """Write one column: a product of powers of the features."""
        factors = [f"X[:, {j}]" + (f"**{k}" if k > 1 else "") for j, k in enumerate(powers) if k]
        return "*".join(factors)

    # loss and slopes

    def _head(self, batches: bool) -> list[str]:
        """Return scores and targets: z and y, or z1, z2, ... and y1, y2, ..."""
        fit, rows = self.fit, "[rows]" if batches else ""
        if fit.scores == 1:
            out = [f"z = A{rows} @ theta", f"y = Y{rows}"]
        else:
            numbers = range(1, fit.scores + 1)
            of_rows = "[:, rows]" if batches else ""
            out = [
                f"{', '.join(f'z{k}' for k in numbers)} = "
                f"theta.reshape({fit.scores}, {fit.width}) @ A{rows}.T",
                f"{', '.join(f'y{k}' for k in numbers)} = Y{of_rows}",
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
        first = "z" if fit.scores == 1 else "z1"
        body = [*self._head(batches), *lines, f"cost = {cost}"]
        average = self._averaged(f"{module}.sum(cost)", f"len({first})", batches)
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
        first = "z" if self.fit.scores == 1 else "z1"
        full = [
            part if tree.names() & read else f"np.full({first}.shape, {part})"
            for part, tree in zip(parts, trees, strict=True)
        ]
        return lines, full

    def _slopes(self, name: str, batches: bool, helpers: set[str]) -> list[str]:
        """Return the gradient of the data's part."""
        fit, rows = self.fit, "[rows]" if batches else ""
        lines, slopes = self._parts(fit.loss.compiled.partials, helpers)
        body = [*self._head(batches), *lines]
        if fit.scores == 1:
            body += [f"slope = {slopes[0]}", f"total = A{rows}.T @ slope"]
        else:
            listed = [f"    {slope}," for slope in slopes]
            body += ["slope = np.array([", *listed, "])", f"total = (slope @ A{rows}).ravel()"]
        first = "z" if fit.scores == 1 else "z1"
        body.append(f"return {self._averaged('total', f'len({first})', batches)}")
        return [self._def(name, batches), *indented(body)]

    def _hessian(self, batches: bool, helpers: set[str]) -> list[str]:
        fit, rows = self.fit, "[rows]" if batches else ""
        lines, bends = self._parts(fit.loss.compiled.second, helpers)
        body = [*self._head(batches), *lines]
        if fit.scores == 1:
            body += [f"bend = {bends[0]}", f"total = A{rows}.T @ (bend[:, None]*A{rows})"]
        else:
            k = fit.scores
            pairs = [(i, j) for i in range(k) for j in range(i, k)]
            body += ["bend = {", *(f"    {p}: {b}," for p, b in zip(pairs, bends, strict=True)), "}"]
            body.append(f"part = {{pair: A{rows}.T @ (b[:, None]*A{rows}) for pair, b in bend.items()}}")
            body.append(
                f"total = np.block([[part[min(i, j), max(i, j)] for j in range({k})] for i in range({k})])"
            )
        first = "z" if fit.scores == 1 else "z1"
        average = self._averaged("total", f"len({first})", batches)
        if fit.penalty is None:
            body.append(f"return {average}")
        else:
            body += self._penalty(fit.penalty.compiled.second[0], "bend", helpers)
            body.append(f"return {average} + np.diag(np.where(WEIGHTS, bend, 0.0))")
        return [self._def("hessian", batches), *indented(body)]

    # the penalty

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
