"""Parts of a page of a race: where a change concerns a few of them, only these run.

A whole run draws all parts, and notes the choice that all of them show then. Where a person changes the rate
or a parameter of one optimizer, the parts follow that show something of it. Of any other change the whole
page runs. So it does where a part that runs alone finds another choice than the one that all parts show.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, wraps
from typing import Any

import streamlit as st

from gdviz.ui import current, turns
from gdviz.ui.problems.problem import Race
from gdviz.ui.race.parts.polled import in_turn
from gdviz.ui.race.scenes import open_scene
from gdviz.ui.runner.start import run_parts
from gdviz.ui.runs.races import race as race_of
from gdviz.ui.shell import guarded
from gdviz.ui.spec.spec import Entrant, Spec
from gdviz.ui.state import memory, page, page_choices

PICTURE, ABOVE, BESIDE, BELOW = "picture", "above", "beside", "below"
DERIVED = "derived"  # whose rates are derived


@dataclass
class _Following:
    """A choice that some parts of the page are about to show, and which of them do not show it yet.

    `choices` is what it was made of.
    """

    spec: Spec
    choices: dict[str, Any]
    left: list[str]


@cache  # constant: one a part of a page
def part(key: str, draw: Callable[..., None]) -> Callable[..., None]:
    """Return `draw` as a part of the page.

    Its first argument is a choice. Where the part runs alone, that is the choice of then.
    """

    @wraps(draw)
    def drawn(spec: Spec, *args: Any) -> None:
        m = memory()
        if m.get("whole run") or m.get("alone"):  # in a run of the page, or of a part around this one
            draw(spec, *args)
            return
        with alone(key) as now:
            draw(now, *args)

    out: Callable[..., None] = st.fragment(drawn, key=key)
    return out


def of_entrant(slug: str) -> str:
    """Return the key of the part that shows the controls of an optimizer."""
    return f"entrant-{slug}"


def of_rate(slug: str) -> str:
    """Return the key of the part of these that shows the rate alone."""
    return f"rate-{slug}"


@contextmanager
def whole(spec: Spec, beside: Sequence[str]) -> Iterator[None]:
    """Stand around a run of the whole page; `beside` are the parts above and beside the picture.

    After a quick change the run before may end only now, on a thread of its own: it leaves alone what the
    newer one has noted.
    """
    m, this = memory(), object()
    for key in ("agreed", "following"):
        m.pop(key, None)
    m["whole run"] = this
    try:
        yield
        if m["whole run"] is this:
            m["agreed"], m["beside"] = spec, tuple(beside)
    finally:
        if m["whole run"] is this:
            m["whole run"] = None
            m.pop("race", None)


@contextmanager
def alone(key: str) -> Iterator[Spec]:
    """Stand around a part that runs alone, in its turn; gives the choice that it is to show."""
    m = memory()
    if not follows(key):
        m.pop("race", None)
        if current.from_choices() != m.get("agreed"):
            st.rerun()
        with in_turn(), _around(m):
            yield m["agreed"]
        return
    following: _Following = m["following"]
    with guarded(), turns.short.turn(turns.AT_ONCE if key == PICTURE else turns.AROUND), _around(m):
        yield following.spec
    following.left.remove(key)
    if not following.left:
        m["agreed"] = m.pop("following").spec
        m.pop("race", None)


@contextmanager
def _around(m: dict[str, Any]) -> Iterator[None]:
    """Note that a part runs: the parts inside of it are drawn with it."""
    m["alone"] = True
    try:
        yield
    finally:
        m["alone"] = False


def follows(key: str) -> bool:
    """Return whether a part runs because a change concerns it."""
    following: _Following | None = memory().get("following")
    return following is not None and key in following.left


def is_overtaken() -> bool:
    """Return whether something else was chosen since a change that parts of the page follow."""
    following: _Following = memory()["following"]
    return page_choices() != following.choices


def follow() -> None:
    """After a change let only those parts run that it concerns. To be called where a widget calls back."""
    m = memory()
    before: Spec | None = m.get("agreed")
    if before is None:
        return
    spec = current.from_choices()
    changed = _changed(before, spec, m.get("found", {}))
    if changed and open_scene(page(), before) == open_scene(page(), spec):
        following = m["following"] = _Following(
            spec, dict(page_choices()), [PICTURE, *changed, *m["beside"], BELOW]
        )
        run_parts(following.left)


def _changed(before: Spec, spec: Spec, found: Container[str] = ()) -> list[str]:
    """Return the parts of optimizers whose rate or parameters differ; none where something else does, too.

    `found` are the optimizers beside whose rate it is told how that was found.
    """
    if replace(spec, entrants=before.entrants) != before or len(spec.entrants) != len(before.entrants):
        return []
    pairs = [(old, new) for old, new in zip(before.entrants, spec.entrants, strict=True) if old != new]
    if not all(_alike(*pair) for pair in pairs):
        return []
    derived = [DERIVED] if any((old.lr is None) != (new.lr is None) for old, new in pairs) else []
    return [*derived, *(_shows(old, new, found) for old, new in pairs)]


def _shows(old: Entrant, new: Entrant, found: Container[str]) -> str:
    """Return the part that shows what differs of an optimizer: its rate, or all of its controls."""
    slug = new.optimizer.key
    return of_rate(slug) if old.optimizer == new.optimizer and slug not in found else of_entrant(slug)


def _alike(old: Entrant, new: Entrant) -> bool:
    """Return whether an entrant differs in numbers alone."""
    return replace(new.optimizer, params=old.optimizer.params) == old.optimizer


def shown() -> tuple[Race, int]:
    """Return the race that is shown, and the index of the competitor in focus."""
    m = memory()
    race: Race = m["race"] if "race" in m else race_of(m["shown"])
    return race, m["focus shown"]
