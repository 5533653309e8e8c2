"""A page of a race, whole: scenes, the player, the controls in the sidebar, the tabs below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NoReturn

import streamlit as st

from gdviz.player.web.mount import show as show_player
from gdviz.ui import current, state
from gdviz.ui.budget import drags
from gdviz.ui.problems.kinds import problem_of
from gdviz.ui.problems.problem import Race
from gdviz.ui.race import controls, hand, places, results, run_controls, scenes
from gdviz.ui.runs import race as race_of
from gdviz.ui.runs import scene_bytes
from gdviz.ui.shell import guarded
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Spec
from gdviz.ui.widgets import markdown, parts


def show(page: Page) -> None:
    """Show a page of a race."""
    complaints = current.open_link(page)
    with parts.whole():
        spec = current.from_choices()
        _pick(page, spec)
        _play(page, spec, complaints)
        with st.sidebar:  # after the player, which everybody looks at
            problem_of(spec).controls(spec)
            run_controls.start_controls(spec)
            controls.optimizer_controls(spec)
            controls.schedule_controls()
            run_controls.group("steps", spec)
            run_controls.more_controls(spec)
        _tell()


@st.fragment(key=parts.SCENES)
def _pick(page: Page, spec: Spec) -> None:
    """Write the link and draw the scenes; the one that it is, is marked."""
    with _guarded(parts.SCENES):
        if not parts.in_whole():
            spec = current.from_choices()
        current.write_link(spec)
        scenes.picker(page, spec)


@st.fragment(key=parts.PICTURE)
def _play(page: Page, spec: Spec, complaints: list[str]) -> None:
    """Run the choice and show it.

    While something is dragged in the player, this part of the page runs alone, with the choices as they are
    then. Where a control asks for it (`parts.redraw`), other parts follow.
    """
    m = state.memory()
    held = m.pop("held", None)
    with _guarded(parts.PICTURE), nullcontext(0.0) if held is None else drags.turn() as waited:
        m["waited"] = waited
        if not parts.in_whole():
            spec, complaints = current.from_choices(), []
        race = _show(page, spec, complaints, held or frozenset())
    if held is None:
        m["race drawn"] = race


@st.fragment(key=parts.RESULT)
def _tell() -> None:
    """Draw the tabs, of what the player shows."""
    m = state.memory()
    with _guarded(parts.RESULT):
        race = m.pop("race drawn", None) or race_of(m.get("last drawn", state.default()))
        results.tabs(race, min(_focus(race.spec), max(0, len(race.competitors) - 1)))


def _guarded(part: str) -> AbstractContextManager[None]:
    """Guard a part that is drawn alone. A run of the whole page is guarded as a whole."""
    return nullcontext() if parts.in_whole() else guarded(f"afresh-{part}")


def _focus(spec: Spec) -> int:
    """Return which entrant's arithmetic is in focus."""
    chosen, slugs = state.page_choices().get("focus"), [e.optimizer.key for e in spec.entrants]
    return slugs.index(chosen) if chosen in slugs else max(0, len(slugs) - 1)


def _show(page: Page, spec: Spec, complaints: list[str], held: frozenset[str]) -> Race:
    """Show a choice in the player, with what is to be said of it; return its race."""
    choices, focus = state.page_choices(), _focus(spec)
    step = choices.get("play step") if problem_of(spec).follows(spec) else None
    # all is computed before anything is sent: then what is sent leaves together
    data, race, refusal = scene_or_last(spec, focus, step, held)
    sliders = hand.controls_of(spec)
    shown = race.competitors
    followed = shown[min(focus, len(shown) - 1)].path if shown else None
    more = {**hand.said(sliders), **problem_of(race.spec).told(race.spec, followed, step)}
    with st.container(key="told"):  # of a fixed height, so that the player stays where it is
        if refusal:
            st.error(refusal, icon=":material/info:")
        for complaint in complaints:
            st.warning(markdown.escape(complaint), icon=":material/link_off:")
        for complaint in race.complaints:
            st.warning(markdown.escape(complaint), icon=":material/info:")
        st.caption(scenes.sentence(page, spec))
        if conditions := run_controls.conditions(spec):
            st.caption(f":material/tune: {markdown.escape(conditions)}")
    movers = places.movers(spec)

    def start_at(place: Any) -> None:
        hand.take({"start": place}, {"start": lambda value: places.start_at(spec, value)})
        state.begin()

    def take_hand(message: Any) -> None:
        if hand.moved(sliders, message, movers):
            _let_go(sliders)

    show_player(
        data,
        key="player",
        on_start=_then_whole_page(start_at),
        on_focus=_then_whole_page(lambda picked: choices.update(focus=picked["slug"])),
        on_window=_then_whole_page(lambda sides: hand.take({"window": sides}, movers)),
        on_slice=_then_whole_page(lambda rest: choices.update({"play step": rest["step"]})),
        on_reset=_then_whole_page(lambda _: current.reset()),
        on_hand=take_hand,
        on_whole=lambda _: st.rerun(),
        opened=state.opened(),
        more=more,
    )
    return race


def _then_whole_page(act: Callable[[Any], None]) -> Callable[[Any], None]:
    """Let the whole page be drawn after something done in the player."""

    def call(value: Any) -> None:
        act(value)
        st.rerun()

    return call


def _let_go(sliders: Sequence[hand.Control]) -> NoReturn:
    """Draw what the hand has changed in all: only a few parts where it moved nothing but rates."""
    moved = state.memory().pop("in hand")
    rates = [c.of for c in sliders if c.of and c.main and c.key in moved]
    if len(rates) == len(moved):
        parts.redraw(*map(parts.rate, rates))
    st.rerun()


def scene_or_last(
    spec: Spec, focus: int, step: int | None, held: frozenset[str] = frozenset()
) -> tuple[bytes, Race, str]:
    """Return the player's bytes of the choice, its race, and "".

    Where the choice cannot be drawn: those of the last one that could be, and why.
    """
    m = state.memory()
    try:
        out = scene_bytes(spec, focus, step, held)
    except ValueError as error:
        why = markdown.escape(str(error).rstrip("."))
        shown = "the last one that could" if "last drawn" in m else "the usual one"
        refusal = (
            f"This choice cannot be drawn: {why}. Shown is {shown}; change what is named here, "
            "or use the browser's Back."
        )
        return *scene_bytes(m.get("last drawn", state.default()), focus), refusal
    m["last drawn"] = spec
    return *out, ""
