"""The controls of a fit besides its data: loss, penalty, the view of many parameters, mini-batches."""

from __future__ import annotations

from functools import partial

import streamlit as st

import gdviz
from gdviz.engine import DataLoss, LossOverRows, ModelLoss, Network
from gdviz.ui.entries import TASKS, loss_of
from gdviz.ui.problems.fit.choice import SAMPLE_LOSS, loss_over_rows
from gdviz.ui.problems.fit.controls import data, features
from gdviz.ui.problems.fit.spec import OPTIONS, RowsChoice
from gdviz.ui.problems.kinds import choice_key, named_axes, on_plane
from gdviz.ui.problems.planes import plane_fields
from gdviz.ui.spec.option import options
from gdviz.ui.spec.spec import OWN, Spec
from gdviz.ui.spec.values import short_text
from gdviz.ui.state import page_choices
from gdviz.ui.widgets.binding import Binding, bound
from gdviz.ui.widgets.entry import WRITE_YOUR_OWN, own_text, parameters, title
from gdviz.ui.widgets.fields import segments, select, toggle
from gdviz.ui.widgets.number import number_field

HELP = (
    "What one row costs, a formula of z (the model's score) and y (the target): "
    "(z - y)^2, |z - y|, log(1 + exp(-y*z))."
)
OF_THE_RUN = options(Spec)


def show(spec: Spec) -> None:
    """Draw all controls of a fit by a linear model."""
    data.columns(spec.problem, data.show(spec.problem))
    features.show(spec.problem)
    besides_data(spec)


def besides_data(spec: Spec) -> None:
    """Draw what is chosen of a fit besides data and model: the same for all models."""
    objective = loss_over_rows(spec.problem)
    _loss(spec.problem, objective)
    _penalty(spec.problem, objective)
    _view(spec, objective)
    _batches(spec, objective)


def _loss(fit: RowsChoice, objective: LossOverRows) -> None:
    """Draw the field of losses and of their averaging."""
    task, several_classes = fit.task, len(objective.data.classes) > 2
    wanted = ("classes",) if several_classes else TASKS[task]
    if isinstance(objective, ModelLoss):  # a formula has one score
        wanted = tuple(t for t in wanted if t != "classes")
    registry = {slug: loss for slug, loss in gdviz.losses.items() if loss.task in wanted}
    picked = fit.loss.key
    if several_classes:  # only one suits; what was chosen for two classes comes back with them
        binding, slugs = Binding("loss.several", picked, lambda _: None), [*registry]
    else:
        binding, slugs = (
            Binding("loss", picked, lambda slug: page_choices().update(loss=slug)),
            [*registry, OWN],
        )
    select(
        binding,
        "Loss of a row",
        slugs,
        label_of=lambda slug: WRITE_YOUR_OWN if slug == OWN else title(registry[slug]),
    )
    if picked == OWN:
        own_text("l", "l(z, y) =", SAMPLE_LOSS, lambda c: loss_of(c, task), f"loss.{OWN}", HELP)
    else:
        st.caption(registry[picked].note)
        parameters(f"loss.{picked}", registry[picked].params)
    average, effect = OPTIONS["average"], effect_of_average(objective)
    segments(
        bound("average", "mean"),
        average.label,
        list(average.shown_as),
        label_of=average.shown_as.__getitem__,
        help=effect,
    )
    st.caption(effect)


def effect_of_average(objective: LossOverRows) -> str:
    """Say what the averaging does to the learning rate."""
    n = objective.rows
    return {
        "half mean": "With 1/(2n) the gradient is half of that with 1/n: the same path takes twice the rate.",
        "mean": f"With 1/n the gradient is twice that of 1/(2n) and 1/{n} of that of the sum: "
        "other texts' rates differ by that.",
        "sum": f"With the sum the gradient is {n} times that of 1/n: the same path takes 1/{n} of the rate.",
    }[objective.average]


def _penalty(fit: RowsChoice, objective: LossOverRows) -> None:
    registry = gdviz.penalties
    select(
        bound("penalty", "none"),
        "Penalty",
        ["none", *registry],
        label_of=lambda slug: "none" if slug == "none" else title(registry[slug]),
    )
    if fit.penalty:
        parameters(f"penalty.{fit.penalty.slug}", registry[fit.penalty.slug].params)
        toggle(bound("show_penalty", False), OF_THE_RUN["show_penalty"].label)
        st.caption(_penalised(objective))


def _penalised(objective: LossOverRows) -> str:
    """Say which parameters are penalised."""
    if isinstance(objective, DataLoss):
        return (
            "The intercept is not penalised." if objective.design.intercept else "All weights are penalised."
        )
    return (
        "All weights are penalised, no bias."
        if isinstance(objective, Network)
        else "All parameters are penalised."
    )


def _view(spec: Spec, objective: LossOverRows) -> None:
    """Draw the fields of the two parameters that span the picture; nothing where there are no others."""
    if objective.dimension <= 2:
        return
    plane_fields(spec)
    if on_plane(spec):
        return
    names = dict(enumerate(objective.names))
    identity = spec.problem.identity
    for column, label, k in zip(st.columns(2), ("Across", "Upwards"), (0, 1), strict=True):
        binding = Binding(f"axis{k}.{identity}", spec.axes[k], partial(_put_on_axis, spec, k))
        select(binding, label, list(names), label_of=names.__getitem__, at=column)
    known, others = objective.best is not None, OF_THE_RUN["others"]
    binding = Binding(
        "others", spec.others if known else "path", lambda others: page_choices().update(others=others)
    )
    shown = dict(others.shown_as)
    if not isinstance(objective, DataLoss):
        shown["optimum"] = "SciPy's fit"
    segments(binding, others.label, list(shown) if known else ["path"], label_of=shown.__getitem__)


def _put_on_axis(spec: Spec, k: int, picked: int) -> None:
    """Put another parameter on one axis; where it is on the other already, they change places."""
    axes = spec.axes
    other = axes[k] if picked == axes[1 - k] else axes[1 - k]
    chosen = (picked, other) if k == 0 else (other, picked)
    page_choices()[choice_key("axes", spec)] = named_axes(spec, chosen)


def _batches(spec: Spec, objective: LossOverRows) -> None:
    """Draw the field of how many rows each step sees."""
    n, batch = objective.rows, OF_THE_RUN["batch"]

    def check(value: float) -> None:
        if not 1 <= value <= n:
            raise ValueError(f"a batch has 1 to {n} rows, not {short_text(value)}")

    binding = Binding("batch", spec.batch, lambda size: page_choices().update(batch=size))
    number_field(binding, batch.label, whole=True, off=f"all {n} rows", check=check, help=batch.help)
    if spec.batch is not None:
        replacement = OF_THE_RUN["replacement"]
        toggle(bound("replacement", False), replacement.label, help=replacement.help)
