"""The equations of an entry in MathML, made from the text that is run."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from gdviz.engine import Dataset, Entry, Loss, Penalty, Rule, Schedule, Surface
from gdviz.engine.method.equations import typeset_equations
from gdviz.formula import ONE, Node, Program, derivative, symbol, write

_COMMA = '<mo>,</mo><mspace width="0.6em"/>'
_EQUALS = "<mo>=</mo>"
_LOSS = "<mi>ℓ</mi>"


@singledispatch
def equations(entry: Entry) -> list[str]:
    """The lines of an entry: its equations, its value, what its memory starts from. None for data from a file."""
    raise TypeError(f"a card has no lines for {type(entry).__name__}")


@equations.register
def _(entry: Surface) -> list[str]:
    arguments = "<mo>,</mo>".join(symbol(n, "mathml") for n in entry.names)
    return [*_assignments(entry.program), f"<mi>f</mi>{_of(arguments)}{_EQUALS}{_value(entry.program)}"]


@equations.register
def _(entry: Rule) -> list[str]:
    return [_body(e.mathml) for e in typeset_equations(entry, entry.program.defaults)] + _begins(
        entry.program
    )


@equations.register
def _(entry: Schedule) -> list[str]:
    program = entry.program
    now: set[str] = set()
    memory = {n for n, _ in program.states}

    def shown(node: Any) -> str | None:
        return (
            symbol(node.name, "mathml", "t" if node.name in now else "t-1") if node.name in memory else None
        )

    lines = []
    for e in program.equations:
        right = write(e.node, "mathml", shown)
        now.add(e.name)
        lines.append(f"{symbol(e.name, 'mathml', 't' if e.name in memory else '')}{_EQUALS}{right}")
    assert program.result is not None
    return [
        *lines,
        f"{symbol('lr', 'mathml', 't')}{_EQUALS}{write(program.result, 'mathml', shown)}",
        *_begins(program),
    ]


@equations.register
def _(entry: Loss) -> list[str]:
    arguments = "<mi>z</mi><mo>,</mo><mi>y</mi>"
    program = entry.displayed
    lines = [*_assignments(program), f"{_LOSS}{_of(arguments)}{_EQUALS}{_value(program)}"]
    lines += [
        f"<mfrac><mrow><mo>∂</mo>{_LOSS}</mrow><mrow><mo>∂</mo>{symbol(v, 'mathml')}</mrow></mfrac>{_EQUALS}"
        + write(node, "mathml")
        for v, node in zip(entry.variables, _slopes(entry), strict=True)
    ]
    if entry.chance_program and entry.scores == 1 and not entry.display:
        lines.append(f"<mi>p</mi>{_of('<mi>z</mi>')}{_EQUALS}{_value(entry.chance_program)}")
    return lines


@equations.register
def _(entry: Penalty) -> list[str]:
    step = entry.proximal_program
    head = f"<msub><mi>prox</mi><mi>s</mi></msub>{_of('<mi>w</mi>')}"
    return [
        *_assignments(entry.program),
        f"<mi>P</mi>{_of('<mi>w</mi>')}{_EQUALS}{_value(entry.program)}",
        *_assignments(step),
        f"{head}{_EQUALS}{_value(step)}",
    ]


@equations.register
def _(entry: Dataset) -> list[str]:
    return [] if entry.file or entry.held else _assignments(entry.program)


def _slopes(loss: Loss) -> list[Node]:
    """The derivatives by each score as they are shown."""
    return [p.result for p in loss.displayed_slopes if p.result is not None] or [
        slope(loss, v) for v in loss.variables
    ]


def slope(loss: Loss, score: str) -> Node:
    """The derivative of a loss by one of its scores, with the names that its text gives to parts of it.

    Those of a loss of several scores are held: they are what is taken out of all scores against overflow, and cancel.
    """
    program, seeds = loss.program, {score: ONE}
    if loss.scores == 1:
        for e in program.equations:
            seeds[e.name] = derivative(e.node, seeds)
    assert program.result is not None
    return derivative(program.result, seeds)


def _assignments(program: Program) -> list[str]:
    return [f"{symbol(e.name, 'mathml')}{_EQUALS}{write(e.node, 'mathml')}" for e in program.equations]


def _value(program: Program) -> str:
    assert program.result is not None
    return write(program.result, "mathml")


def _begins(program: Program) -> list[str]:
    """What the memory of a program starts from, in one line."""
    changing = {e.name for e in program.equations}
    pairs = [(symbol(n, "mathml", "0" if n in changing else ""), _begin(node)) for n, node in program.states]
    begins = [f"{left}{_EQUALS}{right}" for left, right in pairs if left != right]
    return [f"<mrow>{_COMMA.join(begins)}</mrow>"] if begins else []


def _begin(node: Any) -> str:
    return "<mn>0</mn>" if node is None else write(node, "mathml")


def _of(arguments: str) -> str:
    return f"<mrow><mo>(</mo>{arguments}<mo>)</mo></mrow>"


def _body(math: str) -> str:
    """What is inside a <math> element."""
    return math[math.index(">") + 1 : math.rindex("<")]
