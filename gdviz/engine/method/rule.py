"""Update rules: equations with state and parameters, compiled to one function that makes one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np

from gdviz.engine.entry import Entry
from gdviz.engine.options import RESERVED
from gdviz.formula import (
    ORACLE,
    RULE_FUNCTIONS,
    Emitter,
    FormulaError,
    Language,
    Program,
    Value,
    cached_per_program,
    compile_function,
)

_KINDS = {"theta": "v", "g": "v", "f": "s", "t": "s", "T": "s", "lr": "s", "D": "s", "eye": "m"}
INPUTS = tuple(_KINDS)
UNITS = ("1/curvature", "length", "none")


class Arrow(NamedTuple):
    """A drawn vector: it is no part of the method, so it is computed from the record, for all steps at once."""

    name: str
    reads: tuple[tuple[str, int], ...]  # (key, when) of its arguments, see gdviz.engine.method.equations
    function: Callable[..., tuple[Any, ...]]


class CompiledRule(NamedTuple):
    """The functions of a rule. What depends on t and parameters only is computed early, for all steps at once.

    early(t, T, D, *params) -> values that `step` takes
    step(*inputs, *params, *early values, *states, oracle) -> (*new states, *recorded)
    init(*inputs, *params, oracle) -> states
    """

    early: Callable[..., tuple[Any, ...]]
    step: Callable[..., tuple[Any, ...]]
    init: Callable[..., tuple[Any, ...]]
    arrows: tuple[Arrow, ...]
    states: tuple[tuple[str, str], ...]  # (name, kind)
    recorded: tuple[tuple[str, str], ...]  # (key, kind) in the order of the equations
    theta: int  # which recorded value is the new iterate


@dataclass(frozen=True, eq=False)
class Rule(Entry):
    """An update rule.

    Attributes
    ----------
    unit : unit of the learning rate, from which a default is derived for any objective:
        "1/curvature" (gradient steps), "length" (normalised steps), "none" (then `lr` is the default)
    lr : default learning rate where the unit is "none"
    slot : preferred place in the palette, for the best known rules
    memory : parameters that weigh the past: with all of them at 0 the momentum term vanishes; where nothing is declared,
        `momentum` or `beta1`, if the text has one of them
    stable, fastest : on a quadratic the limit of the learning rate and the rate that converges soonest, formulas of the
        extreme curvatures lam_min, lam_max and the rule's parameters; "" where the rule has none
    """

    unit: str = "1/curvature"
    lr: float | None = None
    slot: int | None = None
    stable: str = ""
    fastest: str = ""
    memory: tuple[str, ...] = ()

    language: ClassVar[Language] = Language(
        "update rule",
        INPUTS,
        RULE_FUNCTIONS,
        "theta, g and lr",
        False,
        "theta",
        states=True,
        reserved=RESERVED,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.unit not in UNITS or self.unit == "none" and self.lr is None:
            raise ValueError(
                f"unit must be one of {', '.join(UNITS)} (with lr where it is none), not {self.unit!r}"
            )
        declared = {p.name for p in self.params}
        if unknown := set(self.memory) - declared:
            raise ValueError(f"memory names no parameter of the rule: {', '.join(sorted(unknown))}")
        if not self.memory:
            usual = tuple(n for n in ("momentum", "beta1") if n in declared)[:1]
            object.__setattr__(self, "memory", usual)

    def check(self) -> None:
        _ = self.compiled

    @cached_property
    def compiled(self) -> CompiledRule:
        """The compiled equations. Raises FormulaError where kinds (number, vector, matrix) do not fit."""
        return compile_rule(self.program)

    @property
    def arrows(self) -> tuple[str, ...]:
        """Names of the quantities that are drawn as arrows at the head."""
        return tuple(e.name for e in self.program.equations if e.arrow)

    @cached_property
    def needs(self) -> dict[str, bool]:
        """What one step asks of the objective by itself: value, gradient (calls are counted as they happen)."""
        reads = frozenset().union(*(e.node.names() for e in self.program.equations))
        return {"value": "f" in reads, "gradient": "g" in reads}


def versions(program: Program) -> list[str]:
    """The recorded key of each equation: the name; with primes where the same name is assigned again later."""
    names = [e.name for e in program.equations]
    return [n + "'" * (names[i + 1 :].count(n)) for i, n in enumerate(names)]


def reads(program: Program) -> list[dict[str, tuple[str, int]]]:
    """For each equation: name -> (key, when) of what it reads from the run; when 0: this step's value, -1: the one before.

    Parameters, D and eye are not in it.
    """
    now: dict[str, str] = {}
    out = []
    states = {n for n, _ in program.states} | {"theta"}
    for e, key in zip(program.equations, versions(program), strict=True):
        names = e.node.names() - {*program.defaults, "eye", "D"}
        out.append({n: (now[n], 0) if n in now else (n, -1) if n in states else (n, 0) for n in names})
        now[e.name] = key
    return out


@cached_per_program
def compile_rule(program: Program) -> CompiledRule:
    """Compile a rule; state kinds are widened until they hold whatever is assigned to them."""
    init, kinds = _compile_init(program)
    born = dict(kinds)
    while True:
        e, recorded = _emit_step(
            program, kinds, lenient=True
        )  # a number that becomes a vector may be read as one before
        wider = {n: e.names[n][1] for n in kinds if "svm".index(e.names[n][1]) > "svm".index(kinds[n])}
        if not wider:
            e, recorded = _emit_step(program, kinds)
            break
        for n, kind in wider.items():
            if born[n] == "v" and kind == "m":
                line = max(q.line for q in program.equations if q.name == n)
                raise FormulaError(f"the state {n} begins as a vector; this makes it a matrix", 1, line)
        kinds = kinds | wider
    keys = [k for k, q in zip(versions(program), program.equations, strict=True) if not q.arrow]
    theta = keys.index("theta")
    kind = recorded[theta][1]
    if kind == "m":
        line = max(q.line for q in program.equations if q.name == "theta")
        raise FormulaError("theta must stay a vector; this makes it a matrix", 1, line)
    values = [v for v, _ in recorded]
    if kind == "s":  # a number for all coordinates
        values[theta], _ = e.bind(f"{values[theta]} + 0.0*_theta", "v", ("spread", values[theta], "_theta"))
    returns = [_state(e, n, kind) for n, kind in kinds.items()] + values
    params = [f"_{p.name}" for p in program.params]
    first, rest, between = e.split_early(returns)
    early = compile_function("early", first, ["_t", "_T", "_D", *params], between, program.text)
    arguments = [*(f"_{n}" for n in INPUTS), *params, *between, *(f"_{n}" for n in kinds), "oracle"]
    step = compile_function("step", rest, arguments, returns, program.text)
    kinds_recorded = ["v" if i == theta else k for i, (_, k) in enumerate(recorded)]
    kinds_of = {
        **_KINDS,
        **dict.fromkeys(program.defaults, "s"),
        **kinds,
        **dict(zip(keys, kinds_recorded, strict=True)),
    }
    return CompiledRule(
        early,
        step,
        init,
        _compile_arrows(program, kinds_of),
        tuple(kinds.items()),
        tuple(zip(keys, kinds_recorded, strict=True)),
        theta,
    )


def _state(e: Emitter, name: str, kind: str) -> str:
    """The variable of a state's new value; one assigned as a number stays the vector or matrix that it was."""
    value, now = e.names[name]
    return (
        value
        if now == kind
        else e.bind(f"full_{kind}({value}, _theta)", kind, (f"full_{kind}", value, "_theta"))[0]
    )


