"""The scene that shows an entry of the library at work: what the link on its card opens, and where that link leads."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from gdviz.engine import Dataset, Entry, Loss, Penalty, Rule, Schedule, Surface
from gdviz.ui.link import DEFAULT, DEFAULTS
from gdviz.ui.problems.fit import objective as fits
from gdviz.ui.spec import Choice, Entrant, Fit, Spec

BESIDE = "gd"  # the optimizer that others are compared with
BOWL = "ill_conditioned_bowl"  # where optimizers differ most to the eye: narrow, and turned against the axes
PAGES = {"surface": "./", "regression": "./linear_regression", "classification": "./classification"}
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


def page(shown: Spec) -> str:
    """The key in PAGES and DEFAULTS of the page that shows a scene."""
    if shown.fit is None:
        return "surface"
    return "regression" if shown.fit.task == "regression" else "classification"


@spec.register
def _(entry: Surface) -> Spec:
    return Spec(surface=Choice(entry.slug), entrants=DEFAULT.entrants)


@spec.register
def _(entry: Rule) -> Spec:
    entrants = _race(*([BESIDE] if entry.slug != BESIDE else []), entry.slug)
    if entry.family == "Proximal":  # a surface has no penalty
        return _penalised(Choice("l1", params=_STRONG), entrants)
    return Spec(surface=Choice(BOWL), entrants=entrants)


@spec.register
def _(entry: Schedule) -> Spec:
    """Noise on a bowl: what a falling rate is for."""
    entrants = tuple(replace(e, lr=0.02) for e in _race(BESIDE, "momentum"))
    return Spec(surface=Choice("sphere"), entrants=entrants, schedule=Choice(entry.slug), noise=2.0)


@spec.register
def _(entry: Loss) -> Spec:
    usual = _usual(entry.task)
    assert usual.fit
    return replace(usual, fit=replace(usual.fit, data=Choice(_SHOWN_ON[entry.task]), loss=Choice(entry.slug)))


@spec.register
def _(entry: Penalty) -> Spec:
    strong = tuple(p for p in _STRONG if p[0] in entry.program.defaults)
    return _penalised(Choice(entry.slug, params=strong), _race(BESIDE, "ista"))


@spec.register
def _(entry: Dataset) -> Spec:
    usual = _usual(entry.task)
    assert usual.fit
    return replace(usual, fit=fits.fitting(replace(usual.fit, data=Choice(entry.slug))))


def _usual(task: str) -> Spec:
    return DEFAULTS["regression" if task == "regression" else "classification"]


def _race(*slugs: str) -> tuple[Entrant, ...]:
    return tuple(Entrant(Choice(s)) for s in slugs)


def _penalised(penalty: Choice, entrants: tuple[Entrant, ...]) -> Spec:
    """The cars under a penalty, whose own contours are drawn too."""
    return replace(
        DEFAULTS["regression"],
        fit=Fit(data=Choice("cars"), penalty=penalty),
        entrants=entrants,
        show_penalty=True,
    )
