"""The network of a page: from its choices, and back to them. Data and loss are as of any model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gdviz.ui.problems.fit import choice as rows
from gdviz.ui.problems.network.explained import there
from gdviz.ui.problems.network.spec import SHAPE, NetworkChoice
from gdviz.ui.spec.spec import MOST_LINKED, Spec
from gdviz.ui.state import page_choices


def from_choices(default: NetworkChoice) -> NetworkChoice:
    """Return what this page's choices say, or the last network that could be computed."""
    choices = page_choices()
    chosen = {name: choices.get(name, getattr(default, name)) for name in SHAPE if name != "hidden"}
    return there(rows.from_choices(replace(default, **chosen, hidden=_hidden(default))))


def _hidden(default: NetworkChoice) -> tuple[int, ...]:
    """Return the units of each hidden layer; a layer that is taken away keeps its units for its return."""
    choices = page_choices()
    count = choices.get("layers", len(default.hidden))
    return tuple(choices.get(units_key(k), units_of(default, k)) for k in range(count))


def units_key(layer: int) -> str:
    """Return the key, among the choices, of the units of a hidden layer, from 0."""
    return f"units.{layer}"


def units_of(choice: NetworkChoice, layer: int) -> int:
    """Return the units that a hidden layer has; one that comes anew has as many as the one before."""
    return choice.hidden[min(layer, len(choice.hidden) - 1)] if choice.hidden else 8


def to_choices(choice: NetworkChoice, choices: dict[str, Any], before: Mapping[str, Any]) -> None:
    """Write data, network and loss into the choices."""
    rows.to_choices(choice, choices, before)
    choices |= {name: getattr(choice, name) for name in SHAPE if name != "hidden"}
    choices["layers"] = len(choice.hidden)
    choices |= {units_key(k): units for k, units in enumerate(choice.hidden)}


def of_own_weights(spec: Spec) -> list[str]:
    """Say that the first weights are not drawn, where they are set by hand."""
    if spec.start is None:
        return []
    count = len(spec.start)
    sentences = [
        "All runs start from own weights; Same weights and Other weights, in the sidebar, lead back to "
        "drawn ones."
    ]
    if count > MOST_LINKED:
        sentences.append(f"A link holds no more than {MOST_LINKED} own weights, and here are {count}.")
    return sentences
