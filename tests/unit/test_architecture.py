"""The arrows between the parts, read from the imports, and the sizes that keep every part readable."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import gdviz
from gdviz.engine import (
    Activation,
    Dataset,
    Initialisation,
    Loss,
    Minimizer,
    Penalty,
    Rule,
    Schedule,
    Slip,
    Surface,
)
from gdviz.library.registry import discover
from tests.unit.each import each

ROOT = Path(gdviz.__file__).resolve().parents[1]
SOURCES = sorted([*ROOT.glob("*.py"), *ROOT.glob("pages/*.py"), *ROOT.glob("gdviz/**/*.py")])
# part -> what it may import besides itself; the project's own public API (gdviz/__init__.py) stands above the library
ALLOWED = {
    "formula": set(),
    "engine": {"formula"},
    "library": {"engine", "formula"},
    "export": {"engine", "formula"},
    "api": {"library", "export", "engine", "formula", "figures", "player"},
    "player": {"api", "engine", "formula", "library"},
    "figures": {"engine", "formula", "player"},
    "ui": {"player", "figures", "export", "api", "engine", "formula", "library"},
    "pages": {"ui", "player", "figures", "export", "api", "engine", "formula", "library"},
}
ALLOWED["app"] = ALLOWED["pages"] | {"pages"}


def part_of(path: Path) -> str:
    """formula, engine, ..., api (gdviz/__init__.py), pages or app."""
    inside = path.relative_to(ROOT).parts
    if inside[0] != "gdviz":
        return "pages" if inside[0] == "pages" else "app"
    return inside[1] if len(inside) > 2 else "api"


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """(dotted module, line) of every import, also those inside functions; relative ones made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            yield module, node.lineno
            for alias in node.names:  # `from gdviz import engine` names a part
                if (ROOT / (f"{module}.{alias.name}".replace(".", "/"))).is_dir():
                    yield f"{module}.{alias.name}", node.lineno


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_is_something_to_check() -> None:
    assert len(SOURCES) > 100 and {part_of(p) for p in SOURCES} >= {
        "formula",
        "engine",
        "library",
        "api",
        "player",
        "ui",
        "pages",
        "app",
    }
    found = {m for p in SOURCES for m, _ in imports(p)}
    assert {"numpy", "streamlit", "gdviz.formula", "gdviz.engine"} <= found


@each(SOURCES)
def test_arrows(path: Path) -> None:
    part = part_of(path)
    for module, line in imports(path):
        if module.split(".")[0] != "gdviz":
            continue
        names = module.split(".")
        other = "api" if len(names) == 1 or not (ROOT / "gdviz" / names[1]).is_dir() else names[1]
        assert other == part or other in ALLOWED[part], f"{relative(path)}:{line} imports {module}"


@each([p for p in SOURCES if part_of(p) == "figures"])
def test_figures_take_from_the_player_only_its_look(path: Path) -> None:
    of_the_player = {module for module, _ in imports(path) if module.startswith("gdviz.player")}
    assert of_the_player <= {"gdviz.player.look"}, f"{relative(path)} imports {of_the_player}"


def test_plotly_waits_until_something_is_drawn() -> None:
    """It takes a second to import; a race is drawn by the player, without it."""
    asked = "import sys, gdviz; gdviz.sweep('sphere', 'gd'); print('plotly' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@each([p for p in SOURCES if part_of(p) == "library"])
def test_entries_never_import_each_other(path: Path) -> None:
    if path.name in ("__init__.py", "registry.py"):  # these find the entries
        return
    for module, line in imports(path):
        assert not module.startswith("gdviz.library") and module != "gdviz", (
            f"{relative(path)}:{line} imports {module}"
        )


@each(SOURCES)
def test_foreign_packages_stay_where_they_belong(path: Path) -> None:
    part, name = part_of(path), relative(path)
    for module, line in imports(path):
        top = module.split(".")[0]
        place = f"{name}:{line} imports {module}"
        if top == "streamlit":
            assert part in ("ui", "pages") or name in ("app.py", "gdviz/player/web/mount.py"), place
        if top == "plotly":
            assert part == "figures", place
        assert top not in ("sympy", "torch", "matplotlib", "jax"), place
        if part == "engine":
            assert top in {"gdviz", "numpy", "pandas", "scipy"} | set(sys.stdlib_module_names), place
        elif top == "scipy":
            raise AssertionError(place)
        if part == "formula":
            assert top in {"gdviz", "numpy"} | set(sys.stdlib_module_names), place


