"""The player's JavaScript is linted, its types are checked, its pure modules are tested: the scripts of package.json."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gdviz.player.web.bundle import bundle

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


def test_the_bundle_is_one_module_without_a_mistake(npm: str, tmp_path: Path) -> None:
    """Two modules with one name at their top are fine each by itself."""
    module = tmp_path / "bundle.mjs"
    module.write_text(bundle(), encoding="utf-8")
    done = subprocess.run(["node", "--check", module], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
