"""What the caches of the app hold, what it weighs, and what leaves."""

from __future__ import annotations

import ast
import gc
import importlib
import inspect
import pkgutil
import re
import sys
import weakref
from collections import OrderedDict
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary, WeakValueDictionary

import numpy as np
import pytest

import gdviz
from gdviz import cache as module
from gdviz.cache import CACHE, Cache, Section, key_bytes, token
from gdviz.formula import statements
from gdviz.player.scene import scene
from gdviz.ui import entries
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.fit import FitChoice
from gdviz.ui.problems.fit import objective as fits
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.race import results
from gdviz.ui.race.share import code as share_code
from gdviz.ui.runs import arguments, made_once, pictures, races, weight
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from tests.unit.each import each
from tests.unit.sessions import at_once, section


def own_table(rows: int = 3000) -> gdviz.Table:
    x = np.random.default_rng(0).normal(size=(2, rows))
    return gdviz.Table("Own", {"x": x[0], "y": x[0] + x[1]})


def spec_of(table: gdviz.Table | None = None, **fit: Any) -> Spec:
    return Spec(FitChoice(table=table, **fit), entrants=(Entrant(Choice("gd")),), steps=20)


def test_no_cache_keeps_a_table_or_its_loss_alive() -> None:
    """A visitor's table leaves with him; runs, scenes and pictures of many rows do not keep the rows."""
    table = own_table()
    spec = spec_of(table)
    data, race, _ = pictures.scene_bytes(spec, "")
    assert len(data) > 1000
    assert pictures.scene_bytes(spec, "")[0] == data
    held = [weakref.ref(table), weakref.ref(race.objective)]
    runs_held, parts = len(made_once._paths.held), len(scene._data.held)
    del spec, race, table
    kept = spec_of(own_table(50))
    pictures.scene_bytes(kept, "")  # whatever is asked next lets go of it
    gc.collect()
    assert [r() for r in held] == [None, None]
    assert len(made_once._paths.held) <= runs_held
    # a loss holds itself in a circle: what belongs to it goes after a collection
    pictures.scene_bytes(kept, "")
    assert len(scene._data.held) <= parts


def test_a_run_that_is_kept_does_not_hold_its_loss() -> None:
    race = races.race(spec_of(seed=4321))
    path = race.competitors[0].path
    assert path.objective is race.objective and path.distance().shape == (path.steps + 1,)
    assert all(entry.value.objective is None for entry in made_once._paths.held.values())
    assert races.race(spec_of(seed=4321)).competitors[0].path.theta is path.theta


def test_runs_with_the_same_counts_hold_them_together() -> None:
    """And nothing else holds them; a run that asks otherwise has its own."""
    surface = SurfaceChoice(Choice("rosenbrock"))
    entrants = (Entrant(Choice("gd")), Entrant(Choice("adam")), Entrant(Choice("newton")))
    paths = [c.path for c in races.race(Spec(surface, entrants, steps=23, stop_gradient=None)).competitors]
    gd, adam, newton = (p.evaluated for p in paths)
    assert gd is adam and gd is not newton
    assert newton.tolist() != gd.tolist() == [[0, k, 0] for k in range(24)]
    kept = weakref.ref(gd)
    del paths, gd, adam, newton
    while made_once._paths.held:
        made_once._paths.drop_oldest()
    gc.collect()
    assert kept() is None


def test_what_is_weighed_is_what_is_held() -> None:
    objective = gdviz.data_loss(own_table())
    d = objective.design
    assert fits._weigh_loss(objective) >= d.a.nbytes + d.x.nbytes + d.y.nbytes + objective.columns.nbytes
    path = gdviz.descend(objective, "adam", steps=50)
    assert weight.weigh_path(path) >= path.theta.nbytes + path.loss.nbytes + sum(
        q.nbytes for q in path.quantities.values()
    )
    batched = gdviz.descend(objective, "adam", steps=50, batch_size=5)
    assert weight.weigh_path(batched) >= weight.weigh_path(path) + 8 * objective.rows


def test_what_was_made_of_a_run_weighs_with_it() -> None:
    """Its code, with its data, is noted there, and so are its part of a scene and its row of the results."""
    path = gdviz.descend(gdviz.data_loss(own_table()), "gd", steps=5)
    files = share_code._files(path, "numpy")
    assert len(files) > 1
    assert weight.weigh_notes(path) >= sum(map(len, files.values()))
    cells = results._figures(path)
    assert weight.weigh_notes(path) >= sum(map(len, [*files.values(), *cells]))


