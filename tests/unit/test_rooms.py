"""The rooms of the house: no import circle, no crowded folder, and who may import whom inside a part.

The arrows between the parts themselves (formula, engine, library, player, ui, pages) are in test_architecture.py.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gdviz

PACKAGE = Path(gdviz.__file__).resolve().parent
ROOT = PACKAGE.parent
MODULES = {
    ".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p
    for p in sorted(PACKAGE.glob("**/*.py"))
}
CROWDED = 12  # files of a folder, at most; `library` holds as many as there are entries

# part -> room -> rooms of the same part that it may import, besides itself. A room is a module or a folder; every room of a part
# that is listed here must have a row. The part's own `__init__.py` is its front door: it may import every room, no room imports it.
ROOMS: dict[str, dict[str, set[str]]] = {
    "gdviz.engine": {
        "threads": set(),
        "streams": set(),
        "entry": set(),
        "objective": set(),
        "compiled": set(),
        "curvature": {"objective"},
        "table": set(),
        "options": {"entry"},
        "start": {"objective", "entry", "streams"},
        "slice": {"objective"},
        "plane": {"run", "objective", "entry", "streams"},
        "meaning": {"compiled"},
        "surface": {"start", "objective", "entry", "compiled", "meaning"},
        "method": {"curvature", "objective", "entry", "options", "compiled"},
        "run": {"method", "start", "objective", "entry", "options", "threads", "streams"},
        "minimize": {"run", "method", "start", "objective", "options"},
        "descend": {"minimize", "run", "method", "objective"},
        "fit": {"table", "objective", "entry", "compiled", "streams"},
        "network": {"fit", "table", "objective", "entry", "compiled", "streams"},
        "maps": {
            "curvature",
            "descend",
            "minimize",
            "run",
            "method",
            "start",
            "objective",
            "entry",
            "options",
            "compiled",
            "streams",
        },
    },
    "gdviz.player": {"look": set(), "scene": {"look"}, "web": {"scene"}},
    "gdviz.ui": {
        "spec": set(),
        "turns": set(),
        "budget": {"turns"},
        "link": {"spec"},
        "entries": {"spec", "budget"},
        "state": {"spec"},
        "widgets": {"state", "spec"},
        "problems": {"widgets", "state", "entries", "link", "budget", "spec"},
        # a row of the table of pages holds its default Spec and its scenes as objects, so pages stands above problems
        "pages": {"rates", "problems", "spec"},
        "address": {"problems", "entries", "link", "spec"},
        "runs": {"problems", "entries", "budget", "spec"},
        "current": {"address", "problems", "entries", "state", "spec"},
        "rates": {"runs", "problems", "widgets", "state", "entries", "budget", "spec"},
        "race": {
            "rates",
            "runner",
            "shell",
            "turns",
            "pages",
            "runs",
            "current",
            "address",
            "problems",
            "widgets",
            "state",
            "entries",
            "spec",
        },
        "curvature": {"budget", "current", "problems", "race", "spec", "state", "widgets"},
        "reference": {"pages", "runs", "address", "problems", "spec"},
        "bugs": {"widgets"},
        "workers": {"widgets"},
        "hyper": {
            "race",
            "rates",
            "runs",
            "current",
            "problems",
            "widgets",
            "state",
            "entries",
            "workers",
            "spec",
        },
        "compare": {"race", "rates", "runs", "problems", "widgets", "state", "entries", "workers", "spec"},
        "basins": {"race", "runs", "problems", "widgets", "state", "entries", "workers", "spec"},
        "shell": {"turns", "pages", "sockets", "state", "spec"},
        "server": {"pages", "runner"},
        "runner": set(),
        "sockets": set(),
    },
}


def imports(module: str) -> Iterator[tuple[str, int]]:
    """(module of gdviz, line) of every import, those inside functions and under TYPE_CHECKING too."""
    path = MODULES[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((a.name, node.lineno) for a in node.names if a.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            for name in [
                a.name for a in node.names
            ]:  # `from gdviz import engine` is an import of gdviz.engine
                found = f"{base}.{name}" if f"{base}.{name}" in MODULES else base
                if found in MODULES:
                    yield found, node.lineno


def room_of(module: str, part: str) -> str:
    """The room of a part that a module is in: "gdviz.engine.run.path" is in "run", the part itself in ""."""
    return module.removeprefix(part).removeprefix(".").split(".")[0]


def a_circle() -> list[str]:
    """Modules that import each other in a ring, or nothing."""
    graph = {m: sorted({other for other, _ in imports(m)} - {m}) for m in MODULES}
    done: set[str] = set()

    def visit(module: str, road: list[str]) -> list[str]:
        if module in road:
            return [*road[road.index(module) :], module]
        if module in done:
            return []
        for other in graph[module]:
            if ring := visit(other, [*road, module]):
                return ring
        done.add(module)
        return []

    return next((ring for m in graph if (ring := visit(m, []))), [])


def test_there_is_something_to_check() -> None:
    found = {other for m in MODULES for other, _ in imports(m)}
    assert len(MODULES) > 100 and {"gdviz.engine", "gdviz.engine.run.stop", "gdviz.formula"} <= found
    assert "gdviz.library.surfaces" in {other for other, _ in imports("gdviz.library.registry")}


def test_no_import_circle() -> None:
    ring = a_circle()
    assert not ring, " -> ".join(ring)


@pytest.mark.parametrize("part", ROOMS)
def test_every_room_has_its_arrows(part: str) -> None:
    inside = [m for m in MODULES if m.startswith(f"{part}.")]
    assert {room_of(m, part) for m in inside} == set(ROOMS[part])
    assert all(others <= set(ROOMS[part]) for others in ROOMS[part].values())


@pytest.mark.parametrize("part", ROOMS)
def test_arrows_between_rooms(part: str) -> None:
    for module in (m for m in MODULES if m.startswith(f"{part}.")):
        room = room_of(module, part)
        for other, line in imports(module):
            if other == part or other.startswith(f"{part}."):
                place = f"{module}:{line} imports {other}"
                assert other != part, f"{place}, the front door: import the room itself"
                assert room_of(other, part) in {room} | ROOMS[part][room], place


@pytest.mark.parametrize("part", ROOMS)
def test_every_arrow_is_used(part: str) -> None:
    inside = [m for m in MODULES if m.startswith(f"{part}.")]
    for room, others in ROOMS[part].items():
        used = {room_of(o, part) for m in inside if room_of(m, part) == room for o, _ in imports(m)}
        assert others <= used, f"{room} does not import {', '.join(others - used)}"


FOLDERS = sorted({p.parent for p in PACKAGE.glob("**/*") if p.is_file() and "__pycache__" not in p.parts})


@pytest.mark.parametrize(
    "folder", [f for f in FOLDERS if "library" not in f.parts], ids=lambda f: str(f.relative_to(ROOT))
)
def test_no_folder_is_crowded(folder: Path) -> None:
    files = sorted(p.name for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    assert len(files) <= CROWDED, f"{len(files)} files: {', '.join(files)}"
