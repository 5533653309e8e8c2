"""The Loss surface page: pick or write a surface and optimizers, watch them descend."""

import streamlit as st

from gdviz.engine import Spec
from gdviz.player.mount import show
from gdviz.ui import controls, frame, resolve, results, run_controls, scenes, state, style

frame.ensure()
style.apply("Loss surface")
problems = state.open_link("surface")

with st.sidebar:
    surface_choice = controls.surface_controls()
    sid, surface = state.surface_id(surface_choice), resolve.surface_of(surface_choice)
    start = run_controls.start_controls(sid, surface)
    entrants = controls.optimizer_controls(sid, surface, start or surface.start)
    schedule = controls.schedule_controls()
    steps = run_controls.steps_control()
    window = run_controls.window_of(sid, surface)

spec = Spec(surface=surface_choice, window=window, entrants=entrants, schedule=schedule, start=start,
            **state.plain(state.choices()) | {"steps": steps})
state.write_link(spec)

scenes.picker(spec)
if conditions := run_controls.conditions(spec):
    st.caption(f":material/tune: {conditions}")
for problem in problems:
    st.warning(problem, icon=":material/link_off:")
slugs = [e.optimizer.slug or "own" for e in entrants]
focus = slugs.index(f) if (f := state.choices().get("focus")) in slugs else len(slugs) - 1 if slugs else 0
data, race = resolve.scene(spec, focus)
for problem in race.problems:
    st.warning(problem, icon=":material/info:")
show(data, key="player",
     on_start=lambda p: run_controls.set_start(sid, surface, (p["x"], p["y"])),
     on_focus=lambda f: state.choices().update(focus=f["slug"]),
     on_window=lambda w: state.choices().update({f"window.{sid}": (*w["x"], *w["y"])}))
with st.sidebar:  # after the player: nobody waits for them
    run_controls.more_controls(sid, surface)
results.tabs(race, focus)
