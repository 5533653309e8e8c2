"""A page of a race, whole: scenes, the player, the controls in the sidebar, the tabs below."""

from __future__ import annotations

from typing import Any

import streamlit as st

from gdviz.player.web.mount import show as show_player
from gdviz.ui import current, state
from gdviz.ui.problems.kinds import axes_of, problem_of, view_id
from gdviz.ui.problems.problem import Race
from gdviz.ui.race import controls, results, run_controls, scenes
from gdviz.ui.runs import scene_bytes
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Spec
from gdviz.ui.widgets import plain


def show(page: Page) -> None:
    """Show a page of a race."""
    problems = current.open_link(page)
    spec = current.spec()
    current.write_link(spec)
    scenes.picker(page, spec)
    race, focus = _play(page, spec, problems)
    with st.sidebar:  # after the player, which everybody looks at
        problem_of(spec).controls(spec)
        run_controls.start_controls(spec)
        controls.optimizer_controls(spec)
        controls.schedule_controls()
        run_controls.group("steps")
        run_controls.more_controls(spec)
    results.tabs(race, focus)


def _play(page: Page, spec: Spec, problems: list[str]) -> tuple[Race, int]:
    """Run the choice and show it; return the race, and which competitor's arithmetic is in focus."""
    room = st.container(key="told")  # of one height, whatever is told: nothing moves the player
    held = state.choices()
    slugs = [e.optimizer.key for e in spec.entrants]
    focus = slugs.index(held["focus"]) if held.get("focus") in slugs else max(0, len(slugs) - 1)
    with room:
        data, race = drawn(spec, focus, held.get("slice") if problem_of(spec).follows(spec) else None)
        for problem in problems:
            st.warning(plain.markdown(problem), icon=":material/link_off:")
        for problem in race.problems:
            st.warning(plain.markdown(problem), icon=":material/info:")
        st.caption(scenes.sentence(page, spec))
        if conditions := run_controls.conditions(spec):
            st.caption(f":material/tune: {plain.markdown(conditions)}")
    show_player(
        data,
        key="player",
        on_start=lambda place: run_controls.set_start(spec, _coordinates(place), axes_of(spec)),
        on_focus=lambda picked: held.update(focus=picked["slug"]),
        on_window=lambda sides: held.update(
            {f"window.{view_id(spec)}": sum(map(tuple, _coordinates(sides)), ())}
        ),
        on_slice=lambda rest: held.update(slice=rest["step"]),
        on_reset=lambda _: current.reset(),
        opened=state.opened(),
    )
    return race, min(focus, max(0, len(race.competitors) - 1))


def _coordinates(said: dict[str, Any]) -> tuple[Any, ...]:
    """Return what the player says of x, and of y where the picture has one."""
    return tuple(said[k] for k in "xy" if k in said)


def drawn(spec: Spec, focus: int, step: int | None) -> tuple[bytes, Race]:
    """Return the player's bytes of the choice and its race, or of the last choice that could be drawn: the page lives on."""
    m = state.memory()
    try:
        out = scene_bytes(spec, focus, step)
    except ValueError as error:
        why = plain.markdown(str(error).rstrip("."))
        shown = "the last one that could" if "drawn" in m else "the usual one"
        st.error(
            f"This choice cannot be drawn: {why}. Shown is {shown}; change what is named here, or use the browser's Back.",
            icon=":material/info:",
        )
        return scene_bytes(m.get("drawn", state.default()), focus)
    m["drawn"] = spec
    return out
