"""Compiling the equations of an update rule to one function that makes one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from gdviz.formula import (
    ORACLE,
    Emitter,
    FormulaError,
    InPlace,
    Line,
    Program,
    Value,
    cached_per_program,
    compile_function,
    compile_in_place,
)

# kinds of value: "s" a number (runs, 1), "v" a vector (runs, D), "m" a matrix (runs, D, D)
KINDS = {"theta": "v", "g": "v", "f": "s", "t": "s", "T": "s", "lr": "s", "D": "s", "eye": "m"}
INPUTS = tuple(KINDS)
_WIDTH = {"s": 0, "v": 1, "m": 2}  # a state holds what is at most as wide


class Arrow(NamedTuple):
    """A drawn vector. It is no part of the method, so it is computed from the record, for all steps at once.

    `reads` are the (key, when) of its arguments, see `gdviz.engine.method.equations`.
    """

    name: str
    reads: tuple[tuple[str, int], ...]
    function: Callable[..., tuple[Any, ...]]


class CompiledRule(NamedTuple):
    """The functions of a rule.

    Attributes
    ----------
    early : (t, T, D, *params) -> values that `step` takes: what depends on time and parameters only, so that
        it can be computed for all steps at once
    step : (*inputs, *params, *early values, *states, oracle) -> (*new states, *recorded)
    init : (*inputs, *params, oracle) -> states
    arrows : what is drawn besides
    states : (name, kind) of each
    recorded : (key, kind) of each, in the order of the equations
    theta : which of the recorded values is the new iterate
    """

    early: Callable[..., tuple[Any, ...]]
    step: Callable[..., tuple[Any, ...]]
    init: Callable[..., tuple[Any, ...]]
    arrows: tuple[Arrow, ...]
    states: tuple[tuple[str, str], ...]
    recorded: tuple[tuple[str, str], ...]
    theta: int


def versions(program: Program) -> list[str]:
    """Return the recorded key of each equation: its name, with primes if that is assigned again later."""
    names = [e.name for e in program.equations]
    return [n + "'" * (names[i + 1 :].count(n)) for i, n in enumerate(names)]


def reads(program: Program) -> list[dict[str, tuple[str, int]]]:
    """Return what each equation reads from the run: name -> (key, when).

    `when` is 0 for the value of this step and -1 for the value before it. Parameters, D and eye are not in
    it.
    """
    assigned: dict[str, str] = {}  # name -> key of its latest value in this step
    states = {name for name, _ in program.states} | {"theta"}

    def read(name: str) -> tuple[str, int]:
        if name in assigned:
            return assigned[name], 0
        return name, -1 if name in states else 0

    found = []
    for equation, key in zip(program.equations, versions(program), strict=True):
        found.append({n: read(n) for n in equation.node.names() - {*program.defaults, "eye", "D"}})
        assigned[equation.name] = key
    return found


@cached_per_program
def compile_rule(program: Program) -> CompiledRule:
    """Compile a rule. Raises FormulaError where kinds do not fit."""
    init, kinds = _compile_init(program)
    kinds = _widen(program, kinds)
    emitter, of_recorded, theta, returns = _emit_whole_step(program, kinds)
    params = [f"_{p.name}" for p in program.params]
    early_lines, step_lines, between = emitter.split_early(returns)
    early = compile_function("early", early_lines, ["_t", "_T", "_D", *params], between, program.text)
    arguments = [*(f"_{n}" for n in INPUTS), *params, *between, *(f"_{n}" for n in kinds), "oracle"]
    step = compile_function("step", step_lines, arguments, returns, program.text)
    of_all = KINDS | dict.fromkeys(program.defaults, "s") | kinds | of_recorded
    arrows = _compile_arrows(program, of_all)
    return CompiledRule(early, step, init, arrows, tuple(kinds.items()), tuple(of_recorded.items()), theta)


@cached_per_program
def compile_for_many(program: Program, scratch: tuple[str, ...] = ()) -> InPlace:
    """Compile a rule's step for many runs, which writes the new iterates and vectors over the old ones.

    The function takes what `CompiledRule.step` takes, and returns the states and the new iterate. `scratch`:
    arguments that it may write over too.
    """
    compiled = compile_rule(program)
    lines, between, returns = lines_of_step(program)
    results = [
        (variable, f"_{name}" if kind == "v" else None)
        for variable, (name, kind) in zip(returns, compiled.states, strict=False)
    ]
    results.append((returns[len(compiled.states) + compiled.theta], "_theta"))
    params = [f"_{p.name}" for p in program.params]
    names = [f"_{name}" for name, _ in compiled.states]
    arguments = [*(f"_{n}" for n in INPUTS), *params, *between, *names, "oracle"]
    return compile_in_place("step", lines, arguments, results, program.text, scratch)


def lines_of_step(program: Program) -> tuple[list[Line], list[str], list[str]]:
    """Return the lines of a step, the early values that they read, and the variables of what it returns."""
    emitter, _, _, returns = _emit_whole_step(program, dict(compile_rule(program).states))
    _, lines, between = emitter.split_early(returns)
    return lines, between, returns


def _widen(program: Program, kinds: dict[str, str]) -> dict[str, str]:
    """Widen the kinds of the states until they hold whatever the equations assign to them."""
    begun = kinds
    while True:
        # a number that becomes a vector may be read as a number in the equations before
        emitter, _ = _emit_step(program, kinds, lenient=True)
        assigned = {name: emitter.names[name].kind for name in kinds}
        wider = {name: kind for name, kind in assigned.items() if _WIDTH[kind] > _WIDTH[kinds[name]]}
        if not wider:
            return kinds
        for name, kind in wider.items():
            if begun[name] == "v" and kind == "m":
                line = _last_line(program, name)
                raise FormulaError(f"the state {name} begins as a vector; this makes it a matrix", 1, line)
        kinds = kinds | wider


def _last_line(program: Program, name: str) -> int:
    """Return the last line that assigns a name."""
    return max(equation.line for equation in program.equations if equation.name == name)


def _new_state(emitter: Emitter, name: str, kind: str) -> str:
    """Return the variable of a state's new value; one assigned as a number stays a vector or a matrix."""
    value, assigned = emitter.names[name]
    if assigned == kind:
        return value
    full = f"full_{kind}"
    return emitter.bind(f"{full}({value}, _theta)", kind, (full, value, "_theta")).code


