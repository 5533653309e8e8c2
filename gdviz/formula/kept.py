"""What is made of a program, kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from gdviz.formula.program import Program

P = ParamSpec("P")
V = TypeVar("V")


def kept_with_program(make: Callable[Concatenate[Program, P], V]) -> Callable[Concatenate[Program, P], V]:
    """Remember what `make(program, *more)` returns as long as the program is in use: a stranger's text leaves nothing behind.

    What is made must not hold the program itself.
    """
    held: WeakKeyDictionary[Program, dict[tuple[object, ...], V]] = WeakKeyDictionary()

    @wraps(make)
    def made(program: Program, *more: P.args, **named: P.kwargs) -> V:
        known, key = held.setdefault(program, {}), (more, *named.items())
        if key not in known:
            known[key] = make(program, *more, **named)
        return known[key]

    return made
