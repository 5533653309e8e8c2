"""What all tests of pages share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner

from gdviz.ui.race import stage
from gdviz.ui.race.parts import part


@pytest.fixture(scope="session", autouse=True)
def packages_are_searched_once() -> Iterator[None]:
    """Each new AppTest searches all installed packages for components, which takes as long as a page: they stay the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        yield


@pytest.fixture(scope="session", autouse=True)
def runs_are_waited_for() -> Iterator[None]:
    """AppTest asks each millisecond whether a run has ended, which takes a part of its time: its thread says so once."""
    complain = local_script_runner.require_widgets_deltas

    def wait(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
        assert runner._script_thread
        runner._script_thread.join(timeout)
        if not runner.script_stopped():
            complain(runner, 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_browser_paints() -> Iterator[None]:
    """No browser has to be given time for a picture."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "PAINTING", 0.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def whole_pages_run() -> Iterator[None]:
    """AppTest has of a page only what the last run drew, so each change runs the whole page; test_parts.py has the parts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part, "follow", lambda: None)
        yield
