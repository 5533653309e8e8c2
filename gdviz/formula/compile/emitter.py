"""A checked program to lines of NumPy code: every distinct subexpression once.

x^2 is x*x (repeated squaring for whole exponents): faster than pow, and the same bits for one number and for
many.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from gdviz.formula.functions import FUNCTIONS, ORACLE
from gdviz.formula.tokens import FormulaError
from gdviz.formula.tree import COMPARISONS, Node, dependencies_first, is_num

KINDS = "svm"  # a number per point, a vector, a matrix: each holds the ones before it
ARITHMETIC = {"+", "-", "*", "/", "^", "neg", "truth", *COMPARISONS}
MAX_SQUARED = 64  # whole exponents up to which a power is made by repeated squaring
_KIND_NAMES = {"s": "a number", "v": "a vector such as g", "m": "a matrix such as hess(theta)"}


class Value(NamedTuple):
    """A variable or a literal of the code, and its kind."""

    code: str
    kind: str


class Line(NamedTuple):
    """`variable = code`, written on that line of the text, reading those variables.

    `new`: the value has memory of its own, which is never that of a variable read; `full`: it has the shape
    that all values of the function broadcast to. `kind` is that of the value.
    """

    variable: str
    code: str
    line: int
    reads: tuple[str, ...]
    new: bool
    full: bool
    kind: str


class Emitter:
    """Collects the lines of a function; equal subexpressions are computed once.

    Attributes
    ----------
    lines : the statements so far
    names : what each name of the formula means now
    line : the line of the text that is being compiled
    lenient : kinds are still being found, and what does not fit yet is let pass
    number_states : states that are numbers, of which a message says how to begin them as vectors

    Examples
    --------
    >>> from gdviz.formula import ELEMENTWISE, Emitter, Language, compile_function, parse_program
    >>> curve = Language("curve", ("x",), ELEMENTWISE, "x", True)
    >>> program = parse_program("sin(x)^2 + sin(x)", curve)
    >>> emitter = Emitter()
    >>> emitter.input("x", "_x", "s")
    >>> value = emitter.value(program.result)
    >>> [f"{line.variable} = {line.code}" for line in emitter.lines]
    ['k0 = f_sin(_x)', 'k1 = k0*k0', 'k2 = k1 + k0']
    >>> f = compile_function("f", emitter.lines, ["_x"], [value.code], program.text)
    >>> float(f(1.5707963267948966)[0])
    2.0
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.names: dict[str, Value] = {}
        self.line = 1
        self.lenient = False
        self.number_states: set[str] = set()
        self._bound: dict[tuple[str, ...], Value] = {}  # (operation, what it reads) -> value
        self._values: dict[tuple[int, int], Value] = {}  # (id of a node, version of the names) -> value
        self._nodes: list[Node] = []  # kept, so that their ids stay theirs
        self._version = 0
        self._early: set[str] = set()  # variables that are known before the run
        # variables that may be Python floats, which raise where they divide by 0
        self._floats: set[str] = set()
        self._full: set[str] = set()  # variables of the shape that all values broadcast to

    def input(
        self,
        name: str,
        variable: str,
        kind: str,
        *,
        early: bool = False,
        plain: bool = False,
        full: bool = False,
    ) -> None:
        """Declare a name of the formula, given to the compiled function as `variable`.

        `early`: its value at every step is known before the run; `plain`: it may come as a Python float;
        `full`: all other values broadcast to its shape.
        """
        self.names[name] = Value(variable, kind)
        self._version += 1
        if early:
            self._early.add(variable)
        if early or plain:
            self._floats.add(variable)
        if full:
            self._full.add(variable)

    def assign(self, name: str, value: Value) -> None:
        """Let `name` mean `value` from here on."""
        if self.names.get(name) != value:
            self.names[name] = value
            self._version += 1

    def bind(self, code: str, kind: str, key: tuple[str, ...]) -> Value:
        """Return a variable that holds `code`.

        `key` is the operation and the variables or literals that it reads: the same key, the same variable.
        """
        if key not in self._bound:
            variable, operation, reads = f"k{len(self._bound)}", key[0], key[1:]
            new = _makes_new(operation, len(reads))
            full = new and any(c in self._full for c in reads)
            if full:
                self._full.add(variable)
            self.lines.append(Line(variable, code, self.line, reads, new, full, kind))
            self._bound[key] = Value(variable, kind)
            for known in (self._early, self._floats):
                if operation not in ORACLE and all(_is_literal(c) or c in known for c in reads):
                    known.add(variable)
        return self._bound[key]

    def value(self, n: Node) -> Value:
        """Emit the lines that `n` needs, and return its value. Raises FormulaError where kinds do not fit."""
        version = self._version
        if (id(n), version) not in self._values:
            for part in dependencies_first(n, lambda m: (id(m), version) in self._values, _operands):
                self._nodes.append(part)
                self._values[id(part), version] = self._emitted(part)
        return self._values[id(n), version]

    def split_early(self, returns: Iterable[str]) -> tuple[list[Line], list[Line], list[str]]:
        """Return the lines known before the run, the others, and the early variables that are read later."""
        early = [x for x in self.lines if x.variable in self._early]
        others = [x for x in self.lines if x.variable not in self._early]
        read = {r for x in others for r in x.reads} | set(returns)
        return early, others, [x.variable for x in early if x.variable in read]

    def _emitted(self, n: Node) -> Value:
        if n.op == "num":
            return Value(_literal(n.value), "s")
        if n.op == "name":
            return self.names[n.name]
        if n.op == "^" and _is_squared(n.args[1]):
            base = self.value(n.args[0])
            return self._whole_power(base, int(n.args[1].value))
        if n.op == "^" and is_num(n.args[1], 0.5):
            return self._call("sqrt", [self.value(n.args[0])], n)
        args = [self.value(a) for a in _operands(n)]
        if _is_choice(n):
            return self._choice(args, n)
        if n.op == "call":
            return self._call(n.name, args, n)
        if n.op == "@":
            return self._matrix_product(args, n)
        return self._elementwise(n, args)

    def _whole_power(self, base: Value, exponent: int) -> Value:
        if exponent == 1:
            return base
        half = self._whole_power(base, exponent // 2)
        square = self._times(half, half)
        return square if exponent % 2 == 0 else self._times(square, base)

    def _times(self, a: Value, b: Value) -> Value:
        return self.bind(f"{a.code}*{b.code}", a.kind, ("*", a.code, b.code))

    def _elementwise(self, n: Node, args: list[Value]) -> Value:
        codes, kind = self._widened(args, n)
        if n.op == "neg":
            return self.bind(f"-{codes[0]}", kind, ("neg", *codes))
        if n.op == "^":
            return self.bind(f"power({codes[0]}, {codes[1]})", kind, ("^", *codes))
        if n.op == "/":
            if is_power_of_two(codes[1]):  # the same bits as the division, twice as fast
                codes[1] = _literal(1 / float(codes[1]))
                return self.bind(f"{codes[0]}*{codes[1]}", kind, ("*", *codes))
            floats = all(_is_literal(c) or c in self._floats for c in codes)
            code = f"divide({codes[0]}, {codes[1]})" if floats else f"{codes[0]}/{codes[1]}"
            return self.bind(code, kind, ("/", *codes))
        if n.op in COMPARISONS:
            return self.bind(f"({codes[0]} {n.op} {codes[1]})*1.0", kind, (n.op, *codes))
        out = codes[0]
        for code, term in zip(codes[1:], n.args[1:], strict=True):
            sign = "-" if n.op == "+" and term.op == "neg" else n.op
            out = self.bind(f"{out} {sign} {code}", kind, (sign, out, code)).code
        return Value(out, kind)

    def _choice(self, args: list[Value], n: Node) -> Value:
        """Emit where(left < right, a, b): the comparison itself, which nobody needs as a number."""
        (left, right), kind = self._widened(args[:2], n.args[0])
        compare = n.args[0].op
        truth = self.bind(f"{left} {compare} {right}", kind, ("truth", compare, left, right))
        return self._call("where", [truth, *args[2:]], n)

    def _widened(self, args: list[Value], n: Node) -> tuple[list[str], str]:
        """Bring the arguments to one kind, and return that kind too."""
        kinds = {kind for _, kind in args}
        widest = max(kinds, key=KINDS.index)
        if widest == "m" and "v" in kinds and not self.lenient:
            message = "a vector and a matrix cannot be combined element by element; use A @ v or matvec(A, v)"
            raise FormulaError(message, n.column, n.line)
        if widest == "m":
            return [self._lifted(a) for a in args], widest
        return [code for code, _ in args], widest

    def _lifted(self, a: Value) -> str:
        """Give a number per point the axes of a matrix."""
        if a.kind == "m" or _is_literal(a.code):
            return a.code
        return self.bind(f"lift({a.code})", "m", ("lift", a.code)).code

    def _call(self, name: str, args: list[Value], n: Node) -> Value:
        function = FUNCTIONS[name]
        if function.elementwise:
            codes, kind = self._widened(args, n)
            return self.bind(f"f_{name}({', '.join(codes)})", kind, (name, *codes))
        for (_, kind), wanted, argument in zip(args, function.takes, n.args, strict=True):
            if kind != wanted and not self.lenient:
                cure = self._cure(argument, wanted)
                message = f"{name}() takes {_KIND_NAMES[wanted]} here, not {_KIND_NAMES[kind]}{cure}"
                raise FormulaError(message, n.column, n.line)
        target = f"oracle.{name}" if function.run is None else f"f_{name}"
        codes = [code for code, _ in args]
        return self.bind(f"{target}({', '.join(codes)})", function.gives, (name, *codes))

    def _cure(self, argument: Node, wanted: str) -> str:
        """Say how a state that is a number is begun as the vector or matrix that is wanted."""
        if argument.op != "name" or argument.name not in self.number_states:
            return ""
        return f"; begin it as one, with  state {argument.name} = {'0*g' if wanted == 'v' else '0*eye'}"

    def _matrix_product(self, args: list[Value], n: Node) -> Value:
        (left, left_kind), (right, right_kind) = args
        kinds = left_kind + right_kind
        if self.lenient and "s" in kinds:  # the numbers will be vectors or matrices: at least this
            kinds = "mv" if kinds == "ms" else "vv"
        if kinds not in ("mv", "vv", "mm"):
            cure = "@ multiplies matrix @ vector, matrix @ matrix or vector @ vector"
            raise FormulaError(cure, n.column, n.line)
        if kinds == "mm":
            return self.bind(f"matmul({left}, {right})", "m", ("@", left, right))
        return self._call("matvec" if kinds == "mv" else "dot", args, n)


def _operands(n: Node) -> tuple[Node, ...]:
    """Return the nodes whose values `n` is made of: a - b is a sum with a neg term, but needs b, not -b."""
    if _is_choice(n):
        return *n.args[0].args, *n.args[1:]
    if n.op != "+":
        return n.args
    return n.args[0], *(a.args[0] if a.op == "neg" else a for a in n.args[1:])


def _is_choice(n: Node) -> bool:
    """Tell whether a node is where() of a comparison."""
    return n.op == "call" and n.name == "where" and n.args[0].op in COMPARISONS


def _makes_new(operation: str, arguments: int) -> bool:
    """Tell whether an operation always makes a new array (min of one value is that value)."""
    if operation not in FUNCTIONS:
        return operation in ARITHMETIC
    function = FUNCTIONS[operation]
    return function.elementwise and (arguments > 1 or isinstance(function.run, np.ufunc))


def _is_squared(exponent: Node) -> bool:
    """Tell whether a power is made by repeated squaring."""
    return exponent.op == "num" and exponent.value.is_integer() and 2 <= exponent.value <= MAX_SQUARED


def _literal(value: float) -> str:
    return repr(value) if value >= 0 else f"({value!r})"


def is_power_of_two(code: str) -> bool:
    """Tell whether a literal is a small positive power of two."""
    return _is_literal(code) and math.frexp(float(code))[0] == 0.5 and 1 < float(code) <= 2.0**MAX_SQUARED


def _is_literal(code: str) -> bool:
    return not code.isidentifier() or code in ("inf", "nan")
