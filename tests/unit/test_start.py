"""The start command: what it prints, and what the server answers then."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parents[2]
STARTER = b"gdvizFound"  # in the script that starts the player


def fetch(url: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


async def visit(address: str) -> list[ForwardMsg]:
    """Have the first page run, as a browser does."""
    out: list[ForwardMsg] = []
    async with websockets.connect(
        f"ws://{address}/_stcore/stream",
        subprotocols=["streamlit"],
        max_size=None,  # type: ignore[list-item]
        proxy=None,
    ) as connection:
        message = BackMsg()
        message.rerun_script.query_string = ""
        await connection.send(message.SerializeToString())
        while not out or out[-1].WhichOneof("type") != "script_finished":
            out.append(ForwardMsg.FromString(await asyncio.wait_for(connection.recv(), 60)))  # type: ignore[arg-type]
    return out


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The app as it is cloned, started by somebody who never used Streamlit; its address and what it prints."""
    home, clone = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("clone")
    for name in ("gdviz", "pages", ".streamlit"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", clone)
    (clone / "static").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    printed = home / "printed"
    environment = {**os.environ, "HOME": str(home), "PYTHONWARNINGS": "default", "BROWSER": "true"}
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"],
            cwd=clone,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            try:
                fetch(f"http://127.0.0.1:{port}/_stcore/health")
                break
            except OSError:
                time.sleep(0.1)
        yield f"127.0.0.1:{port}", printed
    finally:
        process.terminate()
        process.wait(20)


def test_it_says_where_the_app_is_and_warns_of_nothing(started: tuple[str, Path]) -> None:
    address, printed = started
    with ThreadPoolExecutor(1) as apart:  # this thread may have an event loop of the browser tests
        messages = apart.submit(asyncio.run, visit(address)).result()
    assert any(m.delta.new_element.WhichOneof("type") == "bidi_component" for m in messages)
    port = address.split(":")[1]
    here, network = printed.read_text("utf-8").splitlines()
    assert here == f"gdviz is at http://localhost:{port}"
    assert network.startswith("In this network it is at http://") and network.endswith(f":{port}")


@pytest.mark.parametrize("path", ["/", "/linear_regression", "/?surface=booth", "/find_the_bug"])
def test_a_page_starts_its_player_itself(started: tuple[str, Path], path: str) -> None:
    page, headers = fetch(f"http://{started[0]}{path}", **{"Accept-Encoding": "gzip"})
    assert page.count(STARTER) == 1 and page.index(STARTER) < page.index(b"</head>")
    assert int(headers["content-length"]) == len(page)
    # modules are run when the whole page is there: so this stands before Streamlit's code opens the connection
    assert page.count(b"class extends WebSocket") == 1 and b'<script type="module"' in page
    assert page.index(b"class extends WebSocket") < page.index(b"</head>")
    # another version of the app has other files: a browser must not keep the page that names them
    assert headers["cache-control"] == "no-cache" and not {"etag", "last-modified"} & set(headers)


@pytest.mark.parametrize("path", ["/reference", "/app/static/none.js", "/_stcore/health", "/nowhere"])
def test_other_answers_are_left_alone(started: tuple[str, Path], path: str) -> None:
    try:
        page, _ = fetch(f"http://{started[0]}{path}")
    except urllib.error.HTTPError as error:
        page = error.read()
    assert STARTER not in page


def test_an_unchanged_page_is_sent_whole(started: tuple[str, Path]) -> None:
    page, _ = fetch(f"http://{started[0]}/", **{"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert STARTER in page


def test_the_player_s_files_may_be_kept(started: tuple[str, Path]) -> None:
    """Without a word on caching a browser keeps a file for a tenth of its age."""
    page, _ = fetch(f"http://{started[0]}/")
    for name in ("module", "style", "cartesian", "gl3d"):
        file = page.split(f'"{name}": "'.encode(), 1)[1].split(b'"', 1)[0].decode()
        _, headers = fetch(f"http://{started[0]}/app/static/{file}")
        assert headers["last-modified"] == "Wed, 01 Jan 2020 00:00:00 GMT" and "cache-control" not in headers


def test_ends_of_runs_are_told_apart_by_their_last_bytes() -> None:
    """ui/web/socket.js reads them: whether the answer to a change is whole, or another run brings it."""
    still = ForwardMsg()
    still.session_status_changed.script_is_running = False
    assert len(still.SerializeToString()) == 2
    for name, number in ForwardMsg.ScriptFinishedStatus.items():
        message = ForwardMsg(script_finished=number)
        message.metadata.run.script_run_id = "some run"
        early = message.SerializeToString().endswith(b"\x30\x02")
        assert early == (name == "FINISHED_EARLY_FOR_RERUN")