def _emitter(program: Program) -> Emitter:
    """Make an emitter that knows the inputs and the parameters."""
    emitter = Emitter()
    for name, kind in KINDS.items():
        early = name in ("t", "T", "D")
        emitter.input(name, f"_{name}", kind, early=early, plain=name == "lr", full=kind == "v")
    for parameter in program.params:
        emitter.input(parameter.name, f"_{parameter.name}", "s", early=True)
    return emitter


def _emit_step(program: Program, kinds: dict[str, str], lenient: bool = False) -> tuple[Emitter, list[Value]]:
    """Emit all equations but the arrows; returns the values to record too."""
    emitter = _emitter(program)
    emitter.lenient = lenient
    emitter.number_states = {name for name, kind in kinds.items() if kind == "s"}
    for name, kind in kinds.items():
        emitter.input(name, f"_{name}", kind, full=kind == "v")
    recorded = []
    for equation in program.equations:
        if equation.arrow:
            continue
        emitter.line = equation.line
        value = emitter.value(equation.node)
        recorded.append(value)
        emitter.assign(equation.name, value)
    return emitter, recorded


def _emit_whole_step(
    program: Program, kinds: dict[str, str]
) -> tuple[Emitter, dict[str, str], int, list[str]]:
    """Emit a step with all that it returns.

    Returns the emitter, the kind of each recorded key, which of them is theta, and the variables returned.
    """
    emitter, recorded = _emit_step(program, kinds)
    keys = [k for k, q in zip(versions(program), program.equations, strict=True) if not q.arrow]
    theta = keys.index("theta")
    if recorded[theta].kind == "m":
        raise FormulaError(
            "theta must stay a vector; this makes it a matrix", 1, _last_line(program, "theta")
        )
    values = [value.code for value in recorded]
    if recorded[theta].kind == "s":  # a number for all coordinates
        spread = f"{values[theta]} + 0.0*_theta"
        values[theta], _ = emitter.bind(spread, "v", ("spread", values[theta], "_theta"))
    of_recorded = {key: value.kind for key, value in zip(keys, recorded, strict=True)} | {"theta": "v"}
    return (
        emitter,
        of_recorded,
        theta,
        [_new_state(emitter, name, kind) for name, kind in kinds.items()] + values,
    )


def _compile_arrows(program: Program, kinds: dict[str, str]) -> tuple[Arrow, ...]:
    """Compile the arrows, for values of these kinds by key."""
    arrows = []
    for equation, found in zip(program.equations, reads(program), strict=True):
        if not equation.arrow:
            continue
        emitter = Emitter()
        arguments = {name: found.get(name, (name, 0)) for name in sorted(equation.node.names())}
        for name, (key, _) in arguments.items():
            emitter.input(name, f"_{name}", kinds[key])
        emitter.line = equation.line
        value, kind = emitter.value(equation.node)
        asks_oracle = any(n.op == "call" and n.name in ORACLE for n in equation.node.walk())
        if kind != "v" or asks_oracle:
            wrong = f"the arrow {equation.name} must be a vector made of the step's quantities"
            raise FormulaError(wrong, 1, equation.line)
        names = [f"_{name}" for name in arguments]
        function = compile_function("arrow", emitter.lines, names, [value], program.text)
        arrows.append(Arrow(equation.name, tuple(arguments.values()), function))
    return tuple(arrows)


def _compile_init(program: Program) -> tuple[Callable[..., tuple[Any, ...]], dict[str, str]]:
    """Compile the states before the first step; returns their kinds too."""
    emitter = _emitter(program)
    values: dict[str, Value] = {}
    for name, node in program.states:
        values[name] = emitter.value(node) if node is not None else Value("0.0", "s")
        emitter.assign(name, values[name])
    arguments = [f"_{n}" for n in (*INPUTS, *(p.name for p in program.params))] + ["oracle"]
    codes = [value.code for value in values.values()]
    init = compile_function("init", emitter.lines, arguments, codes, program.text)
    return init, {name: value.kind for name, value in values.items()}


def shape_of(kind: str, runs: int, dimension: int) -> tuple[int, ...]:
    """Return the array shape of a quantity of that kind for so many runs."""
    return {"s": (runs, 1), "v": (runs, dimension), "m": (runs, dimension, dimension)}[kind]


def broadcast(value: Any, kind: str, runs: int, dimension: int) -> np.ndarray:
    """Return a value of a kind as a full array, column after column in memory as the iterates."""
    if kind == "m" and np.ndim(value) == 2 and np.shape(value)[-1] == 1:
        value = np.asarray(value)[..., None]
    out = np.empty(shape_of(kind, runs, dimension), order="F")
    out[...] = value
    return out
