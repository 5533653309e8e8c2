"""A program's value with its first and second derivatives, compiled: what surfaces and pointwise losses are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdviz.formula import (
    ELEMENTWISE,
    ONE,
    Emitter,
    Language,
    Node,
    Program,
    cached_per_program,
    compile_function,
    derivative,
    parse_program,
)


class Compiled(NamedTuple):
    """Functions of (the language's names..., parameters...), and the trees that they were made of."""

    value: Callable[..., Any]
    gradient: Callable[..., Any]  # value and the derivatives by each variable
    hessian: Callable[..., Any]  # upper triangle, row by row
    result: Node
    partials: tuple[Node, ...]
    second: tuple[Node, ...]


def inline(program: Program) -> Node:
    """The value of a program with its assignments put in, as a tree that shares them."""
    env: dict[str, Node] = {}

    def put(n: Node, memo: dict[int, Node]) -> Node:
        if n.op == "name":
            return env.get(n.name, n)
        if not n.args:
            return n
        if id(n) not in memo:
            args = tuple(put(a, memo) for a in n.args)
            same = all(a is b for a, b in zip(args, n.args, strict=True))
            memo[id(n)] = n if same else Node(n.op, args, name=n.name, column=n.column, line=n.line)
        return memo[id(n)]

    for e in program.equations:
        env[e.name] = put(e.node, {})
    assert program.result is not None
    return put(program.result, {})


@cached_per_program
def compile_program(program: Program, variables: tuple[str, ...]) -> Compiled:
    """Value, gradient and Hessian by `variables`; the language's other names are data, its parameters constants."""
    inputs = (*program.language.names, *(p.name for p in program.params))
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
        e = Emitter()
        for n in inputs:
            e.input(n, f"_{n}", "s")
        results = []
        for node in outputs:
            e.line = max(1, node.line)
            results.append(e.value(node)[0])
        return compile_function(title, e.lines, [f"_{n}" for n in inputs], results, program.text)

    return Compiled(
        function("value", [value]),
        function("gradient", [value, *first]),
        function("hessian", second),
        value,
        tuple(first),
        tuple(second),
    )


def constant(text: Any, values: dict[str, float]) -> float:
    """A number, or the value of a formula of the names in `values`."""
    if not isinstance(text, str):
        return float(text)
    program = parse_program(text, Language("minimum", tuple(values), ELEMENTWISE, "the parameters", True))
    e = Emitter()
    for n in values:
        e.input(n, f"_{n}", "s")
    result = e.value(inline(program))[0]
    f = compile_function("constant", e.lines, [f"_{n}" for n in values], [result], text)
    with np.errstate(all="ignore"):
        return float(f(*map(np.float64, values.values()))[0])
