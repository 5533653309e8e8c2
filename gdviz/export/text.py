"""How the parts of an exported file are laid out: numbers, arrays, names, indented lines."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from gdviz.formula import Param

WIDTH = 100  # columns of a line of numbers
# what a file calls its own; a quantity of a rule that has such a name gets an underscore
TAKEN = frozenset(
    "np torch path loss gradient hessian seen noise rows rate smooth_gradient prox begin state "
    "quotient0 quotient1 product0 solve spectral_abs line_search wolfe NOISE BATCHES "
    "base_lr range zip".split()
)
OF_DATA = frozenset(
    "A X Y WEIGHTS theta score score_slopes score_bends layers activation activation_slope forward backward "
    "first second step cost total slope bend part penalty len".split()
)  # in losses over rows


def indented(lines: Iterable[str], depth: int = 1) -> list[str]:
    """Put lines further in."""
    return [f"{'    ' * depth}{line}" if line else "" for line in lines]


def own_name(name: str, taken: frozenset[str] = frozenset()) -> str:
    """Return what a formula's name is called in Python, where some names are taken."""
    return f"{name}_" if name in TAKEN or name in taken or keyword.iskeyword(name) else name


def one_line(text: str) -> str:
    """Return a text that stays within its line, and within quotes."""
    return " ".join(text.split()).replace('"', "'").replace("\\", "/")


def number(value: float) -> str:
    """Write a number with all its digits.

    Examples
    --------
    >>> number(2.0), number(0.1), number(float("inf"))
    ('2.0', '0.1', 'np.inf')
    """
    value = float(value)
    if np.isnan(value):
        return "np.nan"
    return repr(value) if np.isfinite(value) else ("-np.inf" if value < 0 else "np.inf")


def array(values: Any) -> str:
    """Write an array as a list of numbers, a row a line.

    Examples
    --------
    >>> print(array([[1.0, 2.0], [3.0, 4.0]]))
    np.array([
        [1.0, 2.0],
        [3.0, 4.0],
    ])
    """
    values = np.asarray(values)
    if values.ndim > 1:
        rows = [f"    {_list(row)}," for row in values]
        return "\n".join(["np.array([", *rows, "])"])
    if len(text := _list(values)) <= WIDTH:
        return f"np.array({text})"
    return "\n".join(["np.array([", *indented(_wrapped(values)), "])"])


def _list(values: np.ndarray) -> str:
    return f"[{', '.join(map(_one, values.tolist()))}]"


def _one(value: Any) -> str:
    return number(value) if isinstance(value, float) else repr(value)


def _wrapped(values: np.ndarray) -> list[str]:
    lines, line = [], ""
    for value in values.tolist():
        text = f"{_one(value)}, "
        if len(line) + len(text) > WIDTH:
            lines.append(line.rstrip())
            line = ""
        line += text
    return [*lines, line.rstrip()]


def parameters(params: Sequence[Param], values: Mapping[str, float]) -> list[str]:
    """Write the parameters of an entry, each on a line with what it is."""
    out = []
    for p in params:
        said = f"  # {one_line(p.help)}" if p.help else ""
        out.append(f"{own_name(p.name)} = {number(values[p.name])}{said}")
    return out