def test_a_surface_of_the_library_is_not_kept_again() -> None:
    before = len(entries.entries.held)
    assert entries.surface_of(Choice("booth")) is gdviz.surfaces["booth"]
    assert len(entries.entries.held) == before
    assert entries.surface_of(Choice("rosenbrock", params=(("b", 7.0),))).parameters["b"] == 7.0
    assert len(entries.entries.held) == before + 1


@pytest.mark.parametrize("kind", ["surface", "rule", "schedule", "data", "loss"])
def test_strangers_texts_leave_nothing_behind(kind: str) -> None:
    """All that a text was compiled to goes when it leaves the one cache of texts."""
    choices = {
        "surface": lambda n: entries.surface_of(Choice(text=f"x^2 + {n}*y^2 + sin(x*y)")).hessian([1.0, 2.0]),
        "rule": lambda n: entries.rule_of(Choice(text=f"theta = theta - lr*{n}*g")),
        "schedule": lambda n: entries.schedule_of(Choice(text=f"lr/({n} + t)")),
        "data": lambda n: entries.dataset_of(
            Choice(text=f"param n = 9 from 2 to 50 integer\nx = {n}*u1\ny = x"), "regression"
        ).table(),
        "loss": lambda n: entries.loss_of(Choice(text=f"{n}*(z - y)^2")).compiled,
    }
    gc.collect()
    while entries.entries.held:
        entries.entries.drop_oldest()
    gc.collect()
    before = len(statements._programs)
    for n in range(200, 220):
        choices[kind](n)
    assert len(entries.entries.held) == 20 and entries.entries.total >= 20 * entries.ENTRY_BYTES
    while entries.entries.held:
        entries.entries.drop_oldest()
    gc.collect()
    assert len(statements._programs) == before


def test_a_large_text_weighs_more() -> None:
    small, large = gdviz.surface("x + y"), gdviz.surface("+".join(f"sin({k}*x*y)" for k in range(2, 50)))
    assert entries.weigh(large) > 10 * entries.weigh(small)


def test_a_race_that_thirty_sessions_open_is_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    descend = made_once._descend

    def counted(*args: Any) -> gdviz.Path:
        calls.append(1)
        return descend(*args)

    monkeypatch.setattr(made_once, "_descend", counted)
    spec = replace(spec_of(seed=77), steps=3000)
    scenes = at_once(lambda _: pictures.scene_bytes(spec, "")[0])
    assert len(set(scenes)) == 1 and len(calls) == 1


