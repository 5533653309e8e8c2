"""The Loss surface page: pick or write a surface and optimizers, watch them descend."""

import streamlit as st

from gdviz.player.mount import show
from gdviz.ui import chosen, controls, frame, resolve, results, run_controls, scenes, state, style

frame.ensure()
style.apply("Loss surface")
problems = state.open_link("surface")
spec = chosen.spec()
sid, surface = state.surface_id(spec.surface), resolve.surface_of(spec.surface)
state.write_link(spec)

scenes.picker(spec)
if conditions := run_controls.conditions(spec):
    st.caption(f":material/tune: {conditions}")
slugs = [e.optimizer.slug or "own" for e in spec.entrants]
focus = slugs.index(f) if (f := state.choices().get("focus")) in slugs else len(slugs) - 1 if slugs else 0
data, race = resolve.scene(spec, focus)
for problem in problems:
    st.warning(problem, icon=":material/link_off:")
for problem in race.problems:
    st.warning(problem, icon=":material/info:")
show(data, key="player",
     on_start=lambda p: run_controls.set_start(sid, surface, (p["x"], p["y"])),
     on_focus=lambda f: state.choices().update(focus=f["slug"]),
     on_window=lambda w: state.choices().update({f"window.{sid}": (*w["x"], *w["y"])}))

with st.sidebar:  # after the player, which everybody looks at
    controls.surface_controls()
    run_controls.start_controls(sid, surface)
    controls.optimizer_controls(spec, surface)
    controls.schedule_controls()
    run_controls.steps_control()
    run_controls.more_controls(sid, surface, chosen.window(sid, spec.surface)[1])
results.tabs(race, focus)
frame.settle()
