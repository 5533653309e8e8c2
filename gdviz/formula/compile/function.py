"""Lines of code to a function.

The source is made of the checked tree only. It is compiled under a file name of its own, whose "source" is
the user's text, so that a traceback shows the formula's own line.
"""

from __future__ import annotations

import ast
import linecache
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count, zip_longest
from typing import Any

from gdviz.formula import numeric
from gdviz.formula.compile.emitter import Line
from gdviz.formula.functions import FUNCTIONS

_file_number = count()
# what compiled code can read besides the functions of the table; the errors are those that numbers raise
_MEANINGS: dict[str, Any] = {
    "__builtins__": {},
    "ValueError": ValueError,
    "ZeroDivisionError": ZeroDivisionError,
    **numeric.OPERATIONS,
}


def compile_function(
    name: str, lines: Sequence[Line], arguments: Sequence[str], returns: Iterable[str], text: str
) -> Callable[..., Any]:
    """Compile an emitter's lines into a function of `arguments` that returns the tuple of `returns`.

    Tracebacks show the lines of `text`, which the user wrote.
    """
    head = f"def {name}({', '.join(arguments)}):"
    body = [f" {x.variable} = {x.code}" for x in lines] + [f" return ({''.join(r + ', ' for r in returns)})"]
    module = ast.parse("\n".join([head, *body]))
    function = module.body[0]
    assert isinstance(function, ast.FunctionDef)
    _reuse_memory(function.body, lines)
    return finish(module, name, [x.line for x in lines], text)


def finish(
    module: ast.Module, name: str, places: Sequence[int], text: str, more: Mapping[str, Any] | None = None
) -> Callable[..., Any]:
    """Compile a module that is one function, whose statements belong to these lines of the text.

    Statements without a place belong to the last line. `more`: what the code reads besides the functions of
    the language.
    """
    (function,) = module.body
    assert isinstance(function, ast.FunctionDef)
    for statement, line in zip_longest(function.body, places, fillvalue=max(places, default=1)):
        assert isinstance(statement, ast.stmt) and isinstance(line, int)
        for part in ast.walk(statement):
            if isinstance(part, (ast.stmt, ast.expr)):
                part.lineno = part.end_lineno = line
                part.col_offset = part.end_col_offset = 0
    return _run(module, name, text, more)


def compile_source(name: str, source: str) -> Callable[..., Any]:
    """Compile the source of one function, which was written of checked trees only; tracebacks show it."""
    return _run(source, name, source)


def _run(
    code: ast.Module | str, name: str, shown: str, more: Mapping[str, Any] | None = None
) -> Callable[..., Any]:
    """Run code that defines one function, and return that; tracebacks show the lines of `shown`."""
    file = f"<formula {next(_file_number)}>"
    linecache.cache[file] = (len(shown), None, [line + "\n" for line in shown.splitlines()], file)
    _MEANINGS.update((f"f_{n}", f.run) for n, f in FUNCTIONS.items() if f.run)
    defined: dict[str, Callable[..., Any]] = {}
    # no other names than these, and the source is made of the checked tree only
    exec(compile(code, file, "exec"), {**_MEANINGS, **more} if more else _MEANINGS, defined)  # noqa: S102
    made = defined[name]
    weakref.finalize(made, linecache.cache.pop, file, None)
    return made


def _reuse_memory(statements: list[ast.stmt], lines: Sequence[Line]) -> None:
    """Let a value take the memory, or at least the name, of one that is not read any more.

    `k2 = k0*k1` becomes `k0 *= k1` where `k0` ends there: faster for arrays, and the same bits. What takes a
    name frees the array that had it, whose memory is still in the cache. If all lived until the return, they
    would be more than malloc keeps, and each call would fetch its memory from the system.
    """
    names = [[n for n in ast.walk(s) if isinstance(n, ast.Name)] for s in statements]
    last_read = {n.id: i for i, found in enumerate(names) for n in found}
    lent = {name for x in lines if not x.new for name in x.reads}
    own = {x.variable for x in lines if x.full} - lent
    renamed: dict[str, str] = {}
    free: list[str] = []
    for i, found in enumerate(names):
        ends = {n.id for n in found if last_read[n.id] == i}
        written_over = _written_over(statements[i], own & ends)
        ended = {renamed[name] for name in ends if name in renamed}
        for n in found:
            if isinstance(n.ctx, ast.Load):
                n.id = renamed.get(n.id, n.id)
        if written_over:
            ended.discard(written_over.id)
        free += sorted(ended)
        for n in found:
            if isinstance(n.ctx, ast.Store):
                taken = written_over.id if written_over else free.pop() if free else n.id
                renamed[n.id], n.id = taken, taken
        if written_over:
            statements[i] = _in_place(statements[i], written_over)


def _written_over(statement: ast.stmt, own: set[str]) -> ast.Name | None:
    """Return the operand of `c = a op b` that may be written over, one of the variables `own`."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    if not isinstance(value, ast.BinOp):
        return None
    either = isinstance(value.op, (ast.Add, ast.Mult))
    operands = (value.left, value.right) if either else (value.left,)
    return next((o for o in operands if isinstance(o, ast.Name) and o.id in own), None)


def _in_place(statement: ast.stmt, operand: ast.Name) -> ast.AugAssign:
    """Return `c = a op b` as `a op= b`, or `b op= a`."""
    assert isinstance(statement, ast.Assign) and isinstance(statement.value, ast.BinOp)
    value = statement.value
    other = value.right if operand is value.left else value.left
    return ast.AugAssign(ast.Name(operand.id, ast.Store()), value.op, other)
