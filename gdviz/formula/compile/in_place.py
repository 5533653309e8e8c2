"""Lines of code for many runs at once that write into memory which they are given.

They make the operations of `compile_function` in the same order, so they have the same bits. But a step that
is made many thousand times fetches no memory, and what it works on stays in the cache.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdviz.formula.compile.emitter import Line, is_power_of_two
from gdviz.formula.compile.function import finish
from gdviz.formula.functions import FUNCTIONS

_OF_OPERATORS = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide"}
_MEANINGS = {n: getattr(np, n) for n in ("add", "subtract", "multiply", "negative", "positive", "copyto")}
_UFUNCS = {
    "divide",
    "power",
    "positive",
    *(f"f_{n}" for n, f in FUNCTIONS.items() if isinstance(f.run, np.ufunc)),
}


class InPlace(NamedTuple):
    """A function (*spare, *arguments) -> results, and how many spare arrays of the full shape it wants.

    What is in the spare arrays when it is called does not matter.
    """

    function: Callable[..., Any]
    spare: int


def compile_in_place(
    name: str,
    lines: Sequence[Line],
    arguments: Sequence[str],
    results: Sequence[tuple[str, str | None]],
    text: str,
    scratch: Sequence[str] = (),
) -> InPlace:
    """Compile an emitter's lines into a function that writes its results into some of its arguments.

    Parameters
    ----------
    results : (variable, argument) of each; the argument's array, of the full shape, takes the value and is
        returned. It may be an input too. Without an argument the value is returned in memory of its own.
    name, lines, arguments, text : as for `compile_function`
    scratch : arguments of the full shape that may be written over when they are not read any more
    """
    lines, results = _with_copies(lines, results)
    lines = _doubled(_needed(lines, [variable for variable, _ in results]))
    memory = _Memory(lines, results, scratch)
    body = [memory.statement(i, line) for i, line in enumerate(lines)]
    for variable, target in results:
        if target and memory.place[variable] != target:
            body.append(ast.parse(f"copyto({target}, {memory.place[variable]})").body[0])
    returned = "".join(f"{target or memory.place[variable]}, " for variable, target in results)
    spare = [f"w{i}" for i in range(memory.spare)]
    module = ast.parse(f"def {name}({', '.join([*spare, *arguments])}):\n return ({returned})")
    function = module.body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body[:0] = body
    meanings = _MEANINGS | memory.numbers
    return InPlace(finish(module, name, [line.line for line in lines], text, meanings), memory.spare)


def _with_copies(
    lines: Sequence[Line], results: Sequence[tuple[str, str | None]]
) -> tuple[list[Line], list[tuple[str, str | None]]]:
    """Copy each result that is an argument, a literal, another result or part of another value.

    So each has memory that nothing else writes into.
    """
    new = {x.variable for x in lines if x.new}
    out, own = list(lines), []
    for variable, target in results:
        if variable in new:
            new.remove(variable)
            own.append((variable, target))
            continue
        copy = f"p{len(own)}"
        line = max((x.line for x in lines), default=1)
        out.append(Line(copy, f"positive({variable})", line, (variable,), True, target is not None, ""))
        own.append((copy, target))
    return out, own


def _needed(lines: Sequence[Line], wanted: Sequence[str]) -> list[Line]:
    """Return the lines that the wanted variables need."""
    needed, out = set(wanted), []
    for line in reversed(lines):
        if line.variable in needed:
            needed.update(line.reads)
            out.append(line)
    return out[::-1]


def _doubled(lines: Sequence[Line]) -> list[Line]:
    """Make 4*x out of 2*x where that is there and x is not read after it.

    It has the same bits, and x may be written over by 2*x, in one pass over one array.
    """
    last_read = {name: i for i, line in enumerate(lines) for name in line.reads}
    made: dict[tuple[float, str], str] = {}  # (factor, variable) -> their product
    out = []
    for i, line in enumerate(lines):
        product = line.full and line.code.replace(" ", "") == "*".join(line.reads)
        if product and is_power_of_two(line.reads[0]):
            factor, variable = float(line.reads[0]), line.reads[1]
            made[factor, variable] = line.variable
            half = made.get((factor / 2, variable))
            if half and last_read[variable] == i:
                line = line._replace(code=f"2.0*{half}", reads=("2.0", half))
        out.append(line)
    return out


class _Memory:
    """Which array holds each value: a spare one, w0, w1, ..., or an argument that takes a result.

    Attributes
    ----------
    place : variable -> name of the array or number that holds it
    spare : how many spare arrays are used
    numbers : name -> a literal as an array, which NumPy takes faster than a number
    """

    def __init__(
        self, lines: Sequence[Line], results: Sequence[tuple[str, str | None]], scratch: Sequence[str]
    ) -> None:
        self.place: dict[str, str] = {}
        self.numbers: dict[str, np.ndarray] = {}
        self.spare = 0
        made = {x.variable: i for i, x in enumerate(lines)}
        self.target = {variable: target for variable, target in results if target}
        # an intermediate value may be held where a result will be, until that is made
        self.until = {target: made[variable] for variable, target in self.target.items()}
        self.last_read: dict[str, int] = {}
        for i, line in enumerate(lines):
            asks = ("_theta", "_g") if line.code.startswith("oracle.") else ()  # a line search begins there
            self.last_read |= dict.fromkeys((*line.reads, *asks), i)
        # what is read by a value that may be a view of it is kept to the end
        kept = {name for x in lines if not x.new for name in x.reads} | {variable for variable, _ in results}
        self.last_read |= dict.fromkeys(kept, len(lines))
        # what is written over a value, and so on to a result: begun where that will be, it is never moved
        self.heir = dict(self.target)
        for i, line in reversed(list(enumerate(lines))):
            if line.variable in self.heir:
                ending = (v for v in line.reads if self.last_read[v] == i)
                self.heir |= {v: self.heir[line.variable] for v in ending if v not in self.heir}
        self.held: dict[str, str] = {name: name for name in (*self.until, *scratch)}  # array -> value in it
        self.idle: list[str] = []  # names of values that have arrays of their own and are not read any more

    def statement(self, i: int, line: Line) -> ast.stmt:
        """Return the statement of a line, the i-th."""
        (made,) = ast.parse(f"{line.variable} = {line.code}").body
        assert isinstance(made, ast.Assign)
        call = _as_call(made.value) if line.full else None
        if call is None:
            name = self.idle.pop() if self.idle else line.variable
            made.targets = [ast.Name(name, ast.Store())]
        else:
            name = self._choose(i, line)
            self.held[name] = line.variable
            call.args.append(ast.Name(name, ast.Load()))
        for part in ast.walk(made.value if call is None else call):
            if isinstance(part, ast.Name):
                part.id = self.place.get(part.id, part.id)
        self.idle += [
            self.place[v]
            for v in sorted(set(line.reads))
            if self.last_read[v] == i and v in self.place and self.place[v] not in self.held
        ]
        self.place[line.variable] = name
        return made if call is None else ast.Expr(_Literals(self.numbers).visit(call))

    def _choose(self, i: int, line: Line) -> str:
        """Choose an array for the value of a line: its own, an operand's, one that is free, a new one."""
        variable, ends = line.variable, self.last_read[line.variable]
        own = self.target.get(variable)
        free = [
            array
            for array, value in self.held.items()
            if self.last_read.get(value, -1) <= i and (array == own or ends <= self.until.get(array, ends))
        ]
        operands = [self.place.get(v, v) for v in line.reads]
        for array in (own, *operands, self.heir.get(variable), *free):
            if array in free:
                return str(array)
        self.spare += 1
        return f"w{self.spare - 1}"


def _as_call(value: ast.expr) -> ast.Call | None:
    """Return an operation as the call of a function that can write into an array; None if it is none."""
    if isinstance(value, ast.BinOp) and type(value.op) in _OF_OPERATORS:
        operation, operands = _OF_OPERATORS[type(value.op)], [value.left, value.right]
    elif isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub):
        operation, operands = "negative", [value.operand]
    elif isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _UFUNCS:
        operation, operands = value.func.id, value.args
    else:
        return None
    return ast.Call(ast.Name(operation, ast.Load()), list(operands), [])


class _Literals(ast.NodeTransformer):
    """Puts the names of arrays in the place of literals."""

    def __init__(self, numbers: dict[str, np.ndarray]) -> None:
        self.numbers = numbers

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        """Name a negative literal."""
        return self.visit_Constant(ast.Constant(ast.literal_eval(node)))

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        """Name a literal."""
        name = f"z{len(self.numbers)}"
        self.numbers[name] = np.array(node.value, dtype=float)
        return ast.Name(name, ast.Load())
