"""From text to value, gradient and Hessian: ours beside SymPy's diff, cse and lambdify of the same tree."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import sympy

import gdviz
from tests.benchmarks.timing import seconds
from tests.library.extended import to_sympy

WORST = {
    "product of 60 factors": "*".join(f"(x + {i}*y)" for i in range(1, 61)),
    "sine of a sine, 40 deep": "sin(" * 40 + "x*y" + ")" * 40,
    "tower of 20 powers": "(x^2 + y)^" * 20 + "x",
    "40 nested minima": "min(x*y, " * 40 + "x" + ")" * 40,
}


def _ours(text: str, names: tuple[str, ...] = ("x", "y")) -> float:
    return seconds(lambda: gdviz.surface(text, names=names).hessian([0.3, 0.4][: len(names)]))


def _sympy(text: str) -> float:
    tree = gdviz.surface(text).program

    def derive() -> None:
        f = to_sympy(tree)
        f = f.subs({s: tree.defaults[s.name] for s in f.free_symbols if s.name in tree.defaults})
        x, y = (next((s for s in f.free_symbols if s.name == n), sympy.Symbol(n)) for n in "xy")
        first = [sympy.diff(f, v) for v in (x, y)]
        second = [sympy.diff(g, v) for g in first for v in (x, y)]
        sympy.lambdify((x, y), [f, *first, *second], "numpy", cse=True)(np.float64(0.3), np.float64(0.4))

    return seconds(derive)


def rows() -> Iterator[str]:
    ours = [_ours(s.text, s.names) for s in gdviz.surfaces.values()]
    theirs = [
        _sympy(gdviz.surfaces[k].text) for k in ("rosenbrock", "himmelblau", "goldstein_price", "ackley")
    ]
    yield (
        f"all {len(ours)} surfaces, text to Hessian: median {np.median(ours) * 1e3:.1f} ms, longest {max(ours) * 1e3:.0f} ms; "
        f"SymPy on four of them: median {np.median(theirs) * 1e3:.0f} ms, longest {max(theirs) * 1e3:.0f} ms"
    )
    for name, text in WORST.items():
        yield f"{name} (accepted text): {_ours(text) * 1e3:.0f} ms; limit 1 s"
