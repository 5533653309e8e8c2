"""A program's value with its first and second derivatives, compiled. Surfaces and losses are made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdviz.formula import (
    ELEMENTWISE,
    ONE,
    Emitter,
    InNumbers,
    InPlace,
    Language,
    Node,
    Program,
    cached_per_program,
    compile_function,
    compile_in_place,
    derivative,
    lines_in_numbers,
    parse_program,
)


class Compiled(NamedTuple):
    """Functions of (the language's names..., parameters...), and the trees that they were made of.

    They take floats and arrays of floats, none of integers.

    Attributes
    ----------
    value : -> (value,)
    gradient : -> value and the derivative by each variable
    hessian : -> upper triangle, row by row
    result, partials, second : the trees of value, first and second derivatives
    """

    value: Callable[..., Any]
    gradient: Callable[..., Any]
    hessian: Callable[..., Any]
    result: Node
    partials: tuple[Node, ...]
    second: tuple[Node, ...]

    @property
    def flat(self) -> bool:
        """Whether all second derivatives are 0 wherever they exist."""
        return all(n.op == "num" and n.value == 0 for n in self.second)


def inline(program: Program) -> Node:
    """Return the value of a program with its assignments put in, as a tree that shares them."""
    value = _inlined(program)[1]
    assert value is not None
    return value


def _inlined(program: Program) -> tuple[dict[str, Node], Node | None]:
    """Return what a program assigns, and its value, with the assignments before put in."""
    assigned: dict[str, Node] = {}

    def put_in(node: Node, memo: dict[int, Node]) -> Node:
        if node.op == "name":
            return assigned.get(node.name, node)
        if not node.args:
            return node
        if id(node) not in memo:
            args = tuple(put_in(a, memo) for a in node.args)
            same = all(a is b for a, b in zip(args, node.args, strict=True))
            new = node if same else Node(node.op, args, name=node.name, column=node.column, line=node.line)
            memo[id(node)] = new
        return memo[id(node)]

    for equation in program.equations:
        assigned[equation.name] = put_in(equation.node, {})
    return assigned, None if program.result is None else put_in(program.result, {})


@cached_per_program
def compile_assigned(program: Program) -> tuple[tuple[str, ...], Callable[..., tuple[Any, ...]]]:
    """Return the names that a program assigns, and a function of (names..., parameters...) to them."""
    assigned, _ = _inlined(program)
    return tuple(assigned), compile_nodes("assigned", program, tuple(assigned.values()))


@cached_per_program
def compile_program(program: Program, variables: tuple[str, ...]) -> Compiled:
    """Compile value, gradient and Hessian by `variables`, which are given in one shape.

    The language's other names are data, its parameters constants; they broadcast to that shape.
    """
    value = inline(program)
    memos: list[dict[int, tuple[Node, Node]]] = [{} for _ in variables]
    seeds = [{n: ONE} for n in variables]
    first = [derivative(value, s, m) for s, m in zip(seeds, memos, strict=True)]
    second = [
        derivative(first[i], seeds[j], memos[j])
        for i in range(len(variables))
        for j in range(i, len(variables))
    ]

    def function(title: str, outputs: Sequence[Node]) -> Callable[..., Any]:
        return compile_nodes(title, program, outputs, variables)

    return Compiled(
        function("value", [value]),
        function("gradient", [value, *first]),
        function("hessian", second),
        value,
        tuple(first),
        tuple(second),
    )


@cached_per_program
def lines_for_one(program: Program, variables: tuple[str, ...]) -> InNumbers:
    """Return what `Compiled.gradient` computes for one point as lines in plain numbers.

    They raise ZeroDivisionError or ValueError where NumPy gives inf or nan.
    """
    compiled = compile_program(program, variables)
    emitter, results = _emit_nodes(program, [compiled.result, *compiled.partials], ())
    found = lines_in_numbers(emitter.lines, {}, 1)
    assert found is not None  # a formula of numbers has neither vectors nor matrices
    return InNumbers(tuple(found[0]), tuple(_arguments(program)), tuple(results))


@cached_per_program
def compile_for_one(program: Program, variables: tuple[str, ...]) -> Callable[..., tuple[float, ...]]:
    """Compile `lines_for_one` as a function of the variables and the parameters."""
    found = lines_for_one(program, variables)
    return compile_function("one", found.lines, found.arguments, found.results, program.text)


@cached_per_program
def compile_slopes(program: Program, variables: tuple[str, ...]) -> InPlace:
    """Compile the derivatives that `Compiled.gradient` computes, without the value.

    The function takes the arrays that it writes them into after the others.
    """
    emitter, results = _emit_nodes(program, compile_program(program, variables).partials, variables)
    slopes = [f"slope{i}" for i in range(len(variables))]
    arguments = [*_arguments(program), *slopes]
    return compile_in_place(
        "slopes", emitter.lines, arguments, list(zip(results, slopes, strict=True)), program.text
    )


def compile_nodes(
    title: str, program: Program, outputs: Sequence[Node], full: Sequence[str] = ()
) -> Callable[..., tuple[Any, ...]]:
    """Compile trees of a program as a function of (the language's names..., parameters...).

    The names in `full` are given in one shape, to which all others broadcast.
    """
    emitter, results = _emit_nodes(program, outputs, full)
    return compile_function(title, emitter.lines, _arguments(program), results, program.text)


def _emit_nodes(program: Program, outputs: Sequence[Node], full: Sequence[str]) -> tuple[Emitter, list[str]]:
    """Emit trees of a program; returns the variables that hold their values too."""
    emitter = Emitter()
    for name in _names(program):
        emitter.input(name, f"_{name}", "s", full=name in full)
    results = []
    for node in outputs:
        emitter.line = max(1, node.line)
        results.append(emitter.value(node)[0])
    return emitter, results


def _arguments(program: Program) -> list[str]:
    """Return the variables that a function of a program takes, in order."""
    return [f"_{name}" for name in _names(program)]


def _names(program: Program) -> tuple[str, ...]:
    """Return the names that the variables stand for."""
    return (*program.language.names, *(p.name for p in program.params))


def constant(text: Any, values: dict[str, float]) -> float:
    """Return a number, or the value of a formula of the names in `values`. Raises FormulaError."""
    if not isinstance(text, str):
        return float(text)
    with np.errstate(all="ignore"):
        return float(formula(text, values))


def formula(text: str, values: Mapping[str, Any]) -> Any:
    """Return the value of a formula of names for numbers or arrays. Raises FormulaError."""
    program = parse_program(text, Language("minimum", tuple(values), ELEMENTWISE, "the parameters", True))
    function = compile_nodes("constant", program, [inline(program)])
    return function(*(np.asarray(v, dtype=float)[()] for v in values.values()))[0]
