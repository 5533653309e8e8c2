"""What every page of a race has around its own controls: scenes, the player, the controls of the run, the tabs below."""

from __future__ import annotations

from typing import Any

import streamlit as st

from gdviz.engine import Spec
from gdviz.player.mount import show
from gdviz.ui import controls, fits, plain, resolve, run_controls, scenes, state


def play(spec: Spec, problems: list[str]) -> tuple[resolve.Race, int]:
    """Run the choice and show it; the race, and which competitor's arithmetic is in focus."""
    state.write_link(spec)
    scenes.picker(spec)
    room = st.container(key="told")  # of one height, whatever is told: nothing moves the player
    c = state.choices()
    slugs = [e.optimizer.slug or state.OWN for e in spec.entrants]
    focus = slugs.index(c["focus"]) if c.get("focus") in slugs else max(0, len(slugs) - 1)
    follows = fits.follows(spec)
    data, race = resolve.scene(spec, focus, c.get("slice") if follows else None)
    with room:
        for problem in problems:
            st.warning(plain.markdown(problem), icon=":material/link_off:")
        for problem in race.problems:
            st.warning(plain.markdown(problem), icon=":material/info:")
        st.caption(scenes.told(spec))
        if conditions := run_controls.conditions(spec):
            st.caption(f":material/tune: {plain.markdown(conditions)}")
    show(data, key="player",
         on_start=lambda p: run_controls.set_start(spec, _numbers(p), resolve.axes_of(spec)),
         on_focus=lambda f: c.update(focus=f["slug"]),
         on_window=lambda w: c.update({f"window.{state.view_id(spec)}": tuple(v for side in _numbers(w) for v in side)}),
         on_slice=lambda s: c.update(slice=s["step"]),
         on_reset=lambda _: state.reset(), opened=state.opened())
    return race, focus


def _numbers(told: dict[str, Any]) -> tuple[Any, ...]:
    """What the player says of x, and of y where the picture has one."""
    return tuple(told[k] for k in "xy" if k in told)


def run(spec: Spec) -> None:
    """The controls of the run, in the sidebar below those of what is descended."""
    run_controls.start_controls(spec)
    controls.optimizer_controls(spec)
    controls.schedule_controls()
    run_controls.steps_control()
    run_controls.more_controls(spec)
