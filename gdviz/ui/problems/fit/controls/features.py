"""The controls of the picture of classes over more features: which two, and where the others are held."""

from __future__ import annotations

from functools import partial

import streamlit as st

from gdviz.engine import LossOverRows
from gdviz.player.scene.data import Across
from gdviz.ui.problems.fit.choice import loss_over_rows
from gdviz.ui.problems.fit.objective import across_of
from gdviz.ui.problems.fit.spec import RowsChoice
from gdviz.ui.spec.values import short_text
from gdviz.ui.state import page_choices
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import Binding
from gdviz.ui.widgets.fields import select
from gdviz.ui.widgets.number import number_field

FIELDS = 6  # features that are held and have a field each; of more, all are held at their means


def show(fit: RowsChoice) -> None:
    """Draw the fields; nothing where there are no other features than those of the picture."""
    objective = loss_over_rows(fit)
    if not objective.data.classes or len(objective.data.features) <= 2:
        return
    over, identity = across_of(fit, objective), fit.data_key
    for column, label, k in zip(st.columns(2), ("Feature across", "Feature upwards"), (0, 1), strict=True):
        binding = Binding(f"across{k}.{identity}", over.shown[k], partial(_put_across, fit, over, k))
        select(binding, label, list(objective.data.features), at=column)
    held = over.held()
    if len(held) <= FIELDS:
        _held_fields(fit, objective, over)
    many = "Their" if len(held) > 1 else "Its"
    st.caption(
        f"Regions and lines are drawn for {markdown.escape(_held_text(over))}. The model and the loss take "
        f"all features. {many} values differ from point to point, so a point may be right on a wrong colour."
    )


def _held_text(over: Across) -> str:
    held = over.held()
    if len(held) > FIELDS:
        return f"the other {len(held)} features held at their means"
    return ", ".join(
        f"{name} = {value:.4g} (mean)" if is_mean else f"{name} = {short_text(value)}"
        for name, value, is_mean in held
    )


def _held_fields(fit: RowsChoice, objective: LossOverRows, over: Across) -> None:
    """Draw a field for each feature that is held; an empty one stands for the mean of the rows."""
    means = dict(zip(objective.data.features, objective.data.x.mean(0).tolist(), strict=True))
    columns = st.columns(2)
    for k, (name, value, is_mean) in enumerate(over.held()):
        binding = Binding(
            f"held.{name}.{fit.data_key}", None if is_mean else value, partial(_hold, fit, name)
        )
        number_field(
            binding,
            f"{markdown.escape(name)} held at",
            off=f"mean {means[name]:.4g}",
            at=columns[k % 2],
            help="The picture is a slice through the features at this value. Empty: the mean of the rows.",
        )


def _put_across(fit: RowsChoice, over: Across, k: int, picked: str) -> None:
    """Put another feature on one axis; where it is on the other already, they change places."""
    first, second = over.shown
    other = (first, second)[1 - k] if picked != (first, second)[1 - k] else (first, second)[k]
    page_choices()[f"across.{fit.data_key}"] = [picked, other] if k == 0 else [other, picked]


def _hold(fit: RowsChoice, name: str, value: float | None) -> None:
    """Hold a feature at a value; None: at the mean."""
    kept = dict(fit.held or ())
    kept.pop(name, None)
    if value is not None:
        kept[name] = value
    page_choices()[f"held.{fit.data_key}"] = tuple(kept.items()) or None
