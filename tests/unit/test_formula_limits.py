"""Stated limits, at and just beyond; what is accepted ends soon; nothing that was compiled stays behind."""

from __future__ import annotations

import gc
import linecache
import signal
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pytest

import gdviz
from gdviz.engine.method.equations import typeset_equations
from gdviz.formula import MAX_DEPTH, MAX_LENGTH, MAX_LINES, MAX_NODES, FormulaError, hints, write

SLOW = 10  # seconds; ten times the limit of one second, so that a busy machine does not fail a test


@pytest.fixture(autouse=True)
def hang_guard() -> Iterator[None]:
    """A test that hangs fails instead."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {SLOW} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def nested(wrap: Callable[[str], str], times: int, inner: str = "x") -> str:
    for _ in range(times):
        inner = wrap(inner)
    return inner


def refused(text: str) -> str:
    with pytest.raises(FormulaError) as caught:
        gdviz.surface(text)
    return str(caught.value)


def test_length() -> None:
    gdviz.surface("x" + " " * (MAX_LENGTH - 1))
    assert (
        refused("x" + " " * MAX_LENGTH)
        == f"the surface has {MAX_LENGTH + 1} characters; at most {MAX_LENGTH}"
    )
    assert f"at most {MAX_LENGTH}" in refused("x+" * 5000 + "x")


def test_lines() -> None:
    gdviz.surface("\n" * (MAX_LINES - 1) + "x")
    assert f"at most {MAX_LINES}" in refused("w = x\n" * MAX_LINES + "w")
    gdviz.surface("w = x\n" * (MAX_LINES - 1) + "w")


def test_nodes() -> None:
    gdviz.surface("+".join(["x"] * (MAX_NODES - 1)))  # the sum is one more
    assert (
        refused("+".join(["x"] * MAX_NODES)) == f"the surface has {MAX_NODES + 1} parts; at most {MAX_NODES}"
    )


@pytest.mark.parametrize(
    "wrap",
    [
        lambda s: f"({s})",
        lambda s: f"sin({s})",
        lambda s: f"-{s}",
        lambda s: f"2^{s}",
        lambda s: f"|{s}|",
        lambda s: f"max({s}, y)",
        lambda s: f"(1 + {s})",
    ],
)
def test_depth(wrap: Callable[[str], str]) -> None:
    """Deep enough for anything one writes, and refused in words before anything overflows."""
    deepest = max(k for k in range(1, MAX_DEPTH + 2) if not refusal(nested(wrap, k)))
    assert 20 <= deepest <= MAX_DEPTH
    for k in (deepest + 1, 2 * deepest + 2, 300):
        assert f"at most {MAX_DEPTH} levels" in refused(nested(wrap, k))


def refusal(text: str) -> str:
    try:
        gdviz.surface(text)
    except FormulaError as error:
        return str(error)
    return ""


def longest(piece: Callable[[int], str], head: str, tail: str) -> str:
    """As many pieces between head and tail as are accepted."""
    low, high = 1, 1000

    def whole(k: int) -> str:
        return head + "".join(map(piece, range(1, k + 1))) + tail

    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if refusal(whole(middle)) else (middle, high)
    return whole(low)


def deepest(wrap: Callable[[str], str]) -> str:
    """As deep as is accepted."""
    return nested(wrap, max(k for k in range(1, MAX_DEPTH) if not refusal(nested(wrap, k))))


def worst() -> dict[str, Callable[[], str]]:
    """Accepted texts that are as bad as can be, looked for when they are asked for."""
    deep = {
        "continued fraction": lambda s: f"1/(y + {s})",
        "sines": lambda s: f"sin({s})",
        "roots": lambda s: f"sqrt({s})",
        "bars": lambda s: f"|{s}|",
        "extrema": lambda s: f"min(max({s}, x), x*y)",
        "clips": lambda s: f"clip({s}, x, y)",
        "choices": lambda s: f"where(x > y, {s}, x*y)",
        "arcs": lambda s: f"acos({s})",
        "tower": lambda s: f"x^{s}",
        "powers": lambda s: f"({s})^y",
        "comparisons": lambda s: f"({s} < x)",
    }
    out: dict[str, Callable[[], str]] = {name: partial(deepest, wrap) for name, wrap in deep.items()}
    out["tower of two"] = lambda: "^".join(["x", "y"] * 12)
    for name, piece in {
        "product of sums": "*(x + {}y)",
        "product of sines": "*sin({}x)",
        "sum of sines": " + sin({}x*y)",
        "sum of powers": " + x^{}y^3",
        "quotient": "/(x + {})",
        "powers in a row": "*x^y",
    }.items():
        out[name] = partial(longest, piece.format, "x", "")
    for name, piece in {
        "sin": "a = sin(a);",
        "cube": "a = a*a*a;",
        "fifth": "a = a*a*a*a*y;",
        "quotients": "a = 1/(y + a);",
        "powers": "a = a^a;",
        "root": "a = sqrt(a);",
        "mixed": "a = sin(a)*cos(a)/(1 + a^2);",
        "extremum": "a = max(min(a, y, x), a*x, y);",
        "sums": "a = a + a + sin(a) + x;",
        "deep": "a = " + nested(lambda s: f"sin({s})", 40, "a") + ";",
        "two": "b = a*y + b0; b0 = b*a; a = b0/(1 + b);",
    }.items():
        out[f"repeated {name}"] = partial(longest, lambda _, p=piece: p, "a = x;b0 = y;", "a")
    out["fifty arguments"] = lambda: (
        "max(" + ", ".join(f"x*{i}" for i in range(50)) + ")*min(" + ", ".join(["y*x"] * 50) + ")"
    )
    return out


WORST = worst()


@pytest.mark.quick(6)
@pytest.mark.parametrize("name", WORST)
def test_what_is_accepted_ends_soon(name: str) -> None:
    """Parse, gradient, Hessian, compile, typeset and evaluate; the spent time is for `pytest --durations`."""
    text = WORST[name]() + " "
    signal.alarm(SLOW)
    surface = gdviz.surface(text, names=("x", "y"))
    hints(surface.program)
    points = np.random.default_rng(0).uniform(0.1, 1, (5, 2))
    assert surface.value(points).shape == (5,)
    assert surface.gradient(points).shape == (5, 2) and surface.hessian(points).shape == (5, 2, 2)
    for node in surface.program.nodes():
        for fmt in ("text", "latex", "mathml"):
            assert write(node, fmt)
    surface.derivatives_latex()


def test_long_rules_end_soon() -> None:
    signal.alarm(SLOW)
    text = "".join(f"m{i} = m{i} + t*g\n" for i in range(MAX_LINES - 2)) + "theta = theta - lr*m1"
    path = gdviz.descend("rosenbrock", gdviz.optimizer(text), steps=5)
    assert len(typeset_equations(path.rule, path.hyper)) == MAX_LINES - 1


def test_a_traceback_shows_the_formulas_own_line(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "m = 0.5*g\nn = dot(m, grad(theta + m))\ntheta = theta - lr*m"
    rule = gdviz.optimizer(text)
    surface = gdviz.surface("x^2 + y^2")

    def broken(*_: object) -> None:
        raise ZeroDivisionError("as if")

    descent = gdviz.Descent(surface, rule, lr=0.1)
    monkeypatch.setattr(descent.stepper.oracle, "grad", broken)
    with pytest.raises(ZeroDivisionError) as caught:
        descent.run(1)
    frames = [
        f for f in traceback.extract_tb(caught.value.__traceback__) if f.filename.startswith("<formula")
    ]
    assert [(f.lineno, f.line) for f in frames] == [(2, "n = dot(m, grad(theta + m))")]


def test_a_trace_of_a_surface_shows_its_text() -> None:
    surface = gdviz.surface("x^2 +\n 3y^2")
    with pytest.raises(TypeError) as caught:
        surface.compiled.value(object(), 1.0)
    line = [
        f.line for f in traceback.extract_tb(caught.value.__traceback__) if f.filename.startswith("<formula")
    ]
    assert line and line[0] in ("x^2 +", "3y^2")


@pytest.mark.slow
def test_compiling_leaves_nothing_behind() -> None:
    """Sources for tracebacks live as long as their functions: what no cache holds is gone."""

    def count() -> int:
        gc.collect()
        return sum(name.startswith("<formula") for name in linecache.cache)

    def many(start: int, number: int) -> None:
        for i in range(start, start + number):
            gdviz.surface(f"x^2 + {i}.5y").value([1.0, 2.0])
            if i % 4 == 0:
                gdviz.schedule(f"lr*{i}/t")

    many(0, 1300)  # fills the caches
    before = count()
    many(5000, 700)
    assert count() <= before


@pytest.mark.parametrize(("kind", "most"), [("value", 5), ("gradient", 9)])
def test_values_are_freed_as_soon_as_nothing_reads_them(kind: str, most: int) -> None:
    """The arrays that cross-entropy holds at a time; kept until the return they were 11 and 22."""
    function = getattr(gdviz.losses["cross_entropy"].compiled, kind)
    z, y = np.linspace(-3, 3, 1 << 15), np.ones(1 << 15)
    tracemalloc.start()
    try:
        function(z, y)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < (most + 0.5) * z.nbytes


def test_a_name_that_is_used_again_does_not_change_what_was_read() -> None:
    """Long chains and values that are read late: the program is what it says."""
    a = "\n".join(f"a{i} = {'x' if i == 1 else f'a{i - 1}'}*y + {i}" for i in range(1, 12))
    late = gdviz.surface(a + "\na11 - a1 + a6*a2 + x")
    x, y = 0.3, 0.7
    chain = [x * y + 1]
    for i in range(2, 12):
        chain.append(chain[-1] * y + i)
    assert late.value([x, y]) == chain[10] - chain[0] + chain[5] * chain[1] + x
