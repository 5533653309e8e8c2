"""The ready-made scenes of a page: each is just a link, told in one sentence that is tested."""

from __future__ import annotations

from functools import cache, partial
from html import escape
from urllib.parse import parse_qsl

import streamlit as st

from gdviz.ui import current, state
from gdviz.ui.address import read_link, to_query
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Spec
from gdviz.ui.widgets.binding import Binding
from gdviz.ui.widgets.fields import one_pill

NO_SCENE = (
    "Scenes are starting points: open one, change anything in the sidebar; Reset beside Play leads back."
)


@cache  # constant: one a scene
def spec_of(page: Page, name: str) -> Spec:
    """Return the choice that a scene's link holds."""
    return read_link(dict(parse_qsl(page.scenes[name].link)), page)[0]


@cache  # constant: one a page
def _by_query(page: Page) -> dict[frozenset[tuple[str, str]], str]:
    return {_query(page, spec_of(page, name)): name for name in page.scenes}


def _query(page: Page, spec: Spec) -> frozenset[tuple[str, str]]:
    return frozenset(to_query(spec, page.first_of(spec.kind)).items())


def picker(page: Page, spec: Spec) -> None:
    """Draw the scenes above the player; a click opens one. The one that is open is marked."""
    with st.container(key="scenes"):
        st.html(_room(page))
        one_pill(
            Binding("scene", open_scene(page, spec), partial(_open, page)),
            "Scenes",
            list(page.scenes),
            label_visibility="collapsed",
        )


@cache  # constant: one a page
def _room(page: Page) -> str:
    """Return what takes the room of the scenes while the browser fetches what draws them."""
    names = "".join(f'<span data-name="{escape(name)}"></span>' for name in page.scenes)
    return f'<div class="gd-scenes-room" aria-hidden="true">{names}</div>'


def open_scene(page: Page, spec: Spec) -> str | None:
    """Return the name of the scene that this choice is, or None."""
    return _by_query(page).get(_query(page, spec))


def sentence(page: Page, spec: Spec) -> str:
    """Return what the open scene shows, in one sentence; without one, what scenes are for."""
    name = open_scene(page, spec)
    return page.scenes[name].sentence if name else NO_SCENE


def _open(page: Page, name: str | None) -> None:
    if name:
        spec = spec_of(page, name)
        current.to_choices(spec)
        state.begin(spec)