def _emitter(program: Program) -> Emitter:
    e = Emitter()
    for n, kind in _KINDS.items():
        e.input(n, f"_{n}", kind, early=n in ("t", "T", "D"), plain=n == "lr")
    for p in program.params:
        e.input(p.name, f"_{p.name}", "s", early=True)
    return e


def _emit_step(program: Program, kinds: dict[str, str], lenient: bool = False) -> tuple[Emitter, list[Value]]:
    e = _emitter(program)
    e.lenient, e.number_states = lenient, {n for n, kind in kinds.items() if kind == "s"}
    for n, kind in kinds.items():
        e.input(n, f"_{n}", kind)
    recorded = []
    for q in program.equations:
        if q.arrow:
            continue
        e.line = q.line
        value = e.value(q.node)
        recorded.append(value)
        e.assign(q.name, value)
    return e, recorded


def _compile_arrows(program: Program, kinds: dict[str, str]) -> tuple[Arrow, ...]:
    out = []
    for q, found in zip(program.equations, reads(program), strict=True):
        if not q.arrow:
            continue
        e = Emitter()
        arguments = {n: found.get(n, (n, 0)) for n in sorted(q.node.names())}
        for n, (key, _) in arguments.items():
            e.input(n, f"_{n}", kinds[key])
        e.line = q.line
        value, kind = e.value(q.node)
        if kind != "v" or any(n.op == "call" and n.name in ORACLE for n in q.node.walk()):
            raise FormulaError(
                f"the arrow {q.name} must be a vector made of the step's quantities", 1, q.line
            )
        function = compile_function("arrow", e.lines, [f"_{n}" for n in arguments], [value], program.text)
        out.append(Arrow(q.name, tuple(arguments.values()), function))
    return tuple(out)


def _compile_init(program: Program) -> tuple[Callable[..., tuple[Any, ...]], dict[str, str]]:
    e = _emitter(program)
    values: list[str] = []
    kinds: dict[str, str] = {}
    for n, node in program.states:
        value = e.value(node) if node is not None else Value("0.0", "s")
        values.append(value[0])
        kinds[n] = value[1]
        e.assign(n, value)
    arguments = [f"_{n}" for n in (*INPUTS, *(p.name for p in program.params))] + ["oracle"]
    return compile_function("init", e.lines, arguments, values, program.text), kinds


def shape_of(kind: str, runs: int, dimension: int) -> tuple[int, ...]:
    """Array shape of a quantity of that kind for so many runs."""
    return {"s": (runs, 1), "v": (runs, dimension), "m": (runs, dimension, dimension)}[kind]


def broadcast(value: Any, kind: str, runs: int, dimension: int) -> np.ndarray:
    """A value of a kind as a full array."""
    shape = shape_of(kind, runs, dimension)
    if kind == "m" and np.ndim(value) == 2 and np.shape(value)[-1] == 1:
        value = np.asarray(value)[..., None]
    return np.array(
        np.broadcast_to(value, shape), dtype=float, order="F"
    )  # column after column, as the iterates
