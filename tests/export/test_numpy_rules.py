"""The exported NumPy file of every method is run, with nothing but NumPy, and arrives where the race did.

What is added to the library tomorrow is run here too.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.engine import Thinning
from gdviz.export import code_files
from gdviz.export.check import last_certain
from gdviz.export.helpers import sources
from gdviz.export.method.seen import Seen
from gdviz.formula import FUNCTIONS, ORACLE, Node, PythonWriter
from tests.export.bare import failures

# what is asked of a run besides the rule: each of these changes what the file says
WAYS = {
    "plain": {"steps": 60},
    "seen": {"steps": 40, "noise": 0.3, "clip": 1.0, "seed": 5},
    "schedule": {"steps": 40, "schedule": "reduce_on_plateau", "schedule_hyper": {"patience": 3}},
    "up": {"steps": 30, "maximize": True},
}
OWN_RULES = {
    "taken_names": "param path = 0.9 from 0 to 1; state loss = 0; loss = path*loss + g; rows = lr*loss\n"
    "gradient = rows; np = gradient; noise = np; theta = theta - noise",
    "number_for_all": "theta = 0.5^t",
    "number_of_calls": "theta = max(0.5^t, norm(theta)/4)",
    "number_of_products": "theta = 0.1*(g @ g)/(1 + g @ g) - min(t, 2)",
    "vector_set_to_a_number": "state m = 0; m = where(t > 2, m + g, 1); theta = theta - lr*m",
    "matrix_set_to_a_number": "state H = eye; H = where(t > 3, H, 2*eye); H = H + 0*outer(g, g); theta = theta - lr*(H @ g)",
    "division_by_a_plain_zero": "param a = 0 from 0 to 1; k = 1/a; theta = theta - where(k > 1, lr, 0)*g",
    "states_that_ask": "state v = grad(theta); state f0 = value(theta); v = v + g; theta = theta - lr*v/(1 + f0)",
    "states_of_the_start": "state a = t + lr; state s = norm(g); a = a + s; theta = theta - lr*g/a",
    "moved_before_a_search": "theta = theta - 0.01*g; a = line_search(-g); theta = theta - 0.01*a*g",
    "keywords": "lambda = 2*lr; theta = theta - lambda*g",
    "whole_numbers": "k = max(2, 3)^(-max(1, 2)); theta = theta - lr*k*g",
    "functions": "A = transpose(outer(g, g)) + eye; d = diag(A); u = solve(A, g)\n"
    "theta = theta - lr*mean(abs(u))*clip(u, -1, 1)/(1 + sum(d))",
}


def test_every_optimizer(tmp_path: Path) -> None:
    cases = {}
    for slug in gdviz.optimizers:
        for way, keywords in WAYS.items():
            path = gdviz.descend(
                "booth" if way in ("seen", "up") else "rosenbrock", slug, (-1.0, 0.5), **keywords
            )
            cases[f"{slug}-{way}"] = code_files(path)
    assert failures(cases, tmp_path) == ""


def test_every_schedule(tmp_path: Path) -> None:
    cases = {}
    for slug in gdviz.schedules:
        for rule in ("adam", "lbfgs"):
            cases[f"{slug}-{rule}"] = code_files(
                gdviz.descend("booth", rule, steps=40, schedule=slug, noise=0.1)
            )
    own = gdviz.schedule(
        "state best = f; state n = lr; best = min(best, f); n = n + 1; lr/n*(1 + best/(1 + norm(g)))"
    )
    cases["own"] = code_files(gdviz.descend("booth", "gd", steps=20, schedule=own))
    assert failures(cases, tmp_path) == ""


def test_own_rules(tmp_path: Path) -> None:
    cases = {
        name: code_files(gdviz.descend("booth", gdviz.optimizer(text), (1.0, -2.0), steps=12, lr=0.01))
        for name, text in OWN_RULES.items()
    }
    assert failures(cases, tmp_path) == ""


def test_every_minimizer(tmp_path: Path) -> None:
    cases = {}
    for slug in gdviz.minimizers:
        cases[slug] = code_files(gdviz.descend("rosenbrock", slug, steps=12))
        cases[f"{slug}-up"] = code_files(
            gdviz.descend("himmelblau", slug, (0.1, 0.2), steps=3, maximize=True)
        )
    assert failures(cases, tmp_path, "scipy") == ""


def test_a_wrong_end_is_noticed(tmp_path: Path) -> None:
    code = gdviz.as_code(gdviz.descend("rosenbrock", "adam", steps=30, lr=0.1))
    wrong = code.replace("beta1 = 0.9 ", "beta1 = 0.900001 ")
    assert wrong != code
    assert "Not equal to tolerance" in failures({"wrong": {"run.py": wrong.encode()}}, tmp_path)


def test_what_rounding_decides_is_not_checked() -> None:
    """A rate far too large: chaos. The file compares a step before the last digits are seen, and says so."""
    path = gdviz.descend(gdviz.surface("x^4 - x^2", ((-2, 2),)), "gd", start=(0.3,), steps=300, lr=0.95)
    assert 5 < last_certain(path) < 200
    code = gdviz.as_code(path)
    assert "another machine may go another way" in code and f"path[{last_certain(path)}]" in code
    calm = gdviz.descend("booth", "gd", steps=50, lr=0.05)
    assert last_certain(calm) == calm.steps and "another machine" not in gdviz.as_code(calm)


def test_every_function_can_be_written() -> None:
    """One that is added to the language tomorrow fails here until a file knows it."""
    seen = Seen(gdviz.descend("booth", "gd", steps=1), penalised=False)
    asks = seen.asks(("theta", "f", "g"))
    assert asks.keys() == ORACLE
    for name, function in FUNCTIONS.items():
        writer = PythonWriter(asks=asks)
        names = [
            Node("name", name=f"a{i}")
            for i in range(max(2, function.arity[0]) if function.arity[1] > 1 else 1)
        ]
        written = writer.write(Node("call", tuple(names), name=name))
        assert "a0" in written or name == "smooth"
        sources(writer.helpers)
    with pytest.raises(ValueError, match="the function new\\(\\) cannot be written"):
        sources({"new"})


def test_what_cannot_be_written_says_why() -> None:
    class Odd:
        name, dimension, names = "Odd", 1, ("x",)
        domain, start, minima, minimum = ((-1, 1),), (0.5,), np.empty((0, 1)), None

        def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            return (p**2).sum(-1), 2 * p

        def hessian(self, p: np.ndarray) -> np.ndarray:
            return 2 * np.ones((*np.shape(p), 1))

    path = gdviz.descend(Odd(), "gd", steps=3, lr=0.1)
    with pytest.raises(ValueError, match="Odd cannot be written as code: it is no formula"):
        gdviz.as_code(path)
    with pytest.raises(ValueError, match="flavour must be one of numpy"):
        gdviz.as_code(gdviz.descend("booth", "gd", steps=3), "fortran")


def test_a_run_of_which_only_some_steps_are_held(tmp_path: Path) -> None:
    """A chaotic one too: the step that is compared is one of those held."""
    cases = {}
    for name, lr in {"calm": 1e-3, "chaos": 0.95}.items():
        run = gdviz.Descent(
            gdviz.surface("x^4 - x^2", ((-2, 2),)), "gd", (0.3,), steps=4000, lr=lr, stop=None
        )
        run.run(thinning=Thinning(40, 7, 4000))
        path = run.path()
        assert path.whole is not None and len(path.theta) < 1000
        cases[name] = code_files(path)
        assert f"path[{path.at[last_certain(path)]}]" in cases[name]["run.py"].decode() or name == "calm"
    assert failures(cases, tmp_path) == ""
