"""The equations of an entry in MathML, made from the text that is run."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from gdviz.engine import Dataset, Entry, Loss, Minimizer, Penalty, Rule, Schedule, Surface
from gdviz.engine.method.equations import typeset_equations
from gdviz.formula import ONE, Node, Program, derivative, symbol, write

_COMMA = '<mo>,</mo><mspace width="0.6em"/>'
_EQUALS = "<mo>=</mo>"
_LOSS = "<mi>ℓ</mi>"


@singledispatch
def equations(entry: Entry) -> list[str]:
    """Return the equations of an entry, a line of MathML each; none for data from a file.

    Lines that assign a name come first, then the value of the formula, then what its memory starts from.
    """
    raise TypeError(f"a card has no lines for {type(entry).__name__}")


@equations.register
def _(entry: Surface) -> list[str]:
    arguments = "<mo>,</mo>".join(symbol(n, "mathml") for n in entry.names)
    return [*_assignments(entry.program), _function("<mi>f</mi>", arguments, entry.program)]


@equations.register
def _(entry: Rule) -> list[str]:
    lines = [_inside_math(e.mathml) for e in typeset_equations(entry, entry.program.defaults)]
    return lines + _initial_values(entry.program)


@equations.register
def _(_: Minimizer) -> list[str]:
    return []  # SciPy's code, not ours


@equations.register
def _(entry: Schedule) -> list[str]:
    """Return its lines, with the step as an index wherever a value of its memory is meant."""
    program = entry.program
    assigned: set[str] = set()  # names that the lines so far assign; before, they hold the last step's value
    memory = {name for name, _ in program.states}

    def with_step(node: Any) -> str | None:
        if node.name not in memory:
            return None
        return symbol(node.name, "mathml", "t" if node.name in assigned else "t-1")

    lines = []
    for e in program.equations:
        right = write(e.node, "mathml", with_step)
        assigned.add(e.name)
        lines.append(f"{symbol(e.name, 'mathml', 't' if e.name in memory else '')}{_EQUALS}{right}")
    assert program.result is not None
    rate = f"{symbol('lr', 'mathml', 't')}{_EQUALS}{write(program.result, 'mathml', with_step)}"
    return [*lines, rate, *_initial_values(program)]


@equations.register
def _(entry: Loss) -> list[str]:
    program = entry.displayed
    lines = [*_assignments(program), _function(_LOSS, "<mi>z</mi><mo>,</mo><mi>y</mi>", program)]
    lines += [
        f"{_partial(symbol(score, 'mathml'))}{_EQUALS}{write(node, 'mathml')}"
        for score, node in zip(entry.variables, _displayed_derivatives(entry), strict=True)
    ]
    if entry.chance_program and entry.scores == 1 and not entry.display:
        lines.append(_function("<mi>p</mi>", "<mi>z</mi>", entry.chance_program))
    return lines


@equations.register
def _(entry: Penalty) -> list[str]:
    weight, step = "<mi>w</mi>", entry.proximal_program
    return [
        *_assignments(entry.program),
        _function("<mi>P</mi>", weight, entry.program),
        *_assignments(step),
        _function("<msub><mi>prox</mi><mi>s</mi></msub>", weight, step),
    ]


@equations.register
def _(entry: Dataset) -> list[str]:
    return [] if entry.file or entry.held else _assignments(entry.program)


def _displayed_derivatives(loss: Loss) -> list[Node]:
    """Return the derivatives by each score: those that the entry writes out, else those of its text."""
    written = [program.result for program in loss.displayed_slopes if program.result is not None]
    return written or [score_derivative(loss, score) for score in loss.variables]


def score_derivative(loss: Loss, score: str) -> Node:
    """Return the derivative of a loss by one of its scores. It may read the names that the text assigns.

    In a loss of several scores these names count as constants. They hold the largest score, which is
    subtracted from all scores against overflow, and its derivatives cancel.
    """
    program, derivatives = loss.program, {score: ONE}
    if loss.scores == 1:
        for e in program.equations:
            derivatives[e.name] = derivative(e.node, derivatives)
    assert program.result is not None
    return derivative(program.result, derivatives)


def _assignments(program: Program) -> list[str]:
    return [f"{symbol(e.name, 'mathml')}{_EQUALS}{write(e.node, 'mathml')}" for e in program.equations]


def _function(name: str, arguments: str, program: Program) -> str:
    """Return the line name(arguments) = value of the program."""
    assert program.result is not None
    return f"{name}<mrow><mo>(</mo>{arguments}<mo>)</mo></mrow>{_EQUALS}{write(program.result, 'mathml')}"


def _partial(variable: str) -> str:
    """Return the symbol of the partial derivative of the loss."""
    return f"<mfrac><mrow><mo>∂</mo>{_LOSS}</mrow><mrow><mo>∂</mo>{variable}</mrow></mfrac>"


def _initial_values(program: Program) -> list[str]:
    """Return the line that says what the memory of a program starts from; none where there is no memory."""
    changing = {e.name for e in program.equations}
    pairs = [
        (symbol(name, "mathml", "0" if name in changing else ""), _initial_value(node))
        for name, node in program.states
    ]
    assignments = [f"{left}{_EQUALS}{right}" for left, right in pairs if left != right]
    return [f"<mrow>{_COMMA.join(assignments)}</mrow>"] if assignments else []


def _initial_value(node: Any) -> str:
    return "<mn>0</mn>" if node is None else write(node, "mathml")


def _inside_math(element: str) -> str:
    """Return what is inside a <math> element."""
    return element[element.index(">") + 1 : element.rindex("<")]
