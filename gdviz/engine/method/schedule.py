"""Learning-rate schedules: the rate of each step t = 1..T as a formula, with state where it reads the loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np

from gdviz.engine.entry import Entry, check_parameters
from gdviz.engine.options import RESERVED
from gdviz.formula import (
    ELEMENTWISE,
    Emitter,
    FormulaError,
    Language,
    Program,
    Value,
    cached_per_program,
    compile_function,
)

_INPUTS = {"t": "s", "T": "s", "lr": "s", "f": "s", "g": "v"}
_FUNCTIONS = ELEMENTWISE | {"norm", "dot", "sum", "mean"}


class _CompiledSchedule(NamedTuple):
    rate: Callable[..., tuple[Any, ...]]  # (t, T, lr, f, g, params..., states...) -> (rate, new states...)
    init: Callable[..., tuple[Any, ...]]  # (t, T, lr, f, g, params...) -> states
    closed: bool  # reads t, T, lr and parameters only


@dataclass(frozen=True, eq=False)
class Schedule(Entry):
    """A learning-rate schedule; `lr` in the text is the base rate, the value is the rate of step t."""

    language: ClassVar[Language] = Language(
        "schedule", tuple(_INPUTS), _FUNCTIONS, "lr, t and T", True, states=True, reserved=RESERVED
    )

    def check(self) -> None:
        _ = self.compiled

    @cached_property
    def compiled(self) -> _CompiledSchedule:
        """The compiled formula. Raises FormulaError."""
        return compile_schedule(self.program)

    def rates(self, steps: int, lr: float = 1.0, /, **params: float) -> np.ndarray:
        """The rates (steps,) of a schedule that reads neither loss nor gradient. Raises ValueError for one that does."""
        if not self.compiled.closed:
            raise ValueError(f"{self.name} reads the run; its rates are known only in a run")
        t = np.arange(1.0, steps + 1)
        values = check_parameters(self, params).values()
        with np.errstate(all="ignore"):
            (rate,) = self.compiled.rate(t, np.float64(steps), np.float64(lr), None, None, *values)
        return np.array(np.broadcast_to(rate, t.shape), dtype=float)


@cached_per_program
def compile_schedule(program: Program) -> _CompiledSchedule:
    """Compile a schedule. Raises FormulaError where its value is not a number."""
    params = [p.name for p in program.params]
    states = [n for n, _ in program.states]

    def emitter() -> Emitter:
        e = Emitter()
        for n, kind in _INPUTS.items():
            e.input(n, f"_{n}", kind)
        for n in params:
            e.input(n, f"_{n}", "s")
        return e

    first = emitter()
    values = []
    for n, node in program.states:
        value = first.value(node) if node is not None else Value("0.0", "s")
        values.append(value[0])
        first.assign(n, value)
    arguments = [f"_{n}" for n in (*_INPUTS, *params)]
    init = compile_function("init", first.lines, arguments, values, program.text)
    e = emitter()
    for n in states:
        e.input(n, f"_{n}", "s")
    for q in program.equations:
        e.line = q.line
        e.assign(q.name, e.value(q.node))
    assert program.result is not None
    result = e.value(program.result)
    if result[1] != "s":
        raise FormulaError(
            "a schedule's value must be a number, not a vector; use norm(g)", 1, program.result.line
        )
    rate = compile_function(
        "rate",
        e.lines,
        arguments + [f"_{n}" for n in states],
        [result[0], *(e.names[n][0] for n in states)],
        program.text,
    )
    return _CompiledSchedule(rate, init, not states and not program.reads & {"f", "g"})
