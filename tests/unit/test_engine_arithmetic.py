"""The arithmetic of a step, evaluated again with the numbers it shows, gives the very bits that were recorded."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.method.compiled_rule import reads, versions
from gdviz.engine.method.equations import slot, typeset_equations
from gdviz.formula import ORACLE, Emitter, compile_function

SURFACE = gdviz.surface("(1 - x)^2 + 100(y - x^2)^2", ((-2, 2), (-1, 3)), start=(-1.5, 2.0))
OWN = {
    "twice": "m = 0.9*m + g\nm = m/2\nk = k + 1\ntheta = theta - lr*m\ntheta = 0.999*theta",
    "constant state": "param beta = 0.5\nstate theta0 = theta\nstate r = beta*lr\na = theta - theta0\ntheta = theta - lr*g - r*a/10",
    "matrix": "state H = eye\nH = H + outer(g, g)\np = solve(H, g)\nq = H @ p + transpose(H) @ g\ntheta = theta - lr*p - 1e-6*lr*q",
    "loss": "a = f + f_old\nf_old = f\ntheta = theta - lr*g/(1 + norm(g)) + 0*a*t",
    "constants": "a = 2/(1 - 1)\nb = 3\nc = where(t > b, a, D)\ntheta = theta - lr*g*clip(c, 0, 1)",
}


def numbers_of_step(path: gdviz.Path, step: int) -> dict[tuple[str, int], Any]:
    """What the slots mean at step 1..n: (key, when) -> number or array; parameters included."""
    k = step - 1
    known: dict[tuple[str, int], Any] = {(n, 0): v for n, v in path.hyper.items()}
    known |= {(n, -1): v for n, v in path.initial.items() if not k or n not in path.quantities}
    known |= {("t", 0): float(step), ("T", 0): float(path.planned), ("lr", 0): path.rate[k]}
    for key, q in path.quantities.items():
        known[key, 0] = q[k]
        if k:
            known[key, -1] = q[k - 1]
    known["theta", -1] = path.theta[k]
    return known


def check(path: gdviz.Path, steps: list[int]) -> int:
    """Each equation of these steps again, by itself; the number of equations that were checked."""
    rule, checked = path.rule, 0
    kinds = dict(rule.compiled.recorded) | dict(rule.compiled.states) | {"theta": "v", "g": "v"}
    for e, key, found in zip(
        rule.program.equations, versions(rule.program), reads(rule.program), strict=True
    ):
        if {n.name for n in e.node.walk() if n.op == "call"} & ORACLE:
            continue
        names = sorted(e.node.names())
        emitter = Emitter()
        for n in names:
            emitter.input(
                n, f"_{n}", "m" if n == "eye" else kinds.get(found.get(n, (n, 0))[0], "s"), plain=True
            )
        value, kind = emitter.value(e.node)
        function = compile_function("again", emitter.lines, [f"_{n}" for n in names], [value], rule.text)
        for step in steps:
            numbers = numbers_of_step(path, step)
            arguments = []
            for n in names:
                if n in ("D", "eye"):
                    arguments.append(2.0 if n == "D" else np.eye(2))
                    continue
                number = np.asarray(numbers[found.get(n, (n, 0))], dtype=float)
                arguments.append(
                    number.reshape({"s": (1, 1), "v": (1, 2), "m": (1, 2, 2)}[emitter.names[n][1]])
                )
            with np.errstate(all="ignore"):
                (again,) = function(*arguments)
            recorded = path.quantities[key][step - 1]
            np.testing.assert_array_equal(
                np.broadcast_to(again, (1, *recorded.shape)).ravel()
                if kind != "s" or recorded.ndim
                else np.ravel(again),
                np.ravel(recorded),
                err_msg=f"{key} of step {step}",
            )
            checked += 1
    return checked


@pytest.mark.parametrize("slug", gdviz.optimizers)
def test_registered_rules(slug: str) -> None:
    path = gdviz.descend(SURFACE, slug, steps=40, schedule="cosine", noise=0.01)
    steps = [k for k in (1, 2, 3, 10, 40) if k <= path.steps]
    assert check(path, steps) >= len(steps)


@pytest.mark.parametrize("name", OWN)
def test_own_rules(name: str) -> None:
    path = gdviz.descend(SURFACE, gdviz.optimizer(OWN[name]), steps=12, lr=0.0005, stop=None)
    assert check(path, [1, 2, 3, 12]) >= 8


def test_the_number_of_steps_may_be_read() -> None:
    path = gdviz.descend(SURFACE, gdviz.optimizer("a = t/T\ntheta = theta - lr*g*a"), steps=8, lr=0.0005)
    assert check(path, [1, 8]) == 4


@pytest.mark.parametrize("slug", gdviz.optimizers)
def test_every_slot_has_a_number(slug: str) -> None:
    """What stands between the slots' brackets is known at every step, and the result's slot ends the line."""
    path = gdviz.descend(SURFACE, slug, steps=3)
    for equation in typeset_equations(path.rule, path.hyper):
        for line in (equation.numbers, equation.latex_numbers, equation.text_numbers):
            slots = re.findall("⟦(.*?)@(0|-1)⟧", line)
            assert slots[-1] == (equation.name, "0") and line.count("⟦") == len(slots)
            for step in (1, 2, 3):
                numbers = numbers_of_step(path, step)
                assert {(k, int(when)) for k, when in slots} <= set(numbers), equation.name
        assert "⟦" not in equation.mathml + equation.latex + equation.text


def test_names_that_are_assigned_twice_have_versions() -> None:
    rule = gdviz.optimizer(OWN["twice"])
    assert versions(rule.program) == ["m'", "m", "k", "theta'", "theta"]
    path = gdviz.descend(SURFACE, rule, steps=3, lr=0.0005)
    np.testing.assert_array_equal(path.quantities["m"], path.quantities["m'"] / 2)
    np.testing.assert_array_equal(path.quantities["theta"], 0.999 * path.quantities["theta'"])
    texts = {e.name: e.text_numbers for e in typeset_equations(rule, {})}
    assert slot("m", -1) in texts["m'"] and slot("m'", 0) in texts["m"] and slot("m", 0) in texts["theta'"]


def test_arrows_are_recorded_but_are_no_equation() -> None:
    rule = gdviz.optimizer(
        "param k = 3\narrow a = k*m - g\nm = 0.5*m + g\narrow b = m*lr\ntheta = theta - lr*m"
    )
    path = gdviz.descend(SURFACE, rule, steps=4, lr=0.0005)
    assert [e.name for e in typeset_equations(rule, path.hyper)] == ["m", "theta"] and rule.arrows == (
        "a",
        "b",
    )
    before = np.vstack([[0, 0], path.quantities["m"][:-1]])
    np.testing.assert_array_equal(path.quantities["a"], 3 * before - path.quantities["g"])
    np.testing.assert_array_equal(path.quantities["b"], path.quantities["m"] * 0.0005)
