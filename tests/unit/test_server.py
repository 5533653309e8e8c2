"""What the server does besides running pages."""

from __future__ import annotations

from typing import Any

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from gdviz.ui.server import kept_by_section


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
