"""The rooms of the player's JavaScript: who imports whom, no circle, files that can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gdviz.player.web.bundle import ENTRY, bundle, imports_of
from gdviz.ui.shell import WEB
from tests.unit.each import each

JS = ENTRY.parent
SCRIPTS = sorted(JS.glob("**/*.js"))
LOOK = JS.parent / "look.json"
# room -> rooms that it may import besides itself; what stands at the top may import all
ARROWS = {
    "base": set(),
    "wire": {"base"},
    "axes": {"base", "wire"},
    "draw": {"base", "wire", "axes"},
    "text": {"base", "wire", "draw"},
    "legend": {"base", "wire"},
    "control": {"base", "wire"},
    "pointer": {"base", "wire", "axes", "draw"},
    "panels": {"base", "wire", "axes", "draw", "text", "control", "pointer"},
}
TYPES = re.compile(r"@import \{[^}]*\} from '(\.[\w./-]+)'")


def relative(path: Path) -> str:
    return path.relative_to(JS).as_posix()


def room_of(path: Path) -> str:
    """The room of a module; "top" for main.js and player.js, "look" for the colours."""
    if path == LOOK:
        return "look"
    return path.relative_to(JS).parts[0] if path.parent != JS else "top"


def test_there_are_rooms() -> None:
    assert {p.name for p in JS.iterdir() if p.is_dir()} == set(ARROWS) and len(SCRIPTS) > 40
    assert {relative(p) for p in JS.glob("*.js")} == {"main.js", "player.js"}


@each(SCRIPTS)
def test_arrows_between_rooms(path: Path) -> None:
    room = room_of(path)
    for needed, _ in imports_of(path):
        assert needed.is_file(), f"{relative(path)} imports {needed}, which is not there"
        other = room_of(needed)
        assert room == "top" or other in ARROWS[room] | {room, "look"}, (
            f"{relative(path)} imports {relative(needed)}"
        )


@each(SCRIPTS)
def test_types_come_from_files_that_are_there(path: Path) -> None:
    for name in TYPES.findall(path.read_text("utf-8")):
        assert (path.parent / name).is_file(), f"{relative(path)} takes types from {name}"


def test_no_circle_and_nothing_that_nobody_imports() -> None:
    bundle()  # raises where modules import each other in a circle
    reached, left = {ENTRY}, [ENTRY]
    while left:
        more = {needed for needed, _ in imports_of(left.pop())} - reached
        reached |= more
        left += more
    assert {relative(p) for p in SCRIPTS if p not in reached} == {"wire/types.js"}  # types only


@each([*SCRIPTS, *sorted(WEB.glob("*.js"))])
def test_scripts_can_be_read(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) < 300
    assert [i for i, line in enumerate(lines, 1) if len(line) > 110] == []


@pytest.mark.parametrize("room", [JS, *(JS / name for name in ARROWS)], ids=lambda p: p.name)
def test_no_room_is_crowded(room: Path) -> None:
    assert len(list(room.iterdir())) <= 12
