"""The loss of a network as a kind of problem, see `gdviz.ui.problems.problem.Problem`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from gdviz.engine import Entry, Network, Path
from gdviz.ui.link import Reader
from gdviz.ui.problems.fit.problem import RowsProblem
from gdviz.ui.problems.fit.results import table
from gdviz.ui.problems.network import choice, controls, explained, picture, tabs
from gdviz.ui.problems.network.objective import key_of, objective_of
from gdviz.ui.problems.network.spec import NetworkChoice
from gdviz.ui.problems.problem import Example, Load, Mover, Picture, Tab
from gdviz.ui.spec.spec import Spec


class NetworkProblem(RowsProblem[NetworkChoice]):
    """Losses of networks as a kind of problem."""

    values = NetworkChoice
    noun: ClassVar[str] = "network"

    def objective(self, values: NetworkChoice) -> Network:
        """Return the loss of the network."""
        return objective_of(values)

    def key(self, values: NetworkChoice) -> tuple[NetworkChoice, Any]:
        """Return the network without the row that is explained, and the table of one's own."""
        return key_of(values), values.table

    def follows(self, spec: Spec) -> bool:
        """Return True: the weights that are not drawn are those of the run at the play head."""
        return True

    def picture(self, spec: Spec, followed: Path | None, step: int | None) -> Picture:
        """Return the loss over two weights, and the data with the network."""
        return picture.picture(spec, followed, step)

    def curvature(self, values: NetworkChoice) -> None:
        """Return that a network is no quadratic."""
        return None

    def movers(self, spec: Spec) -> Mapping[str, Mover]:
        """Return what takes a point of the data, one on the picture of the loss, and what is explained."""
        takes = {"row": explained.explain_row, "parameter": explained.explain_parameter}
        return {**super().movers(spec), **{name: partial(take, spec) for name, take in takes.items()}}

    def remarks(self, spec: Spec) -> list[str]:
        """Return what is to be said of gaps and batches, and of weights set by hand."""
        return [*super().remarks(spec), *choice.of_own_weights(spec)]

    def load(self, values: NetworkChoice, batches: bool, runs: int) -> Load:
        """Return what a step costs: gradients by layer, and what is told of all rows."""
        return picture.load(objective_of(values), batches, runs)

    def read(self, reader: Reader, default: NetworkChoice) -> NetworkChoice:
        """Read data, network, loss and penalty, and what is explained."""
        return explained.read(reader, super().read(reader, default))

    def from_choices(self, default: NetworkChoice) -> NetworkChoice:
        """Return what this page's choices say, or the last network that could be computed."""
        return choice.from_choices(default)

    def to_choices(self, values: NetworkChoice, choices: dict[str, Any], before: Mapping[str, Any]) -> None:
        """Write data, network, loss and penalty into the choices."""
        choice.to_choices(values, choices, before)

    def controls(self, spec: Spec) -> None:
        """Draw the controls of data, network, loss, view and batches."""
        controls.show(spec)

    def formulas(self, objective: Network) -> None:
        """Draw the forward and the backward pass."""
        tabs.formulas(objective)

    def tabs(self) -> tuple[Mapping[str, Tab], Mapping[str, Tab]]:
        """Return the tab that checks the gradient, and that of the data."""
        return {"Gradient check": tabs.gradient_check}, {"Table": table}

    def example(self, entry: Entry) -> Example | None:
        """Return None: other kinds of problem show every entry."""
        return None


PROBLEM = NetworkProblem()
