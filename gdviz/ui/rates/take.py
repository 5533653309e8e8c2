"""Taking a learning rate: from a sweep, from a suggestion, or the best one by a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from gdviz.engine import Suggestion
from gdviz.ui.entries import rule_of
from gdviz.ui.problems.kinds import rate_key
from gdviz.ui.rates.sweeps import key_of_sweep, sweep_of
from gdviz.ui.rates.words import why_best
from gdviz.ui.spec.spec import Entrant, Spec
from gdviz.ui.spec.values import short
from gdviz.ui.state import begin, memory, page_choices
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import while_open

NO_HYPER: Mapping[str, float] = {}


def take_rate(spec: Spec, entrant: Entrant, rate: float, hyper: Mapping[str, float] = NO_HYPER) -> None:
    """Choose a learning rate, and hyper-parameters that belong to it; the player plays that run."""
    slug, choices = entrant.optimizer.key, page_choices()
    choices[rate_key(spec, slug)] = short(rate)
    for name, value in hyper.items():
        choices[f"rule.{slug}.{name}"] = value
    begin()


def can_be_taken(entrant: Entrant, suggestion: Suggestion) -> bool:
    """Return whether the sliders of the optimizer reach what a suggestion says."""
    params = {p.name: p for p in rule_of(entrant.optimizer).params}
    return all(params[name].low <= v <= params[name].high for name, v in suggestion.hyper.items())


def find_button(spec: Spec, entrant: Entrant, now: Callable[[], Spec]) -> None:
    """Draw the button that takes the best rate of a sweep, and what it took; `now` is the choice of then."""
    slug = entrant.optimizer.key
    st.button(
        "Find a good rate",
        key=f"find-{slug}",
        on_click=while_open(partial(_find, slug, now)),
        type="tertiary",
        icon=":material/search:",
        help="Makes 200 runs from this start, each at another rate, and takes the best",
    )
    told = memory().get("found", {}).get(slug)
    if told and told[0] == (entrant.lr, key_of_sweep(spec, entrant)[0]):
        st.caption(markdown.escape(told[1]))


def _find(slug: str, now: Callable[[], Spec]) -> None:
    """Take the best rate of a sweep; where there is none, say why and leave the rate as it is."""
    spec = now()
    entrant = next((e for e in spec.entrants if e.optimizer.key == slug), None)
    if entrant is None:  # taken out just before the click
        return
    rate, said = entrant.lr, ""
    try:
        sweep = sweep_of(spec, entrant)
    except ValueError as error:
        said = f"No rate was found: {error}."
    else:
        said, best = why_best(sweep), sweep.suggested("best")
        if best is not None:
            rate = short(best.rate)
            take_rate(spec, entrant, rate)
            said = f"Took the best of the sweep. {said}"
    found = memory().setdefault("found", {})
    found[slug] = (rate, key_of_sweep(spec, entrant)[0]), said
