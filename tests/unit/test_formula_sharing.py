"""A name that is read twice in each of many lines: written out it would be endless, so nothing may write it out or walk it so."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Display, Penalty
from gdviz.engine.method.stability import rate_limits
from gdviz.formula import (
    FUNCTIONS,
    ONE,
    READABLE,
    Node,
    derivative,
    hints,
    mathml,
    readable,
    tree_size,
    write,
)
from gdviz.player.scene.data.gradient_formula import gradient_formula
from gdviz.ui.reference.equations import equations

CPU = 10  # seconds: what is promised of anything that is accepted
FORMATS = ("text", "latex", "mathml")
LINES = {
    "product": "a = a*a",
    "sum": "a = a + a*x",
    "sines": "a = sin(a)*cos(a)",
    "quotient": "a = a/(1 + a)",
    "extremum": "a = max(a, a*x)",
    "choice": "a = where(a > 0, a, a*x)",
    "powers": "a = a^2 + a",
    "more": "a = a^0.5 + a^a",
}


@pytest.fixture(autouse=True)
def cpu_guard() -> Iterator[None]:
    """What takes more processor time than is promised fails, and does not hang."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {CPU} CPU seconds")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def doubled(line: str, first: str, x: str, last: str = "a", count: int = 40) -> str:
    """The line 40 times (20 already make a million parts), in the names of a language."""
    return "\n".join(
        [f"a = {first}", *[line.replace("x", x) if "max" not in line else f"a = max(a, a*{x})"] * count, last]
    )


def surface(line: str) -> None:
    s = gdviz.surface(doubled(line, "x*y/10", "x"))
    assert not readable(s.compiled.result) and tree_size(s.compiled.result) > 10**6
    hints(s.program)
    assert s.hessian(np.full((3, 2), 0.5)).shape == (3, 2, 2)
    latex = s.derivatives_latex()
    assert None in latex
    for node in (s.compiled.result, *s.compiled.partials, *s.compiled.second):
        assert all(len(write(node, fmt)) < 10**5 for fmt in FORMATS) and len(repr(node)) < 10**4
        assert node.names() <= {"x", "y"} and sum(1 for _ in node.walk()) < 10**5
    equations(s)
    gdviz.descend(s, "gd", steps=3)


def minimum(line: str) -> None:
    formula = doubled(line, "b/10", "b")
    s = gdviz.Surface("param b = 0.5 from 0 to 1\nb*x^2 + y^2", minima=[(formula, "0")], minimum=formula)
    s.with_parameters(b=0.25)
    gdviz.descend(s, "gd", steps=3)


def rule(line: str) -> None:
    made = gdviz.optimizer(
        doubled(line, "dot(g, g)/10", "lr", "arrow pull = a*g\ntheta = theta - lr*g + 0*a")
    )
    path = gdviz.descend("sphere", made, steps=3)
    assert len(equations(made)) == 42 and path.frame().shape[0] == len(path.theta)
    gdviz.sweep("sphere", made, [(1, 1), (2, 2)], steps=3)
    limited = gdviz.Rule("theta = theta - lr*g", stable=doubled(line, "1/lam_max", "lam_max"))
    rate_limits(limited, {}, 1.0, 2.0)


def schedule(line: str) -> None:
    made = gdviz.schedule(doubled(line, "f/10", "lr"))
    gdviz.descend("sphere", "adam", schedule=made, steps=3)
    assert equations(made)


def loss_of_data(*entries: Any, **options: Any) -> Any:
    """The loss over data, or None: some of the lines grow without bound, which is refused in a sentence."""
    try:
        return gdviz.data_loss("galton", *entries, **options)
    except ValueError as error:
        assert "is no finite number on these data" in str(error)
        return None


def loss(line: str) -> None:
    made = gdviz.loss(doubled(line, "(z - y)^2/10", "z"))
    assert sum(map(len, equations(made))) < 10**6
    if objective := loss_of_data(made):
        assert objective.optimum.how and objective.domain
        assert gradient_formula(objective, False)["slope"] is None
        gdviz.descend(objective, "gd", steps=3)
    written = doubled(line, "(z - y)/10", "z")
    shown = gdviz.Loss("(z - y)^2", display=Display(written, ("a",)))
    gradient_formula(gdviz.data_loss("galton", shown), False)
    assert sum(map(len, equations(shown))) < 10**6


def binary(line: str) -> None:
    made = gdviz.Loss(
        "log(1 + exp(z)) - y*z", probability=doubled(line, "1/(1 + exp(-z))", "z"), task="binary"
    )
    assert made.chance is not None and np.shape(made.chance(np.zeros(3))) == (3,)
    equations(made)


def penalty(line: str) -> None:
    made = Penalty(doubled(line, "w^2/10", "w"), prox=doubled(line, "w/(1 + s)", "w"))
    assert made.compiled.second[0].names() <= {"w"}
    if objective := loss_of_data("squared", penalty=made):
        assert objective.hessian([1.0, 1.0]).shape == (2, 2)
        with np.errstate(all="ignore"):
            assert np.shape(objective.prox(np.ones((1, 2)), 0.1)) == (1, 2)
    equations(made)


def data(line: str) -> None:
    made = gdviz.dataset(
        "param n = 20 from 2 to 50 integer\n" + doubled(line, "u1/1000", "u2", "x = a; y = u1")
    )
    try:
        made.table()
    except ValueError as error:
        assert "not a finite number" in str(error)  # some of the lines grow without bound
    equations(made)


PLACES: dict[str, Callable[[str], Any]] = {
    f.__name__: f for f in (surface, minimum, rule, schedule, loss, binary, penalty, data)
}


@pytest.mark.quick(5)
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("place", PLACES)
def test_no_place_that_takes_a_text_writes_it_out(place: str, line: str) -> None:
    PLACES[place](LINES[line])


@pytest.mark.parametrize("name", sorted(n for n, f in FUNCTIONS.items() if f.elementwise))
def test_every_function_of_shared_arguments_has_a_bounded_derivative(name: str) -> None:
    node = Node("name", name="x")
    for _ in range(25):
        node = Node("call", (node,) * FUNCTIONS[name].arity[0], name=name)
    slope = derivative(derivative(node, {"x": ONE}), {"x": ONE})
    assert sum(1 for _ in slope.walk()) < 10**5 and slope.names() <= {"x"}
    assert all(len(mathml(write(slope, fmt))) < 10**5 for fmt in FORMATS)


def test_what_is_too_long_to_read_is_dots() -> None:
    node = gdviz.surface(doubled("a = a*a", "x", "x")).compiled.result
    assert [write(node, fmt) for fmt in FORMATS] == ["...", r"\dots", "<mo>…</mo>"]
    assert not readable(node, READABLE)
