"""A program's value with its first and second derivatives, compiled: what surfaces and pointwise losses are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from gdviz.formula import ONE, Emitter, Node, Program, derivative, finish, kept_with_program


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


@kept_with_program
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
        return finish(title, e.lines, [f"_{n}" for n in inputs], results, program.text)

    return Compiled(
        function("value", [value]),
        function("gradient", [value, *first]),
        function("hessian", second),
        value,
        tuple(first),
        tuple(second),
    )
