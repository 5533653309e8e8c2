"""`pip install .`: the wheel has all that the app needs, and its command starts the app in a fresh environment."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import gdviz

ROOT = Path(__file__).resolve().parents[2]
SOURCES = (
    "gdviz",
    "pages",
    ".streamlit",
    "app.py",
    "setup.py",
    "pyproject.toml",
    "requirements.txt",
    "README.md",
    "LICENSE",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of a copy: building leaves files in the folder."""
    source = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "-w",
        "made",
        ".",
    ]
    subprocess.run(command, cwd=source, check=True, timeout=300)
    (made,) = (source / "made").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a fresh environment with the wheel, and what it depends on as it is here."""
    place = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    commands = place / ("Scripts" if os.name == "nt" else "bin")
    python = commands / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--quiet", str(wheel)], check=True, timeout=300
    )
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    Path(own, "here.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return commands


@pytest.fixture
def installed_url(environment: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the app that the command has started, in a folder that has nothing to do with it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(environment / "gdviz"), "--no-browser", "--address", "127.0.0.1", "--port", str(port)]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log, env=clean())
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def clean() -> dict[str, str]:
    """The environment without what would let the checkout be imported."""
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    files = {p for p in (ROOT / "gdviz").rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    wanted = {p.relative_to(ROOT).as_posix() for p in files}
    app = {f"gdviz/app/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "pages").glob("*.py")}
    wanted |= app | {"gdviz/app/app.py", "gdviz/app/.streamlit/config.toml"}
    inside = {name for name in held if name.startswith("gdviz/")}
    assert inside == wanted


def test_the_metadata_agree_with_the_project(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
    told = Parser().parsestr(archive.read(name).decode())
    assert (told["Name"], told["Version"]) == ("gdviz", gdviz.__version__)
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    needed = {line for line in lines if line and not line.startswith("#")}

    def parts(requirement: str) -> frozenset[str]:
        return frozenset(re.findall(r"[A-Za-z_-]+|[<>=!~]+[\d.]+", requirement))

    assert {parts(r) for r in told.get_all("Requires-Dist") or []} == {parts(r) for r in needed}


def test_the_command_says_what_it_takes(environment: Path, tmp_path: Path) -> None:
    def said(argument: str) -> str:
        command = [str(environment / "gdviz"), argument]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=True, env=clean()
        ).stdout

    assert "--port" in said("--help") and "--no-browser" in said("--help")
    assert said("--version").strip() == f"gdviz {gdviz.__version__}"


def test_the_installed_app_plays(installed_url: str, browser: Browser) -> None:
    page = browser.new_page()
    for address in ("/", "/linear_regression?opt=adam"):
        page.goto(installed_url + address)
        expect(page.locator("[data-testid=gdviz-player][data-run]")).to_be_visible(timeout=60_000)
    # the configuration is the app's own: its colour, and the player's files from the static folder
    served = (
        "performance.getEntriesByType('resource').some(r => /app\\/static\\/player-\\w+\\.js/.test(r.name))"
    )
    assert page.evaluate(served)
    assert (
        page.evaluate("getComputedStyle(document.body).getPropertyValue('--st-primary-color') || '#0b6bb5'")
        == "#0b6bb5"
    )
    page.close()
