"""A checked program to NumPy code: every distinct subexpression once, in straight lines.

The source is made of the checked tree only, and compiled under a file name of its own whose "source" is the user's
text: a traceback shows the formula's own line. x^2 is x*x (repeated squaring for whole exponents): faster than pow,
and the same bits for one number and for many.
"""

from __future__ import annotations

import ast
import linecache
import weakref
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from typing import Any, NamedTuple

import numpy as np

from gdviz.formula import numeric
from gdviz.formula.functions import FUNCTIONS, ORACLE
from gdviz.formula.tokens import FormulaError
from gdviz.formula.tree import COMPARISONS, Node, dependencies_first

_WIDTH = {"s": 0, "v": 1, "m": 2}
_serial = count()


class _Line(NamedTuple):
    """`variable = code`, written on that line of the text, reading those variables."""

    variable: str
    code: str
    line: int
    reads: tuple[str, ...]


class Emitter:
    """Collects statements; values are numbered so that equal subexpressions are computed once.

    Names are looked up in `env` (name -> (variable, kind)); `assign` makes a new version of a name.
    """

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.env: dict[str, tuple[str, str]] = {}
        self.made: dict[tuple[str, ...], tuple[str, str]] = {}
        self.seen: dict[tuple[int, int], tuple[str, str]] = {}
        self.version = 0
        self.keep: list[Node] = []  # ids in `seen` stay valid
        self.early: set[str] = set()  # variables that are known before the run
        self.plain: set[str] = (
            set()
        )  # variables that may be Python floats, which raise where they divide by 0
        self.line = 1
        self.lenient = False  # kinds are still being found: what does not fit yet is let pass
        self.numbers: set[str] = set()  # states that are numbers, which may have been meant as vectors

    def input(self, name: str, variable: str, kind: str, early: bool = False, plain: bool = False) -> None:
        """A name that the compiled function is given.

        `early`: its value at every step is known before the run; `plain`: it may come as a Python float.
        """
        self.env[name] = (variable, kind)
        self.version += 1
        if early:
            self.early.add(variable)
        if early or plain:
            self.plain.add(variable)

    def assign(self, name: str, value: tuple[str, str]) -> None:
        """From here on `name` means `value`."""
        if self.env.get(name) != value:
            self.env[name] = value
            self.version += 1

    def put(self, code: str, kind: str, key: tuple[str, ...]) -> tuple[str, str]:
        """A variable that holds `code`; key: the operation and the variables or literals that it reads."""
        if key not in self.made:
            variable = f"k{len(self.made)}"
            self.lines.append(_Line(variable, code, self.line, key[1:]))
            self.made[key] = (variable, kind)
            for known in (self.early, self.plain):
                if key[0] not in ORACLE and all(_is_literal(c) or c in known for c in key[1:]):
                    known.add(variable)
        return self.made[key]

    def value(self, n: Node) -> tuple[str, str]:
        """Emit what `n` needs; returns (variable or literal, kind)."""
        version = self.version
        if (id(n), version) not in self.seen:
            for m in dependencies_first(n, lambda m: (id(m), version) in self.seen, _operands):
                self.keep.append(m)
                self.seen[id(m), version] = self._value(m)
        return self.seen[id(n), version]

    def _value(self, n: Node) -> tuple[str, str]:
        if n.op == "num":
            return _literal(n.value), "s"
        if n.op == "name":
            return self.env[n.name]
        if (
            n.op == "^"
            and n.args[1].op == "num"
            and n.args[1].value.is_integer()
            and 2 <= n.args[1].value <= 64
        ):
            base, kind = self.value(n.args[0])
            return self.whole_power(base, kind, int(n.args[1].value))
        if n.op == "^" and n.args[1].op == "num" and n.args[1].value == 0.5:
            return self.function("sqrt", [self.value(n.args[0])], n)
        minus = [n.op == "+" and i > 0 and a.op == "neg" for i, a in enumerate(n.args)]
        args = [self.value(a) for a in _operands(n)]
        if n.op == "call":
            return self.function(n.name, args, n)
        if n.op == "@":
            return self.matrix_product(args, n)
        return self.elementwise(n, args, minus)

    def whole_power(self, base: str, kind: str, k: int) -> tuple[str, str]:
        if k == 1:
            return base, kind
        half, _ = self.whole_power(base, kind, k // 2)
        square = self.put(f"{half}*{half}", kind, ("*", half, half))
        return self.put(f"{square[0]}*{base}", kind, ("*", square[0], base)) if k % 2 else square

    def elementwise(self, n: Node, args: list[tuple[str, str]], minus: list[bool]) -> tuple[str, str]:
        codes, kind = self.widen(args, n)
        op = n.op
        if op == "neg":
            return self.put(f"-{codes[0]}", kind, ("neg", codes[0]))
        if op == "^":
            return self.put(f"power({codes[0]}, {codes[1]})", kind, ("^", *codes))
        if op == "/":
            plain = all(_is_literal(c) or c in self.plain for c in codes)
            return self.put(
                f"divide({codes[0]}, {codes[1]})" if plain else f"{codes[0]}/{codes[1]}", kind, ("/", *codes)
            )
        if op in COMPARISONS:
            return self.put(f"({codes[0]} {op} {codes[1]})*1.0", kind, (op, *codes))
        out = codes[0]
        for code, negative in zip(codes[1:], minus[1:], strict=True):
            sign = "-" if negative else op
            out = self.put(f"{out} {sign} {code}", kind, (sign, out, code))[0]
        return out, kind

    def widen(self, args: list[tuple[str, str]], n: Node) -> tuple[list[str], str]:
        """The arguments brought to one kind, and that kind."""
        kinds = {k for _, k in args}
        widest = max(kinds, key=_WIDTH.__getitem__)
        if widest == "m" and "v" in kinds and not self.lenient:
            raise FormulaError(
                "a vector and a matrix cannot be combined element by element; use A @ v or matvec(A, v)",
                n.column,
                n.line,
            )
        if widest == "m":
            return [
                c if k == "m" or _is_literal(c) else self.put(f"lift({c})", "m", ("lift", c))[0]
                for c, k in args
            ], "m"
        return [c for c, _ in args], widest

    def function(self, name: str, args: list[tuple[str, str]], n: Node) -> tuple[str, str]:
        f = FUNCTIONS[name]
        if f.elementwise:
            codes, kind = self.widen(args, n)
            return self.put(f"f_{name}({', '.join(codes)})", kind, (name, *codes))
        for (_, kind), wanted, a in zip(args, f.takes, n.args, strict=True):
            if kind != wanted and not self.lenient:
                words = {"s": "a number", "v": "a vector such as g", "m": "a matrix such as hess(theta)"}
                cure = ""
                if a.op == "name" and a.name in self.numbers:
                    cure = f"; begin it as one, with  state {a.name} = {'0*g' if wanted == 'v' else '0*eye'}"
                raise FormulaError(
                    f"{name}() takes {words[wanted]} here, not {words[kind]}{cure}", n.column, n.line
                )
        target = f"oracle.{name}" if f.run is None else f"f_{name}"
        codes = [c for c, _ in args]
        return self.put(f"{target}({', '.join(codes)})", f.gives, (name, *codes))

    def matrix_product(self, args: list[tuple[str, str]], n: Node) -> tuple[str, str]:
        kinds = args[0][1] + args[1][1]
        if self.lenient and "s" in kinds:  # at least this
            kinds = "mv" if kinds == "ms" else "vv"
        if kinds not in ("mv", "vv", "mm"):
            raise FormulaError(
                "@ multiplies matrix @ vector, matrix @ matrix or vector @ vector", n.column, n.line
            )
        if kinds == "mm":
            return self.put(f"matmul({args[0][0]}, {args[1][0]})", "m", ("@", args[0][0], args[1][0]))
        return self.function("matvec" if kinds == "mv" else "dot", args, n)

    def split(self, returns: Iterable[str]) -> tuple[list[_Line], list[_Line], list[str]]:
        """(lines known before the run, the others, variables of the first that the others or the results read)."""
        first = [x for x in self.lines if x.variable in self.early]
        rest = [x for x in self.lines if x.variable not in self.early]
        read = {r for x in rest for r in x.reads} | set(returns)
        return first, rest, [x.variable for x in first if x.variable in read]


def finish(
    name: str, lines: Sequence[_Line], arguments: Sequence[str], returns: Iterable[str], text: str
) -> Callable[..., Any]:
    """Compile lines into a function that returns a tuple; tracebacks show the lines of `text`."""
    head = f"def {name}({', '.join(arguments)}):"
    body = [f" {x.variable} = {x.code}" for x in lines] + [f" return ({''.join(r + ', ' for r in returns)})"]
    module = ast.parse("\n".join([head, *body]))
    function = module.body[0]
    assert isinstance(function, ast.FunctionDef)
    _reuse(function.body)
    places = [x.line for x in lines]
    for statement, line in zip(function.body, [*places, max(places, default=1)], strict=True):
        for part in ast.walk(statement):
            if isinstance(part, (ast.stmt, ast.expr)):
                part.lineno = part.end_lineno = line
                part.col_offset = part.end_col_offset = 0
    file = f"<formula {next(_serial)}>"
    linecache.cache[file] = (len(text), None, [line + "\n" for line in text.splitlines()], file)
    # np.power squares where one exponent for all is exactly 2, and so has other bits for one number than for many
    space: dict[str, Any] = {
        "__builtins__": {},
        "power": np.float_power,
        "divide": np.divide,
        "matmul": numeric.matmul,
        "lift": numeric.lift,
        "full_v": numeric.full_vector,
        "full_m": numeric.full_matrix,
        "inf": np.inf,
        "nan": np.nan,
    }
    space |= {f"f_{n}": f.run for n, f in FUNCTIONS.items() if f.run}
    exec(compile(module, file, "exec"), space)  # noqa: S102 - source made of the checked tree only
    made: Callable[..., Any] = space[name]
    weakref.finalize(made, linecache.cache.pop, file, None)
    return made


def _reuse(statements: Sequence[ast.stmt]) -> None:
    """Give a variable the name of one that is not read any more: its array is freed at once, and its memory is still in the cache.

    If all lived until the return, they would be more than malloc keeps, and each call would fetch its memory from the system.
    """
    names = [[n for n in ast.walk(s) if isinstance(n, ast.Name)] for s in statements]
    last = {n.id: i for i, found in enumerate(names) for n in found}
    now: dict[str, str] = {}
    free: list[str] = []
    for i, found in enumerate(names):
        ended = {now[n.id] for n in found if n.id in now and last[n.id] == i}
        for n in found:
            if isinstance(n.ctx, ast.Load):
                n.id = now.get(n.id, n.id)
        free += sorted(ended)
        for n in found:
            if isinstance(n.ctx, ast.Store):
                now[n.id] = free.pop() if free else n.id
                n.id = now[n.id]


def _operands(n: Node) -> tuple[Node, ...]:
    """The nodes whose values `n` is made of: a - b is a sum with a neg term, but needs b and not -b."""
    if n.op != "+":
        return n.args
    return n.args[0], *(a.args[0] if a.op == "neg" else a for a in n.args[1:])


def _literal(value: float) -> str:
    return repr(value) if value >= 0 else f"({value!r})"


def _is_literal(code: str) -> bool:
    return not code.isidentifier() or code in ("inf", "nan")
