"""Share, Code in a real browser: seen, picked by keyboard, and downloaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.export.bare import failures

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl


def test_code_is_shown_and_downloaded(open_page: Open, app_url: str, tmp_path: Path) -> None:
    page = open_page(f"{app_url}/linear_regression?opt=adam&steps=20&batch=8", reduced_motion="reduce")
    page.get_by_role("tab", name="Share").click()
    choice = page.get_by_role("radio", name="NumPy")
    choice.focus()
    page.keyboard.press("Space")
    code = page.locator("[data-testid=stCode]").filter(has_text="def gradient")
    expect(code).to_be_visible()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download as a Python file").click()
    assert downloaded.value.suggested_filename == "gdviz-adam.py"
    text = Path(downloaded.value.path()).read_bytes()
    assert failures({"run": {"run.py": text}}, tmp_path) == ""
    page.get_by_role("radio", name="Notebook").click()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download as a notebook").click()
    made = json.loads(Path(downloaded.value.path()).read_bytes())
    (shown,) = made["cells"][1]["outputs"]
    page.set_content("".join(shown["data"]["text/html"]))
    inside = page.frame_locator("iframe")
    expect(inside.locator("[data-testid=gdviz-player][data-run]")).to_be_visible()