def test_memory_is_given_back_once_much_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(module, "give_back", lambda: calls.append(1))
    cache = section(4 * module.FREED, lambda v: v)
    for k in range(9):
        cache.get(k, lambda: module.FREED // 2)
        assert len(calls) == 0
    for k in range(9, 15):
        cache.get(k, lambda: module.FREED // 2)
    assert len(calls) == 2
    monkeypatch.undo()
    module.give_back()


def test_an_entry_weighs_its_value_its_key_and_its_notes() -> None:
    cache = Cache(100_000)
    lists: Section[list[int]] = cache.section("lists", lambda value: 50, notes=len)
    key = ("x" * 1000, 1.5, Choice(text="y" * 2000))
    noted = lists.get(key, list)
    assert cache.total == lists.total == 50 + key_bytes(key) and key_bytes(key) > 3000
    noted += [1, 2, 3]
    assert lists.get(key, list) is noted
    assert cache.total == 50 + key_bytes(key) + 3
    cache.bound = 10
    lists.get("next", list)
    assert cache.total == 0


def test_the_least_recently_used_entry_leaves_whatever_its_kind() -> None:
    cache = Cache(100)
    a, b = (Section(cache, name, lambda _, value: value) for name in "ab")
    for k in range(2):
        a.get(k, lambda: 25)
        b.get(k, lambda: 25)
    a.get(0, lambda: 0)
    b.get(2, lambda: 10)  # b is above an equal share now, a is not
    assert (list(a.held), list(b.held)) == ([1, 0], [1, 2]) and cache.total == 85
    a.get(2, lambda: 25)
    assert (list(a.held), list(b.held)) == ([0, 2], [1, 2]) and cache.total == 85


def test_no_kind_empties_the_others() -> None:
    cache = Cache(1000)
    flood, small, idle = (Section(cache, name, lambda _, value: value) for name in ("flood", "small", "idle"))
    for k in range(30):
        small.get(k, lambda: 10)
    for k in range(1000):
        flood.get(k, lambda: 100)
    assert (
        small.total == 300 and flood.total == 700 and idle.total == 0
    )  # idle's share is there for the others
    for k in range(100):
        small.get(k, lambda: 10)
    assert small.total == 700 and flood.total == 300  # its share


def test_an_entry_without_owner_leaves_at_the_next_use_of_any_section() -> None:
    cache = Cache(1000)
    a, b = (Section(cache, name, lambda _, value: 10) for name in "ab")
    b.get(1, lambda: 1)
    table = gdviz.Table("T", {"x": np.arange(3.0)})
    a.get(token(table), lambda: 1, owner=table)
    del table
    gc.collect()
    assert a.total == 10
    b.get(1, lambda: 2)
    assert a.total == 0 and not a.held


def gdviz_modules() -> dict[str, Any]:
    names = [m.name for m in pkgutil.walk_packages(gdviz.__path__, "gdviz.")]
    return {name: importlib.import_module(name) for name in ["gdviz", *names]}


@each(gdviz_modules())
def test_every_cache_is_a_section_or_a_declared_constant(name: str) -> None:
    """What is kept for the process stands in the one bounded cache, unless a comment says why it cannot grow."""
    module = sys.modules[name]
    source = inspect.getsource(module).splitlines()
    for node in ast.walk(ast.parse("\n".join(source))):
        for decorator in getattr(node, "decorator_list", []):
            if re.search(r"\b(lru_)?cache\b", ast.unparse(decorator)):
                line = source[decorator.lineno - 1]
                assert "# constant: " in line, (
                    f"{name}:{decorator.lineno} keeps what it returns for good: {line}"
                )
        if isinstance(node, ast.Call) and re.search(r"\bst\.cache_(data|resource)\b", ast.unparse(node.func)):
            raise AssertionError(f"{name}:{node.lineno} has a cache of its own")
    weak = {"_tokens", "_programs", "_lacking", "_counts", "_said"}  # they keep nothing alive
    for attribute, held in vars(module).items():
        if isinstance(held, Section):
            assert held in CACHE.sections, f"{name}.{attribute} is a section of another store"
        elif isinstance(held, (WeakKeyDictionary, WeakValueDictionary, OrderedDict)):
            assert attribute in weak, f"{name}.{attribute} is a cache of its own"


@pytest.mark.parametrize(("noise", "shared"), [(0.0, {"theta", "g"}), (0.5, {"theta"})])
def test_what_a_run_records_twice_is_held_once(noise: float, shared: set[str]) -> None:
    entrant = Entrant(Choice("momentum"), 1.2345e-3)
    spec = replace(PAGES["surface"].first_shown, entrants=(entrant,), noise=noise)
    held = races.race(spec).competitors[0].path
    made = gdviz.descend(
        held.objective,
        "momentum",
        held.theta[0],
        lr=entrant.lr,
        **arguments.keywords_of(arguments.key_of_run(spec, entrant, spec.steps)[0], entrant),
    )
    assert held.quantities.keys() == made.quantities.keys() > {"theta", "g"}
    for name, values in made.quantities.items():
        assert held.quantities[name].tobytes() == values.tobytes()
    repeated = [held.theta, held.gradient]
    views = {n for n, v in held.quantities.items() if any(np.shares_memory(v, of) for of in repeated)}
    assert views == shared
    assert held.rate.tobytes() == made.rate.tobytes() and held.rate.strides == (0,)
    assert np.array_equal(held.evaluated, made.evaluated) and held.evaluated.itemsize == 4
    saved = made.rate.nbytes - held.rate.itemsize + made.evaluated.nbytes // 2
    assert weight.weigh_path(held) <= weight.weigh_path(made) - saved


def test_rates_that_change_are_all_held() -> None:
    entrant = Entrant(Choice("gd"), 1.2345e-3)
    spec = replace(PAGES["surface"].first_shown, entrants=(entrant,), schedule=Choice("cosine"))
    rate = races.race(spec).competitors[0].path.rate
    assert len({*rate.tolist()}) > 100
