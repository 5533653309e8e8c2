"""What of a network is explained: a row of its data, from 1, and a weight or a bias, by its name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gdviz.engine import Network
from gdviz.ui.link import Reader
from gdviz.ui.problems.network.objective import objective_of
from gdviz.ui.problems.network.spec import OPTIONS, NetworkChoice
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import page_choices

FIRST: int = OPTIONS["row"].default  # the row that is explained where none is chosen


def there(choice: NetworkChoice) -> NetworkChoice:
    """Return the choice with what is there of it: other data have other rows, other layers other weights.

    A weight keeps its name, not its place. Where it is not there, none is explained; instead of a row that
    was chosen and is not fitted any more, the next one that is.
    """
    net, row = objective_of(choice), choice.row
    if row != FIRST and _why_not(net, row):
        row = int(_numbers(net)[training_row(net, row)])
    return replace(choice, row=row, parameter=choice.parameter if choice.parameter in net.names else "")


def read(reader: Reader, choice: NetworkChoice) -> NetworkChoice:
    """Return the choice of a link; of a row or a weight that is not there it is said that it was left out."""
    net = objective_of(choice)
    if choice.row != FIRST and (why := _why_not(net, choice.row)):
        reader.complain("row", ValueError(why))
        choice = replace(choice, row=FIRST)
    if choice.parameter and choice.parameter not in net.names:
        reader.complain("parameter", ValueError(_no_weight(net)))
    return there(choice)


def explain_row(spec: Spec, value: Any) -> None:
    """Choose the row whose passes are told, from 1. Raises ValueError in one sentence."""
    if why := _why_not(objective_of(spec.problem), value):
        raise ValueError(why)
    page_choices()["row"] = value


def explain_parameter(spec: Spec, value: Any) -> None:
    """Choose the weight or bias whose arithmetic is told, by its name; "": none. Raises ValueError."""
    net = objective_of(spec.problem)
    if value != "" and value not in net.names:
        raise ValueError(_no_weight(net))
    page_choices()["parameter"] = value


def training_row(net: Network, row: int) -> int:
    """Return the index of the training row that has this number among all rows.

    Where it is a test row, that of the next one; beyond the data the last one.
    """
    return min(int(np.searchsorted(_numbers(net), row)), net.rows - 1)


def _numbers(net: Network) -> Any:
    """Return the numbers, from 1, of the rows that are fitted."""
    return np.flatnonzero(~net.all_rows.test) + 1


def _why_not(net: Network, row: Any) -> str | None:
    """Return why a row cannot be explained; None where it can."""
    rows = len(net.all_rows.y)
    if isinstance(row, bool) or not isinstance(row, int) or not 1 <= row <= rows:
        return f"the row must be a whole number from 1 to {rows}"
    if net.all_rows.test[row - 1]:
        return f"row {row} is held out: nothing is learnt from it"
    return None


def _no_weight(net: Network) -> str:
    return f"the network's weights and biases are named {net.names[0]} to {net.names[-1]}"
