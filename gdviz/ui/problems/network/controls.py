"""The controls of a network: its data and columns, its layers, its first weights; then loss and batches."""

from __future__ import annotations

import streamlit as st

from gdviz.engine.network.inputs import INPUTS
from gdviz.engine.network.network import MAX_HIDDEN, MAX_UNITS
from gdviz.library.registry import activations, initialisations
from gdviz.ui.problems.fit.controls import data, features, model
from gdviz.ui.problems.kinds import choice_key
from gdviz.ui.problems.network.choice import units_key, units_of
from gdviz.ui.problems.network.objective import objective_of
from gdviz.ui.problems.network.spec import OPTIONS, NetworkChoice
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import begin, page_choices
from gdviz.ui.widgets.binding import Binding, bound, while_open
from gdviz.ui.widgets.fields import pills, select, slider, toggle
from gdviz.ui.widgets.option import option_field


def show(spec: Spec) -> None:
    """Draw all controls of a network."""
    choice: NetworkChoice = spec.problem
    _columns(choice, data.show(choice))
    features.show(choice)
    _inputs(choice)
    _layers(choice)
    _first_weights(spec)
    model.besides_data(spec)
    toggle(bound("sharp", choice.sharp), OPTIONS["sharp"].label, help=OPTIONS["sharp"].help)


def _columns(choice: NetworkChoice, picked: str) -> None:
    """Draw the fields of features and target."""
    shown = data.asked_for(choice, picked)
    if shown is None:
        return
    details = st.expander("Features and target", key="columns", on_change=while_open())
    if details.open:
        with details:
            data.features_and_target(shown, picked, shown.features)


def _inputs(choice: NetworkChoice) -> None:
    """Draw what the network is given of each feature; none of it picked leaves the last ones."""
    one = len(objective_of(choice).data.features) == 1
    offered = [kind for kind in INPUTS if not one or kind != "xy"]
    binding = Binding("inputs", [k for k in offered if k in choice.inputs], _take_inputs)
    pills(binding, OPTIONS["inputs"].label, offered, help=OPTIONS["inputs"].help)


def _take_inputs(picked: list[str]) -> None:
    if picked:
        page_choices()["inputs"] = tuple(kind for kind in INPUTS if kind in picked)


def _layers(choice: NetworkChoice) -> None:
    layers = Binding("layers", len(choice.hidden), lambda count: page_choices().update(layers=count))
    slider(layers, OPTIONS["hidden"].label, 0, MAX_HIDDEN, 1)
    for k in range(len(choice.hidden)):
        slider(bound(units_key(k), units_of(choice, k)), f"Units of layer {k + 1}", 1, MAX_UNITS, 1)
    if not choice.hidden:
        st.caption("Without a hidden layer the scores are linear in the inputs.")
        return
    shown = OPTIONS["activation"].shown_as
    select(bound("activation", choice.activation), "Activation", list(shown), label_of=shown.__getitem__)
    st.caption(activations[choice.activation].note)


def _first_weights(spec: Spec) -> None:
    """Draw how the first weights are drawn, and the way back to them."""
    choice: NetworkChoice = spec.problem
    shown = OPTIONS["init"].shown_as
    select(bound("init", choice.init), OPTIONS["init"].label, list(shown), label_of=shown.__getitem__)
    st.caption(initialisations[choice.init].note)
    option_field(OPTIONS["weights"], bound("weights", choice.weights))
    same, other = st.columns(2)
    same.button(
        "Same weights",
        on_click=while_open(_restart),
        args=(spec, choice.weights),
        width="stretch",
        help="Restart with the first weights of this draw: those set by hand are forgotten",
    )
    other.button(
        "Other weights",
        on_click=while_open(_restart),
        args=(spec, choice.weights + 1),
        width="stretch",
        help="Restart with the next draw of the first weights, the same for all optimizers",
    )


def _restart(spec: Spec, draw: int) -> None:
    """Start anew from the first weights of a draw."""
    page_choices()["weights"] = draw
    page_choices()[choice_key("start", spec)] = None
    begin()
