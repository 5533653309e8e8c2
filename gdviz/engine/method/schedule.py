"""Learning-rate schedules: the rate of each step t = 1..T as a formula, which may have states."""

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
    """The functions of a schedule.

    Attributes
    ----------
    rate : (t, T, lr, f, g, *params, *states) -> (rate, *new states)
    init : (t, T, lr, f, g, *params) -> states
    closed : whether it reads t, T, lr and parameters only, so that its rates are known before the run
    """

    rate: Callable[..., tuple[Any, ...]]
    init: Callable[..., tuple[Any, ...]]
    closed: bool


@dataclass(frozen=True, eq=False)
class Schedule(Entry):
    """A learning-rate schedule; `lr` in the text is the base rate, the value is the rate of step t.

    Raises
    ------
    FormulaError
        For a text that is refused, or whose value is no number.

    Examples
    --------
    >>> import gdviz
    >>> gdviz.schedule("lr/t").rates(4, 1.0).tolist()
    [1.0, 0.5, 0.3333333333333333, 0.25]
    """

    language: ClassVar[Language] = Language(
        "schedule", tuple(_INPUTS), _FUNCTIONS, "lr, t and T", True, states=True, reserved=RESERVED
    )

    def check(self) -> None:
        """Refuse a formula that cannot be compiled. Raises FormulaError."""
        _ = self.compiled  # read for its errors

    @cached_property
    def compiled(self) -> _CompiledSchedule:
        """The compiled formula. Raises FormulaError."""
        return compile_schedule(self.program)

    def rates(self, steps: int, lr: float = 1.0, /, **params: float) -> np.ndarray:
        """Return the rates (steps,) of all steps. Raises ValueError where they depend on the run."""
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
    states = [name for name, _ in program.states]
    arguments = [f"_{name}" for name in (*_INPUTS, *(p.name for p in program.params))]
    emitter = _emitter(program)
    values = []
    for name, node in program.states:
        value = emitter.value(node) if node is not None else Value("0.0", "s")
        values.append(value.code)
        emitter.assign(name, value)
    init = compile_function("init", emitter.lines, arguments, values, program.text)
    emitter = _emitter(program)
    for name in states:
        emitter.input(name, f"_{name}", "s")
    for equation in program.equations:
        emitter.line = equation.line
        emitter.assign(equation.name, emitter.value(equation.node))
    assert program.result is not None
    rate = emitter.value(program.result)
    if rate.kind != "s":
        raise FormulaError(
            "a schedule's value must be a number, not a vector; use norm(g)", 1, program.result.line
        )
    return _CompiledSchedule(
        compile_function(
            "rate",
            emitter.lines,
            arguments + [f"_{name}" for name in states],
            [rate.code, *(emitter.names[name].code for name in states)],
            program.text,
        ),
        init,
        not states and not program.reads & {"f", "g"},
    )


def _emitter(program: Program) -> Emitter:
    """Make an emitter that knows the inputs and the parameters."""
    emitter = Emitter()
    for name, kind in _INPUTS.items():
        emitter.input(name, f"_{name}", kind)
    for parameter in program.params:
        emitter.input(parameter.name, f"_{parameter.name}", "s")
    return emitter
