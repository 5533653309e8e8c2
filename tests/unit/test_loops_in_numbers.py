"""The loops that make runs in plain numbers: of what they are made, and how long they are held."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import pytest

import gdviz
from gdviz.engine import Rule
from gdviz.engine.method import in_numbers
from gdviz.engine.method.in_numbers import loop_in_numbers, step_in_numbers
from gdviz.engine.run.record import RecordInNumbers
from tests.unit.test_run_in_numbers import bits, check


def loop_of(objective: Any, rule: Rule) -> Callable[..., None]:
    """The loop that a run of a rule on an objective is made by."""
    record = gdviz.Descent(objective, rule, lr=0.01, stop=None).record
    assert isinstance(record, RecordInNumbers)
    return record.numbers.loop


@pytest.mark.parametrize("slug", list(gdviz.optimizers))
def test_every_optimizer_on_every_surface(slug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where both are lines, few enough, one loop is made of them: nothing is called in a step."""
    rule, in_lines = gdviz.optimizers[slug], 0
    for surface in gdviz.surfaces.values():
        step = step_in_numbers(rule.program, surface.dimension)
        if step is None:
            continue
        few = len(step.lines) + len(surface.lines_for_one()[0].lines) <= in_numbers.LONGEST
        assert (loop_of(surface, rule) is step.loop_with_calls) == (not few)
        in_lines += few
        check(monkeypatch, surface, rule, steps=40)
    assert in_lines == 0 if rule.asks else in_lines > 30


def test_loops_are_held_as_long_as_rule_and_surface_and_no_more_than_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule = gdviz.optimizer("theta = theta - 0.5*lr*g")
    surfaces = [gdviz.surface(f"x^2 + {i + 2}y^2") for i in range(in_numbers.PAIRS + 3)]
    loops = [weakref.ref(loop_of(surface, rule)) for surface in surfaces]
    gc.collect()
    assert [loop() is None for loop in loops] == [True] * 3 + [False] * in_numbers.PAIRS
    assert loop_of(surfaces[-1], rule) is loops[-1]()
    surfaces.pop()
    gc.collect()
    assert loops[-1]() is None and loops[-2]() is not None
    del rule
    gc.collect()
    assert loops[-2]() is None


def test_a_run_leaves_its_memory_without_waiting_for_the_collector() -> None:
    descent = gdviz.Descent("rosenbrock", "adam", steps=100)
    descent.run()
    assert isinstance(descent.record, RecordInNumbers)
    rows = weakref.ref(descent.record.table.rows)
    gc.disable()
    try:
        del descent
        assert rows() is None
    finally:
        gc.enable()


def test_a_long_formula_is_called() -> None:
    rule = gdviz.optimizers["gd"]
    text = " + ".join(f"sin({i + 2}x)*cos({i + 3}y)" for i in range(42))
    surface = gdviz.surface(text)
    step = step_in_numbers(rule.program, 2)
    assert step is not None and len(surface.lines_for_one()[0].lines) > in_numbers.LONGEST
    assert loop_of(surface, rule) is step.loop_with_calls is loop_in_numbers(step, None, ())[0]
    alone = gdviz.descend(surface, rule, lr=1e-4, steps=50)
    out = gdviz.sweep(surface, rule, [surface.start] * 3, lr=1e-4, steps=50, paths=True)
    assert out.paths is not None and bits(out.paths[:, 1]) == bits(alone.theta)


@pytest.mark.parametrize("slug", ["rosenbrock", "beale"])
def test_a_long_rule_is_called_whether_its_surface_has_parameters_or_not(
    slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = " + ".join(f"exp(-{i}abs(g))*sin({i}g)^2" for i in range(1, 30))
    rule, surface = gdviz.optimizer(f"theta = theta - lr*g/(1 + {terms})"), gdviz.surfaces[slug]
    assert bool(surface.params) == (slug == "rosenbrock")
    step = step_in_numbers(rule.program, 2)
    assert step is not None and loop_of(surface, rule) is step.loop_with_calls
    check(monkeypatch, surface, rule, lr=1e-4, steps=50)
