"""The loss of a network: forward pass, backward pass, and both along a direction, written out."""

from __future__ import annotations

import numpy as np

from gdviz.engine import Network
from gdviz.export.objectives.rows.over_rows import RowsText
from gdviz.export.objectives.written import writes
from gdviz.export.program import program_lines
from gdviz.export.text import indented, one_line
from gdviz.formula import Node, PythonWriter

_FORWARD = '''
def forward(theta, features):
    """The inputs and the weighted sums of each layer; the last sums are the scores."""
    inputs, sums = [features.T], []
    for W, b in layers(theta):
        sums.append(W @ inputs[-1] + b[:, None])
        inputs.append(activation(sums[-1]))
    return inputs, sums'''
_BACKWARD = '''
def backward(theta, inputs, sums, delta):
    """The gradient, where delta is the derivative of the loss by the scores."""
    weights, total = layers(theta), []
    for k in reversed(range(len(weights))):
        total = [(delta @ inputs[k].T).ravel(), delta.sum(1), *total]
        if k:
            delta = (weights[k][0].T @ delta)*activation_slope(sums[k - 1])
    return np.concatenate(total)'''
_ALONG = '''
def backward_along(theta, direction, inputs, sums, delta, bent):
    """The Hessian times a direction: both passes by the product rule (Pearlmutter 1994).

    bent(change) is how delta changes where the scores change.
    """
    weights, along, changes = layers(theta), layers(direction), []
    for k, (V, c) in enumerate(along):
        change = V @ inputs[k] + c[:, None]
        if k:
            change = change + weights[k][0] @ (activation_slope(sums[k - 1])*changes[-1])
        changes.append(change)
    change, total = bent(changes[-1]), []
    for k in reversed(range(len(weights))):
        W = change @ inputs[k].T
        if k:
            W = W + delta @ (activation_slope(sums[k - 1])*changes[k - 1]).T
        total = [W.ravel(), change.sum(1), *total]
        if k:
            back = along[k][0].T @ delta + weights[k][0].T @ change
            behind = weights[k][0].T @ delta
            change = activation_slope(sums[k - 1])*back + activation_bend(sums[k - 1])*changes[k - 1]*behind
            delta = behind*activation_slope(sums[k - 1])
    return np.concatenate(total)'''

_TERMS = {
    "x": "X[:, {0}]",
    "x^2": "X[:, {0}]*X[:, {0}]",
    "xy": "X[:, {0}]*X[:, {1}]",
    "sin x": "np.sin(X[:, {0}])",
}


@writes(Network)
class NetworkText(RowsText):
    """The loss of a network as text, see `Written`."""

    bends_read_slopes = True

    def features(self, x: np.ndarray) -> np.ndarray:
        """Return the features (n, p) in their own units."""
        return x

    def inputs(self, module: str) -> list[str]:
        """Return the lines that make of the features what the first layer takes."""
        made, out = self.fit.inputs, list[str]()
        if not self._plain:
            rows = [f"    {_TERMS[kind].format(*places)}," for kind, places in made.terms]
            out += [f"A = np.stack([  # {one_line(', '.join(made.names))}", *rows, "])"]
            if made.scaling == "standardise":
                out.append("A = (A - A.mean(1, keepdims=True))/A.std(1, keepdims=True)")
            elif made.scaling == "minmax":
                out.append("A = (A - A.min(1, keepdims=True))/np.ptp(A, axis=1, keepdims=True)")
            out.append("A = A.T  # a row of inputs for each row of X")
        if module == "torch":
            out.append(f"{self._matrix} = torch.from_numpy({self._matrix})")
        return out

    def functions(self, module: str, asked: frozenset[str], helpers: set[str]) -> list[str]:
        """Return layers, activation and passes, as far as they are asked for."""
        compiled, bends = self.fit.activation.compiled, "hessian" in asked
        slopes = bends or bool(asked & {"gradient", "smooth_gradient"})
        out = [*self._layers(), "", "", *self._activation(module, helpers), "", *_FORWARD.splitlines()]
        if slopes:
            out += ["", "", *self._of_sums("activation_slope", compiled.partials[0], helpers)]
            out += ["", *_BACKWARD.splitlines()]
        if bends:
            out += ["", "", *self._of_sums("activation_bend", compiled.second[0], helpers)]
            out += ["", *_ALONG.splitlines()]
        return out

    def _layers(self) -> list[str]:
        """Return the function that cuts the parameters into weights and biases."""
        body = ["return ["]
        for weights, biases, shape in self.fit.layers.places:
            w, b = f"theta[{weights.start}:{weights.stop}]", f"theta[{biases.start}:{biases.stop}]"
            body.append(f"    ({w}.reshape({shape[0]}, {shape[1]}), {b}),")
        head = "def layers(theta):  # weights and biases of each layer"
        return [head, *indented([*body, "]"])]

    def _activation(self, module: str, helpers: set[str]) -> list[str]:
        writer = PythonWriter(module=module)
        lines, value = program_lines(self.fit.activation.program, writer)
        helpers |= writer.helpers
        return [
            f"def activation(z):  # {one_line(self.fit.activation.name)}",
            *indented([*lines, f"return {value}"]),
        ]

    def _of_sums(self, name: str, tree: Node, helpers: set[str]) -> list[str]:
        """Return a function of the weighted sums."""
        writer = PythonWriter()
        lines, (value,) = writer.lines([tree])
        helpers |= writer.helpers
        full = value if tree.names() else f"np.full(z.shape, {value})"
        return [f"def {name}(z):", *indented([*lines, f"return {full}"])]

    def scored(self, batches: bool) -> str:
        """Return the last sums of the forward pass."""
        return f"forward(theta, {self._taken(batches)})[1][-1]" + ("" if self.many else "[0]")

    def from_slopes(self, batches: bool) -> list[str]:
        """Return the backward pass."""
        return [f"total = backward(theta, *forward(theta, {self._taken(batches)}), {self._delta})"]

    def from_bends(self, batches: bool) -> list[str]:
        """Return the passes along each parameter."""
        k, d = self.fit.scores, self.fit.dimension
        if self.many:
            terms = f"sum(bend[min(i, j), max(i, j)]*change[j] for j in range({k}))"
            bent = f"np.array([{terms} for i in range({k})])"
        else:
            bent = "bend*change"
        return [
            f"inputs, sums = forward(theta, {self._taken(batches)})",
            "",
            "def bent(change):",
            f"    return {bent}",
            "",
            f"given = inputs, sums, {self._delta}, bent",
            f"total = np.array([backward_along(theta, one, *given) for one in np.eye({d})])",
        ]

    @property
    def _delta(self) -> str:
        return "slope" if self.many else "slope[None, :]"

    @property
    def _plain(self) -> bool:
        """Whether the inputs are the features."""
        return (self.fit.inputs.kinds, self.fit.inputs.scaling) == (("x",), "none")

    @property
    def _matrix(self) -> str:
        return "X" if self._plain else "A"

    def _taken(self, batches: bool) -> str:
        return f"{self._matrix}[rows]" if batches else self._matrix
