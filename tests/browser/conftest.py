"""A real Chromium, the app on a loopback port, and scenes as files. Without a browser these tests are skipped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip(
    "playwright", reason="browser tests need playwright: pip install -r tests/requirements.txt"
)

from playwright.sync_api import Browser, Page, expect, sync_playwright  # noqa: E402

from tests.browser.data_scene import Shown, built, three_features  # noqa: E402

Open = Callable[..., Page]
PATIENCE = 45_000  # milliseconds, for a busy machine
ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PAINTED = "[data-testid=gdviz-player][data-run][data-ready=true]"
# WebGL in software, so that the 3-D panel is drawn on machines without a graphics card; the page itself is put together
# without OpenGL, which in software takes a third of all computing time; a browser that stays offline
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
]


def chromium_path() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    refuse = (
        pytest.fail if os.environ.get("GDVIZ_REQUIRE_BROWSER") else pytest.skip
    )  # where they must run, they fail
    refuse(
        "no browser found: install Chromium (Debian, Ubuntu: apt-get install chromium) for the browser tests"
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests."""
    path = chromium_path()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Watched:
    """A page that collects what must not happen: script errors and requests that leave the host."""

    def __init__(self, page: Page) -> None:
        self.page, self.errors, self.strangers = page, [], []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._asked)

    def _asked(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:", "ws://127.0.0.1:")):
            self.strangers.append(url)


def _open_page(browser: Browser) -> Iterator[Open]:
    contexts, watched = [], []

    def opener(
        url: str, width: int = 1366, height: int = 768, until: str = PAINTED, **options: object
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        contexts.append(context)
        watched.append(Watched(page))
        page.goto(url)
        page.wait_for_selector(until)
        return page

    yield opener
    for context in contexts:
        context.close()
    assert [w.errors for w in watched if w.errors] == []
    assert [w.strangers for w in watched if w.strangers] == []


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """open_page(url, width=, height=, **context options) -> Page once a run is painted; checks it at the end of the test."""
    yield from _open_page(browser)


@pytest.fixture(scope="module")
def open_shared(browser: Browser) -> Iterator[Open]:
    """The same for a page that the tests of a module share."""
    yield from _open_page(browser)


def _serve(script: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
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
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            if process.poll() is not None:
                pytest.fail(f"streamlit ended with code {process.returncode} while serving {script}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail(f"{script} was not served within 30 seconds")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The app, served once for all tests."""
    chromium_path()
    yield from _serve(ROOT / "app.py")


@pytest.fixture(scope="session")
def stage_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with nothing but the player and a few buttons (stage.py), served once for all tests."""
    chromium_path()
    folder = tmp_path_factory.mktemp("stage")
    shutil.copy(HERE / "stage.py", folder / "stage.py")
    yield from _serve(folder / "stage.py")


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
