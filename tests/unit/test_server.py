"""What the server does besides running pages."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from streamlit.cursor import LockedCursor, RunningCursor, SparseList
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from gdviz.ui.server import copy_of_cursor, kept_by_section


def themed(populate: Any) -> CustomThemeConfig:
    """The theme as Streamlit puts it into the message at the start of a run."""
    theme = CustomThemeConfig()
    populate(theme)
    for section, place in (
        ("light", theme.light),
        ("dark", theme.dark),
        ("sidebar", theme.sidebar),
        ("light.sidebar", theme.light.sidebar),
        ("dark.sidebar", theme.dark.sidebar),
    ):
        populate(place, f"theme.{section}")
    return theme


def test_a_kept_theme_is_what_streamlit_says() -> None:
    asked: list[str] = []
    populate = app_session._populate_theme_msg

    def noted(message: CustomThemeConfig, section: str = "theme") -> None:
        asked.append(section)
        populate(message, section)

    kept = kept_by_section(noted)
    said = themed(populate)
    assert said.light.primary_color == "#0b6bb5" and said.dark.sidebar.background_color == "#151b23"
    for _ in range(2):
        assert themed(kept).SerializeToString(deterministic=True) == said.SerializeToString(
            deterministic=True
        )
    assert len(asked) == len(set(asked)) == 6  # once for each section


def moved_cursor() -> RunningCursor:
    cursor = RunningCursor(root_container=1, parent_path=(0, 3))
    cursor.lock_element()
    return cursor


def with_spinner() -> LockedCursor:
    cursor = LockedCursor(root_container=0, index=2)
    cursor.get_transient_cursor().transient_elements[0] = ["a spinner"]
    return cursor


def opened_block() -> RunningCursor:
    return moved_cursor().open_block()


@pytest.mark.parametrize("make", [moved_cursor, with_spinner, opened_block])
def test_a_copied_place_is_what_python_copies(make: Any) -> None:
    def fields(cursor: Any) -> dict[str, Any]:
        return {k: list(v.items()) if isinstance(v, SparseList) else v for k, v in vars(cursor).items()}

    place = make()
    copied = copy_of_cursor(place, {})
    assert type(copied) is type(place) and fields(copied) == fields(deepcopy(place)) == fields(place)
    assert all(
        type(n) is int for v in vars(place).values() if type(v) is tuple for n in v
    )  # none can be changed
    before = fields(deepcopy(place))
    copied.transient_elements[1] = ["another spinner"]
    for spinner in copied.transient_elements:
        spinner.append("changed")
    copied.open_block()
    assert fields(place) == before
