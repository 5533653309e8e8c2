"""What a widget calls: nothing of a page that the visitor has left, though a browser may send it late."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import gdviz

ROOT = Path(gdviz.__file__).parent
CALLED = "on_click", "on_change"
ANYWHERE = {"_start_afresh"}  # after an error of a page, whichever it was


def unguarded(code: str) -> list[str]:
    """The callbacks of a file that are called whatever page is open."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    given = [word.value for call in calls for word in call.keywords if word.arg in CALLED]
    return [called for called in map(ast.unparse, given) if not called.startswith("while_open(")]


@pytest.mark.parametrize("path", [*ROOT.rglob("ui/**/*.py"), *(ROOT.parent / "pages").glob("*.py")], ids=str)
def test_what_a_widget_calls_is_of_a_page_that_is_open(path: Path) -> None:
    assert set(unguarded(path.read_text("utf-8"))) <= {"'ignore'"} | ANYWHERE


def test_a_callback_of_any_page_is_seen() -> None:
    code = "st.button('a', on_click=act)\nst.tabs(['a'], on_change='rerun')\nst.button('b', on_click=while_open(act))"
    assert unguarded(code) == ["act", "'rerun'"]
