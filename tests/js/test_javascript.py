"""The player's JavaScript is linted, its types are checked, its pure modules are tested: the scripts of package.json."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st

from gdviz.player.web import mount
from gdviz.player.web.assets import Assets
from gdviz.player.web.bundle import bundle
from gdviz.player.web.html import document_of

HERE = Path(__file__).parent
NEEDED = (20, 19)
HOW = f"the player's JavaScript is not checked: install Node {'.'.join(map(str, NEEDED))} or newer, then run `npm ci` in tests/js"


def ready() -> bool:
    """Whether Node is new enough, and what package.json names is installed."""
    node = shutil.which("node")
    if (
        node is None
        or shutil.which("npm") is None
        or not (HERE / "node_modules" / ".package-lock.json").is_file()
    ):
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, re.findall(r"\d+", version)[:2])) >= NEEDED


@pytest.fixture(scope="module")
def npm() -> str:
    if not ready():
        if os.environ.get("GDVIZ_REQUIRE_NODE") == "1":
            pytest.fail(HOW)
        pytest.skip(HOW)
    return shutil.which("npm") or "npm"


@pytest.mark.parametrize("script", ["lint", "types", "test"])
def test_javascript(npm: str, script: str) -> None:
    done = subprocess.run(
        [npm, "run", "--silent", script], cwd=HERE, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    if script == "test":
        assert re.search(r"pass [1-9]\d", done.stdout), done.stdout[-2000:]


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        (pytest.fail if os.environ.get("GDVIZ_REQUIRE_NODE") == "1" else pytest.skip)(HOW)
    return found


def loaders() -> dict[str, str]:
    """The scripts around the bundle with which Streamlit mounts the player and the maps, by what they are."""
    made: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st.components.v2, "component", lambda name, js, **_: made.update({name: js}))
        patch.setattr(st.components.v1, "declare_component", lambda name, **_: SimpleNamespace(name=name))
        for what in (mount._PLAYER, mount._CELLS):
            mount._served.__wrapped__(
                what, Assets(module="a.js", style="b.css", cartesian="c.js", gl3d="d.js")
            )
            mount._inlined.__wrapped__(what)
    return made


def test_all_that_a_browser_is_sent_is_a_module_without_a_mistake(node: str, tmp_path: Path) -> None:
    """Two modules with one name at their top are fine each by itself, and not as one text."""
    sent = {"bundle": bundle(), "file": document_of(b"", "").rsplit('<script type="module">', 1)[1]}
    sent["file"] = sent["file"].split("</script>")[0]
    sent |= loaders()
    assert len(sent) == 6 and all(len(text) > 1000 for text in sent.values())
    for name, text in sent.items():
        module = tmp_path / f"{name}.mjs"
        module.write_text(text, encoding="utf-8")
        done = subprocess.run([node, "--check", module], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, (name, done.stderr)
