"""What every page of a race has around its own controls: scenes, the player, the controls of the run, the tabs below."""

from __future__ import annotations

from typing import Any

import streamlit as st

from gdviz.player.web.mount import show
from gdviz.ui import resolve, state
from gdviz.ui.problems.fit import objective as fits
from gdviz.ui.race import controls, run_controls, scenes
from gdviz.ui.spec import Spec
from gdviz.ui.widgets import plain


def play(spec: Spec, problems: list[str]) -> tuple[resolve.Race, int]:
    """Run the choice and show it; the race, and which competitor's arithmetic is in focus."""
    state.write_link(spec)
    scenes.picker(spec)
    room = st.container(key="told")  # of one height, whatever is told: nothing moves the player
    c = state.choices()
    slugs = [e.optimizer.slug or state.OWN for e in spec.entrants]
    focus = slugs.index(c["focus"]) if c.get("focus") in slugs else max(0, len(slugs) - 1)
    follows = fits.follows(spec)
    with room:
        data, race = drawn(spec, focus, c.get("slice") if follows else None)
        for problem in problems:
            st.warning(plain.markdown(problem), icon=":material/link_off:")
        for problem in race.problems:
            st.warning(plain.markdown(problem), icon=":material/info:")
        st.caption(scenes.told(spec))
        if conditions := run_controls.conditions(spec):
            st.caption(f":material/tune: {plain.markdown(conditions)}")
    show(
        data,
        key="player",
        on_start=lambda p: run_controls.set_start(spec, _numbers(p), resolve.axes_of(spec)),
        on_focus=lambda f: c.update(focus=f["slug"]),
        on_window=lambda w: c.update(
            {f"window.{state.view_id(spec)}": tuple(v for side in _numbers(w) for v in side)}
        ),
        on_slice=lambda s: c.update(slice=s["step"]),
        on_reset=lambda _: state.reset(),
        opened=state.opened(),
    )
    return race, min(focus, max(0, len(race.competitors) - 1))


def _numbers(told: dict[str, Any]) -> tuple[Any, ...]:
    """What the player says of x, and of y where the picture has one."""
    return tuple(told[k] for k in "xy" if k in told)


def drawn(spec: Spec, focus: int, step: int | None) -> tuple[bytes, resolve.Race]:
    """The player's bytes of the choice and its race, or of the last choice that could be drawn: the page lives on."""
    m = state.memory()
    try:
        out = resolve.scene(spec, focus, step)
    except ValueError as error:
        why = plain.markdown(str(error).rstrip("."))
        st.error(
            f"This choice cannot be drawn: {why}. Shown is {'the last one that could' if 'drawn' in m else 'the usual one'}; "
            "change what is named here, or use the browser's Back.",
            icon=":material/info:",
        )
        return resolve.scene(m.get("drawn", state.default()), focus)
    m["drawn"] = spec
    return out


def run(spec: Spec) -> None:
    """The controls of the run, in the sidebar below those of what is descended."""
    run_controls.start_controls(spec)
    controls.optimizer_controls(spec)
    controls.schedule_controls()
    run_controls.steps_control()
    run_controls.more_controls(spec)