def test_scipy_waits_until_it_is_needed() -> None:
    """It takes a quarter of a second to import; most pages never ask for it."""
    asked = "import sys, gdviz; gdviz.data_loss('galton', 'huber', penalty='l1').optimum; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@each(SOURCES)
def test_text_is_evaluated_in_one_place_only(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("eval", "exec", "compile", "__import__")
        ):
            assert relative(path) == "gdviz/formula/compile/function.py", (
                f"{relative(path)}:{node.lineno} calls {node.func.id}"
            )


@each(SOURCES)
def test_no_error_is_swallowed(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            broad = (
                node.type is None
                or isinstance(node.type, ast.Name)
                and node.type.id in ("Exception", "BaseException")
            )
            passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert not broad or passes_on, f"{relative(path)}:{node.lineno} catches everything"


SCRIPTS = [p for p in ROOT.glob("gdviz/**/*.js")]


@each([*SOURCES, *SCRIPTS])
def test_files_stay_short(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    entry = part_of(path) == "library" and path.name != "__init__.py"
    limit = 80 if part_of(path) == "pages" else 300
    if entry and {"optimizers", "minimizers"} & set(path.parts):
        limit = 30
    assert lines < limit, f"{relative(path)} has {lines} lines; below {limit} is asked for"


def test_there_are_scripts() -> None:
    assert len(SCRIPTS) >= 3


# the registries

KINDS = {
    "surfaces": Surface,
    "optimizers": Rule,
    "schedules": Schedule,
    "losses": Loss,
    "minimizers": Minimizer,
    "penalties": Penalty,
    "datasets": Dataset,
    "slips": Slip,
    "activations": Activation,
    "initialisations": Initialisation,
}


def test_every_folder_of_entries_is_a_registry() -> None:
    assert {p.parent.name for p in (ROOT / "gdviz" / "library").glob("*/__init__.py")} == set(KINDS)


@pytest.mark.parametrize("registry", KINDS)
def test_a_registry_holds_every_module(registry: str) -> None:
    found = getattr(gdviz, registry)
    files = {p.stem for p in (ROOT / "gdviz" / "library" / registry).glob("*.py")} - {"__init__"}
    assert set(found) == files and files
    assert all(e.slug == slug and isinstance(e, KINDS[registry]) for slug, e in found.items())
    assert list(found) == sorted(found, key=lambda s: (found[s].family, found[s].name))
    with pytest.raises(TypeError):
        found["new"] = None


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest):
    """A temporary package of entries: write(name, source) adds a module, load() discovers."""
    name = f"entries_{abs(hash(request.node.name))}"
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()

    class Package:
        def write(self, module: str, source: str) -> None:
            (tmp_path / name / f"{module}.py").write_text(source)

        def load(self):
            return discover(importlib.import_module(name), Schedule)

    yield Package()
    for module in [m for m in sys.modules if m.split(".")[0] == name]:
        del sys.modules[module]


ONE = "from gdviz.engine import Schedule\nENTRY = Schedule({text!r}, {name!r}, {family!r})\n"


def test_entries_are_found_by_module(package) -> None:
    package.write("b", ONE.format(text="lr/t", name="Late", family="A"))
    package.write("a", ONE.format(text="lr", name="Early", family="B"))
    found = package.load()
    assert list(found) == ["b", "a"] and found["a"].slug == "a"


@pytest.mark.parametrize(
    "source",
    [
        "import nothing_of_that_name",
        "ENTRY = 3",
        "x = 1",
        "raise RuntimeError('broken')",
        "from gdviz.engine import Schedule\nENTRY = Schedule('lr*(', 'Broken')",
        "from gdviz.engine import Rule\nENTRY = Rule('theta = theta - lr*g', 'Another kind')",
    ],
)
def test_a_broken_entry_raises(package, source: str) -> None:
    package.write("good", ONE.format(text="lr", name="Good", family="A"))
    package.write("broken", source)
    with pytest.raises((ImportError, TypeError, RuntimeError, ValueError)):
        package.load()


def test_two_entries_of_one_name_raise(package) -> None:
    package.write("a", ONE.format(text="lr", name="Same", family="A"))
    package.write("b", ONE.format(text="lr/t", name="Same", family="B"))
    with pytest.raises(ValueError, match="two entries"):
        package.load()


def test_test_files_have_names_of_their_own() -> None:
    names = [
        p.name for p in ROOT.glob("tests/**/test_*.py")
    ]  # pytest takes two of one name for one, and leaves one out
    assert len(names) == len(set(names)), sorted(n for n in set(names) if names.count(n) > 1)
