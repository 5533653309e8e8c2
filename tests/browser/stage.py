"""A test page: the player alone, with buttons that change one thing each."""

from pathlib import Path

import streamlit as st

import gdviz
from gdviz.player import Competitor, Scene, slots
from gdviz.player.web.mount import show

STATIC = Path(__file__).parent / "static"


def stage() -> None:
    """The player under buttons for rate, surface and focus."""
    state = st.session_state
    state.setdefault("rate", 0.001)
    state.setdefault("surface", "rosenbrock")
    buttons = st.columns(3)
    if buttons[0].button("rate"):
        state.rate *= 1.01
    if buttons[1].button("surface"):
        state.surface = "himmelblau" if state.surface == "rosenbrock" else "rosenbrock"
    objective = gdviz.surfaces[state.surface]
    slugs = ("gd", "momentum", "adam")
    runs = [
        Competitor.at(
            slot,
            slug,
            gdviz.optimizers[slug].name,
            gdviz.descend(objective, slug, state.get("start"), steps=200, lr=state.rate, stop=None),
        )
        for slot, slug in zip(slots([gdviz.optimizers[s].slot for s in slugs]), slugs, strict=True)
    ]
    scene = Scene.of(objective, runs, focus=slugs.index(state.get("focus", "gd")), window=state.get("window"))
    show(
        scene,
        on_start=lambda v: state.update(start=(v["x"], v["y"])),
        on_focus=lambda v: state.update(focus=v["slug"]),
        on_window=lambda v: state.update(window=(v["x"], v["y"])),
        static_dir=STATIC,
    )
    st.text(f"start {state.get('start')}")
    st.text(f"rate {state.rate!r}")


def other() -> None:
    """A page without a player."""
    st.title("Other")


st.set_page_config(layout="wide")
st.navigation(
    [
        st.Page(stage, title="Stage", url_path="stage", default=True),
        st.Page(other, title="Other", url_path="other"),
        st.Page(lambda: stage(), title="Deep", url_path="deep"),
    ],
    position="top",
).run()
