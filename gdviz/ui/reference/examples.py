"""The scene that shows an entry of the library at work: what the link on its card opens, and where that link leads."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from gdviz.engine import Dataset, Entry, Loss, Penalty, Rule, Schedule, Surface
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.fit import FitChoice
from gdviz.ui.problems.fit.objective import with_suitable_loss
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Choice, Entrant, Spec

BESIDE = "gd"  # the optimizer that others are compared with
BOWL = "ill_conditioned_bowl"  # where optimizers differ most to the eye: narrow, and turned against the axes
_SHOWN_ON = {
    "regression": "outliers",
    "binary": "overlapping",
    "classes": "three_classes",
}  # where losses differ to the eye
_STRONG = (
    ("strength", 8.0),
)  # of a penalty on the cars: under L1 the proximal step makes one of two weights exactly 0


@singledispatch
def spec(entry: Entry) -> Spec:
    """The scene of an entry."""
    raise TypeError(f"there is no scene of a {type(entry).__name__}")


def page(shown: Spec) -> Page:
    """Return the page that shows a scene."""
    if isinstance(shown.problem, FitChoice):
        return PAGES[shown.problem.task]
    return PAGES["surface"]


@spec.register
def _(entry: Surface) -> Spec:
    return Spec(SurfaceChoice(Choice(entry.slug)), _usual("surface").entrants)


@spec.register
def _(entry: Rule) -> Spec:
    entrants = _race(*([BESIDE] if entry.slug != BESIDE else []), entry.slug)
    if entry.family == "Proximal":  # a surface has no penalty
        return _penalised(Choice("l1", params=_STRONG), entrants)
    return Spec(SurfaceChoice(Choice(BOWL)), entrants)


@spec.register
def _(entry: Schedule) -> Spec:
    """Noise on a bowl: what a falling rate is for."""
    entrants = tuple(replace(e, lr=0.02) for e in _race(BESIDE, "momentum"))
    return Spec(SurfaceChoice(Choice("sphere")), entrants, schedule=Choice(entry.slug), noise=2.0)


@spec.register
def _(entry: Loss) -> Spec:
    usual = _usual(_page_of(entry.task))
    fit = replace(usual.problem, data=Choice(_SHOWN_ON[entry.task]), loss=Choice(entry.slug))
    return replace(usual, problem=fit)


@spec.register
def _(entry: Penalty) -> Spec:
    strong = tuple(p for p in _STRONG if p[0] in entry.program.defaults)
    return _penalised(Choice(entry.slug, params=strong), _race(BESIDE, "ista"))


@spec.register
def _(entry: Dataset) -> Spec:
    usual = _usual(_page_of(entry.task))
    return replace(usual, problem=with_suitable_loss(replace(usual.problem, data=Choice(entry.slug))))


def _page_of(task: str) -> str:
    return "regression" if task == "regression" else "classification"


def _usual(page: str) -> Spec:
    usual = PAGES[page].default
    assert usual is not None  # a page of a race
    return usual


def _race(*slugs: str) -> tuple[Entrant, ...]:
    return tuple(Entrant(Choice(s)) for s in slugs)


def _penalised(penalty: Choice, entrants: tuple[Entrant, ...]) -> Spec:
    """The cars under a penalty, whose own contours are drawn too."""
    fit = FitChoice(data=Choice("cars"), penalty=penalty)
    return replace(_usual("regression"), problem=fit, entrants=entrants, show_penalty=True)
