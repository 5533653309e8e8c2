"""The Loss surface page: pick or write a surface and optimizers, watch them descend."""

import streamlit as st

from gdviz.ui import current as chosen
from gdviz.ui import frame, state, style
from gdviz.ui.race import controls, results, stage

frame.ensure()
style.apply("Loss surface")
problems = state.open_link("surface")
spec = chosen.spec()
race, focus = stage.play(spec, problems)
with st.sidebar:  # after the player, which everybody looks at
    controls.surface_controls()
    stage.run(spec)
results.tabs(race, focus)
frame.settle()
