"""A page that fails unforeseen: a sentence, a way back, no traceback for the visitor, and the whole error for the log."""

from __future__ import annotations

import tomllib
from pathlib import Path

from streamlit.config import get_config_options
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def page() -> None:
    import streamlit as st

    from gdviz.ui import shell

    with shell.guarded():
        st.text_input("Formula", key="text")
        st.text("the page")
        if st.session_state["text"] == "bad":
            raise RuntimeError("/srv/secret/path.py is broken")


def test_a_failure_is_told_with_a_way_back() -> None:
    at = AppTest.from_function(page).run()
    assert not at.exception and not at.button and at.text[0].value == "the page"
    at.text_input[0].set_value("bad").run()
    assert at.exception and len(at.error) == 1  # it goes on to Streamlit, which logs it
    assert "reload" in at.error[0].value and "secret" not in at.error[0].value
    at.button(key="afresh").click().run()
    assert not at.exception and not at.error and at.text_input[0].value == ""


def test_stopping_a_page_is_no_failure() -> None:
    def stops() -> None:
        import streamlit as st

        from gdviz.ui import shell

        with shell.guarded():
            st.stop()

    at = AppTest.from_function(stops).run()
    assert not at.exception and not at.error


def test_visitors_see_no_traceback() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["client"]["showErrorDetails"] == "none"
    assert "none" in (
        get_config_options()["client.showErrorDetails"].description or ""
    )  # Streamlit knows that word


def test_the_app_guards_every_page() -> None:
    assert "\n    shell.run()\n" in (ROOT / "app.py").read_text("utf-8")
    text = (ROOT / "gdviz" / "ui" / "shell.py").read_text("utf-8")
    assert "with guarded():\n        current.run()" in text
    assert (ROOT / "static").is_dir()  # else the start prints a warning
