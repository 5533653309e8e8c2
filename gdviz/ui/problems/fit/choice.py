"""What is fitted, by any model over rows: from the choices of a page, and back to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import gdviz
from gdviz.engine import DataLoss, ModelLoss, Network
from gdviz.ui.entries import dataset_of, loss_of
from gdviz.ui.problems.fit import objective
from gdviz.ui.problems.fit.spec import CSV, RowsChoice
from gdviz.ui.problems.kinds import kinds
from gdviz.ui.spec.option import PROBLEM, options
from gdviz.ui.spec.spec import OWN, Choice
from gdviz.ui.state import (
    default,
    keep_parameters,
    last_good,
    memory,
    own_choice,
    page_choices,
    parameters_chosen,
)

SAMPLE_LOSS = "(z - y)^2/(1 + (z - y)^2)"
SAMPLES = {  # by task, the text of data of one's own that is there at first
    "regression": """param n = 50 from 5 to 500 integer   # rows
param noise = 0.5 from 0 to 3   # standard deviation
x = 4*u1
y = 1 + sqrt(x) + noise*e1""",
    "classification": """param n = 150 from 20 to 500 integer   # rows
x1 = 6*u1 - 3
x2 = 4*u2 - 2
y = where(x2 > sin(2*x1), 1, 0)""",
}
R = TypeVar("R", bound=RowsChoice)


def of_the_data(kind: type) -> tuple[str, ...]:
    """Return the fields of a fit that are kept for the data that they were chosen for."""
    return tuple(name for name, option in options(kind).items() if option.scope == PROBLEM)


def loss_over_rows(fit: RowsChoice) -> DataLoss | ModelLoss | Network:
    """Return the loss over the data, whatever the model is. Raises FormulaError or ValueError."""
    objective = kinds()[type(fit)].objective(fit)
    assert isinstance(objective, (DataLoss, ModelLoss, Network))
    return objective


def from_choices(default: R, instead: Mapping[str, Any] | None = None) -> R:
    """Return what this page's choices say, or the last fit that could be computed where this one cannot.

    Then the reason is in the page's memory under "complaint"; the controls show it beside the data. What is
    kept for the data may be given instead of what is chosen, by the name of its field.
    """
    memory().pop("complaint", None)
    fit: R = last_good().get("fit", default)
    try:
        asked = replace(
            _data(default, instead or {}),
            loss=_loss(default),
            average=page_choices().get("average", default.average),
            penalty=_penalty(),
            hold_out=page_choices().get("hold_out", default.hold_out),
            split=page_choices().get("split", default.split),
        )
    except ValueError as error:
        memory()["complaint"] = str(error)
    else:
        fit = _computable_or_last(asked, fit)
    last_good()["fit"] = fit
    return fit


def _computable_or_last(asked: R, before: R) -> R:
    """Return what is asked for, or the data as they were under the loss and the penalty asked for."""
    try:
        return computable(_over_its_features(asked))
    except ValueError as error:
        memory()["complaint"] = str(error)
    try:
        return computable(replace(before, loss=asked.loss, average=asked.average, penalty=asked.penalty))
    except ValueError:  # the first reason is the one to tell
        return before


def _over_its_features(fit: R) -> R:
    """Return the fit without what is chosen of its picture for features that it no longer has."""
    if not (fit.across or fit.held):
        return fit
    data = loss_over_rows(objective.with_suitable_loss(fit)).data
    there = set(data.features) if data.classes else set()
    held = tuple(pair for pair in fit.held or () if pair[0] in there)
    return replace(fit, across=fit.across if {*(fit.across or ())} <= there else None, held=held or None)


def computable(fit: R) -> R:
    """Return the fit with a loss that suits its classes.

    Raises ValueError where it cannot be computed, or not be shown over the features that are chosen.
    """
    fit = objective.with_suitable_loss(fit)
    loss = loss_over_rows(fit)
    if fit.across or fit.held:
        objective.across_of(fit, loss)  # raises for what cannot be shown of it
    return fit


def with_data_of(fit: R, before: Any) -> R:
    """Return a fit of the data, with the loss and the penalty, of another model's, where it can be computed.

    Data that the other model showed first, by itself, are not: this model has others that show it better.
    """
    if (
        not isinstance(before, RowsChoice)
        or before.task != fit.task
        or before.data_key == default().problem.data_key
    ):
        return fit
    shared = {name: getattr(before, name) for name in (*options(RowsChoice), "table")}
    shared |= {"across": None, "held": None}  # of features that this model may not have
    try:
        return computable(replace(fit, **shared))
    except ValueError:  # this model does not suit these data
        return fit


def _loss(default: RowsChoice) -> Choice:
    """Return the loss picked, or the last text of one's own that worked."""
    slug = page_choices().get("loss", default.loss.slug)
    if slug == OWN:
        return own_choice("l", SAMPLE_LOSS, lambda c: loss_of(c, default.task), f"loss.{OWN}")
    return Choice(slug, params=parameters_chosen(f"loss.{slug}", gdviz.losses[slug].params))


