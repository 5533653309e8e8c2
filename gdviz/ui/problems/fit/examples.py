"""Losses over data on which entries of the library are shown at work."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from gdviz.engine import Dataset, Entry, Loss, Penalty, Rule
from gdviz.ui.problems.fit.objective import with_suitable_loss
from gdviz.ui.problems.fit.spec import FitChoice
from gdviz.ui.problems.problem import Example
from gdviz.ui.spec.spec import Choice, Entrant, Spec

# data on which the losses of a task differ to the eye
DATA_OF_LOSSES = {"regression": "outliers", "binary": "overlapping", "classes": "three_classes"}
# of a penalty on the cars: under L1 the proximal step makes one of two weights exactly 0
STRENGTH = 8.0


@singledispatch
def example(entry: Entry) -> Example | None:
    """Return the scene of an entry; None where another kind of problem shows it."""
    return None


@example.register
def _(entry: Loss) -> Example:
    data, loss = Choice(DATA_OF_LOSSES[entry.task]), Choice(entry.slug)

    def change(default: Spec) -> Spec:
        return replace(default, problem=replace(default.problem, data=data, loss=loss))

    return Example(_page_of(entry.task), change)


@example.register
def _(entry: Penalty) -> Example:
    strong = (("strength", STRENGTH),) if "strength" in entry.program.defaults else ()
    return _penalised(Choice(entry.slug, params=strong), "ista")


@example.register
def _(entry: Rule) -> Example | None:
    if entry.family != "Proximal":  # the others need no penalty: a surface shows them
        return None
    return _penalised(Choice("l1", params=(("strength", STRENGTH),)), entry.slug)


@example.register
def _(entry: Dataset) -> Example | None:
    if entry.model:  # the formula shows it
        return None

    def change(default: Spec) -> Spec:
        fit = replace(default.problem, data=Choice(entry.slug))
        return replace(default, problem=with_suitable_loss(fit))

    return Example(_page_of(entry.task), change)


def _page_of(task: str) -> str:
    return "regression" if task == "regression" else "classification"


def _penalised(penalty: Choice, slug: str) -> Example:
    """Return the cars under a penalty, whose contours are drawn too, with descent and another optimizer."""
    fit = FitChoice(data=Choice("cars"), penalty=penalty)
    entrants = tuple(Entrant(Choice(s)) for s in ("gd", slug))
    return Example(
        "regression", lambda default: replace(default, problem=fit, entrants=entrants, show_penalty=True)
    )
