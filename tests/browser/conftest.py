"""A real Chromium, the app on a loopback port, and scenes as files. Without a browser these tests are skipped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Literal

import pytest

pytest.importorskip(
    "playwright", reason="browser tests need playwright: pip install -r tests/requirements.txt"
)

from playwright.sync_api import Browser, Page  # noqa: E402

from tests.browser.data_scene import Shown, built, three_features  # noqa: E402
from tests.browser.tabs import Tabs, chromium_path, launched, tabs_of  # noqa: E402

Open = Callable[..., Page]
Scheme = Literal["light", "dark"]
Motion = Literal["reduce", "no-preference"]
ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PAINTED = "[data-testid=gdviz-player][data-run][data-ready=true]"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests."""
    with launched() as chromium:
        yield chromium


class Watched:
    """A page that collects what must not happen: script errors and requests that leave the host."""

    def __init__(self, page: Page) -> None:
        self.page, self.errors, self.strangers = page, [], []
        self.events = {"pageerror": lambda error: self.errors.append(str(error)), "request": self._asked}
        for name, act in self.events.items():
            page.on(name, act)  # type: ignore[call-overload]

    def stop(self) -> None:
        for name, act in self.events.items():
            self.page.remove_listener(name, act)

    def _asked(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:", "ws://127.0.0.1:")):
            self.strangers.append(url)


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[Tabs]:
    with tabs_of(browser) as tabs:
        yield tabs


def _webgl(request: pytest.FixtureRequest) -> dict[str, bool]:
    """What a tab is taken with: no 3-D surface is drawn in a test that is marked so."""
    return {"webgl": False} if request.node.get_closest_marker("without_webgl") else {}


def _open_page(tabs: Tabs, request: pytest.FixtureRequest) -> Iterator[Open]:
    webgl = _webgl(request)
    taken: list[Watched] = []

    def opener(
        url: str,
        width: int = 1366,
        height: int = 768,
        until: str = PAINTED,
        color_scheme: Scheme = "light",
        reduced_motion: Motion = "no-preference",
        **options: object,
    ) -> Page:
        page = tabs.take(**options | webgl)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion=reduced_motion)
        taken.append(Watched(page))
        page.goto(url)
        page.wait_for_selector(until)
        return page

    yield opener
    for watched in taken:
        watched.stop()
        tabs.give_back(watched.page)
    assert [w.errors for w in taken if w.errors] == []
    assert [w.strangers for w in taken if w.strangers] == []


@pytest.fixture
def open_page(tabs: Tabs, request: pytest.FixtureRequest) -> Iterator[Open]:
    """open_page(url, width=, height=, **options) -> Page once a run is painted; checks it at the end of the test."""
    yield from _open_page(tabs, request)


@pytest.fixture(scope="module")
def open_shared(tabs: Tabs, request: pytest.FixtureRequest) -> Iterator[Open]:
    """The same for a page that the tests of a module share."""
    yield from _open_page(tabs, request)


@pytest.fixture
def tab(tabs: Tabs, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab in which nothing is opened yet, for a test that stands between page and server."""
    page = tabs.take(**_webgl(request))
    page.emulate_media(reduced_motion="reduce")
    yield page
    tabs.give_back(page)


SERVER_LOGS: list[Path] = []
SHOWN = 4000  # characters of what a server said last, in the report of a test that failed


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A page says of a failure of its own that there was one; the server says which."""
    report = yield
    if report.failed:
        for log in SERVER_LOGS:
            if said := log.read_text("utf-8", "replace").strip():
                report.sections.append((f"end of {log.name}", said[-SHOWN:]))
    return report


def _serve(script: Path, log: Path) -> Iterator[str]:
    SERVER_LOGS.append(log)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as said:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "streamlit",
                "run",
                str(script),
                "--server.headless=true",
                f"--server.port={port}",
                "--server.address=127.0.0.1",
                "--server.enableStaticServing=true",
                "--browser.gatherUsageStats=false",
                "--server.fileWatcherType=none",
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        for _ in range(1200):
            if process.poll() is not None:
                pytest.fail(f"streamlit ended with code {process.returncode} while serving {script}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail(f"{script} was not served within two minutes")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, served once for all tests."""
    chromium_path()
    yield from _serve(ROOT / "app.py", tmp_path_factory.mktemp("app") / "app.log")


@pytest.fixture(scope="session")
def stage_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with nothing but the player and a few buttons (stage.py), served once for all tests."""
    chromium_path()
    folder = tmp_path_factory.mktemp("stage")
    shutil.copy(HERE / "stage.py", folder / "stage.py")
    yield from _serve(folder / "stage.py", folder / "stage.log")


@pytest.fixture(scope="module")
def spare(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A page for the tests of a module that hand their scenes to it: that takes a fifth of opening one for each."""
    return Shown(open_shared, tmp_path_factory.mktemp("spare"), *built("moons", "cross_entropy")).page


@pytest.fixture(scope="module")
def line(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Mini-batches of 6 of 60 points, a penalty whose contour is shown."""
    return Shown(
        open_shared,
        tmp_path_factory.mktemp("line"),
        *built("line", batch_size=6, penalty="l2", view={"penalty": True}),
    )


@pytest.fixture(scope="module")
def plane(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return Shown(open_shared, tmp_path_factory.mktemp("plane"), *built("moons", "cross_entropy", lr=0.3))


@pytest.fixture(scope="module")
def three(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return Shown(open_shared, tmp_path_factory.mktemp("three"), *built("three_classes", "softmax", lr=0.2))


@pytest.fixture(scope="module")
def points(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    return Shown(open_shared, tmp_path_factory.mktemp("points"), *built(three_features(), lr=0.1))