def _penalty() -> Choice | None:
    slug = page_choices().get("penalty", "none")
    if slug == "none":
        return None
    return Choice(slug, params=parameters_chosen(f"penalty.{slug}", gdviz.penalties[slug].params))


def _data(default: R, instead: Mapping[str, Any]) -> R:
    """Return the data picked, and what is chosen for them. Raises ValueError where there are none."""
    choices, task = page_choices(), default.task
    picked = choices.get("data", default.data.slug)
    bare = replace(default, table=None, seed=choices.get("draw", 0))
    if picked == CSV:
        if choices.get("table") is None:
            raise ValueError("there is no table yet; upload a CSV file or paste one")
        bare = replace(bare, data=Choice(), table=choices["table"])
    elif picked == OWN:
        own = own_choice("d", SAMPLES[task], lambda c: dataset_of(c, task), f"data.{OWN}")
        bare = replace(bare, data=own)
    else:
        params = parameters_chosen(f"data.{picked}", gdviz.datasets[picked].params)
        bare = replace(bare, data=Choice(picked, params=params))
    given = {name: choices.get(f"{name}.{picked}") for name in of_the_data(type(bare))} | {**instead}
    if given.get("features") == []:
        raise ValueError("no feature is picked; pick at least one")
    return replace(bare, **differing(bare, given))


def differing(bare: RowsChoice, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values for a fit: what is chosen for its data, None for what is as the data set says."""
    usual = bare.usual(objective.known_data(bare))
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    return {name: None if value == usual[name] else value for name, value in values.items()}


def to_choices(fit: RowsChoice, choices: dict[str, Any], before: Mapping[str, Any]) -> None:
    """Write a fit into the choices; a table of one's own stays there for whoever picks it again."""
    choices["table"] = before.get("table") if fit.table is None else fit.table
    choices["data"], choices["d"], choices["draw"] = (
        fit.data_key,
        fit.data.text or SAMPLES[fit.task],
        fit.seed,
    )
    keep_parameters(choices, f"data.{fit.data_key}", fit.data)
    for name in of_the_data(type(fit)):
        value = getattr(fit, name)
        if value is not None:
            as_widgets_have_it = list(value) if isinstance(value, tuple) else value
            choices[f"{name}.{fit.data_key}"] = as_widgets_have_it
    choices["loss"], choices["l"] = fit.loss.key, fit.loss.text or SAMPLE_LOSS
    choices["average"], choices["hold_out"], choices["split"] = fit.average, fit.hold_out, fit.split
    keep_parameters(choices, f"loss.{fit.loss.key}", fit.loss)
    choices["penalty"] = fit.penalty.slug if fit.penalty else "none"
    if fit.penalty:
        keep_parameters(choices, f"penalty.{fit.penalty.slug}", fit.penalty)
