"""A checked tree as Python that a person reads: `(1 - x)**2 + 100*(y - x**2)**2`.

It is the text that an exported file holds. What runs in a race is compiled by `emitter`, from the same tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gdviz.formula.functions import CONSTANTS, FUNCTIONS
from gdviz.formula.tree import COMPARISONS, Node, dependencies_first, tree_size

# what binds more tightly has the larger number
_COMPARISON, _SUM, _PRODUCT, _FACTOR, _POWER, _ATOM = range(6)
_SHORT = 120  # nodes, written out, up to which nothing is given a name of its own
_TALL = 25  # levels of an expression, above which parts of it get names of their own
_PLAIN_POWER = 1e50  # a plain number up to this may be raised to a small power without an overflow

# how a function is written where it is no ufunc of NumPy's; {m} is the module, {0}, {1}, ... the arguments
_WRITTEN = {
    "clip": "{m}.clip({0}, {1}, {2})",
    "norm": "{m}.linalg.norm({0})",
    "sum": "{m}.sum({0})",
    "mean": "{m}.mean({0})",
    "outer": "{m}.outer({0}, {1})",
    "diag": "{m}.diag({0})",
}
_PRODUCTS = ("dot", "matvec")  # written with @
_FLOATS = (
    "min",
    "max",
    "where",
    "clip",
    "abs",
    "sign",
)  # they keep whole numbers whole, which a float is not


@dataclass
class PythonWriter:
    """Writes trees as Python.

    Attributes
    ----------
    names : what a name of the formula is called in the file, where it is not called the same
    asks : oracle function -> how the file asks it, with {0}, {1}, ... for the arguments
    plain : names of plain numbers -> their value, where one is known. Python's own numbers raise where
        NumPy's give inf or nan, so that a division among them is written as NumPy's
    module : "np" or "torch"
    helpers : functions that the file needs besides, found while writing

    Examples
    --------
    >>> from gdviz.formula import ELEMENTWISE, Language, PythonWriter, parse_program
    >>> curve = Language("curve", ("x", "y"), ELEMENTWISE, "x", True)
    >>> writer = PythonWriter(names={"y": "target"})
    >>> writer.write(parse_program("(1 - x)^2 + max(abs(x), 2)/y", curve).result)
    '(1 - x)**2 + np.maximum(np.abs(x), 2.0)/target'
    """

    names: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    plain: dict[str, float | None] = field(default_factory=dict)
    module: str = "np"
    helpers: set[str] = field(default_factory=set)
    _given: dict[int, str] = field(default_factory=dict, repr=False)

    def write(self, n: Node) -> str:
        """Return an expression."""
        return self._write(n)[0]

    def is_plain(self, n: Node) -> bool:
        """Whether the value may be one of Python's own numbers."""
        return all(m.op != "call" and (m.op != "name" or m.name in self.plain) for m in n.walk())

    def lines(self, outputs: Sequence[Node]) -> tuple[list[str], list[str]]:
        """Return assignments of what the outputs share, and an expression for each of them.

        Short formulas are written out, as a person would; long ones name the parts that they use twice.
        """
        self._given = {}
        shared, names = self._shared(outputs), list[str]()
        for node in shared:
            written = self.write(node)
            self._given[id(node)] = f"_{len(names) + 1}"
            names.append(f"_{len(names) + 1} = {written}")
        expressions = [self.write(n) for n in outputs]
        self._given = {}
        return names, expressions

    def _shared(self, outputs: Sequence[Node]) -> list[Node]:
        """Return the parts that get a name, each after those that it reads."""
        done: dict[int, Node] = {}
        for output in outputs:
            for n in dependencies_first(output, lambda n: id(n) in done, lambda n: n.args):
                done[id(n)] = n
        if sum(map(tree_size, outputs)) <= _SHORT and max(n.depth for n in outputs) <= _TALL:
            return []
        used = Counter(id(a) for n in done.values() for a in n.args)
        used.update(id(n) for n in outputs)
        shared: list[Node] = []
        height: dict[int, int] = {}  # levels above the last part that has a name
        for key, n in done.items():
            height[key] = 1 + max((height[id(a)] for a in n.args), default=0)
            twice = used[key] > 1 and n.op not in ("num", "name", "neg") and tree_size(n) > 3
            comparison = n.op in COMPARISONS  # where() reads it as a condition
            if (twice or height[key] > _TALL) and n.args and not comparison:
                shared.append(n)
                height[key] = 0
        return shared

    def _write(self, n: Node) -> tuple[str, int]:
        """Return what is written, and how tightly it binds."""
        if id(n) in self._given:
            return self._given[id(n)], _ATOM
        if self.module == "torch" and n.args and n.names() <= self.plain.keys():
            return self._plain_number(n)
        match n.op:
            case "num":
                return self._number(n)
            case "name":
                return self.names.get(n.name, n.name), _ATOM
            case "neg":
                return "-" + self._inside(n.args[0], _PRODUCT), _PRODUCT
            case "+":
                return self._sum(n), _SUM
            case "*":
                rest = (self._inside(a, _FACTOR) for a in n.args[1:])
                return "*".join([self._inside(n.args[0], _PRODUCT), *rest]), _PRODUCT
            case "/":
                return self._quotient(n)
            case "^":
                return self._power(n)
            case "@":
                return f"{self._inside(n.args[0], _PRODUCT)} @ {self._inside(n.args[1], _FACTOR)}", _PRODUCT
            case "call":
                return self._call(n)
        return f"({self._condition(n)})*1.0", _PRODUCT

    def _plain_number(self, n: Node) -> tuple[str, int]:
        """Write what is no tensor: torch's functions take tensors only."""
        writer = PythonWriter(self.names, self.asks, self.plain)
        written, binding = writer._write(n)
        self.helpers |= writer.helpers
        return (written, binding) if "np." not in written else (f"float({written})", _ATOM)

    def _inside(self, n: Node, least: int) -> str:
        written, binding = self._write(n)
        return written if binding >= least else f"({written})"

    def _number(self, n: Node) -> tuple[str, int]:
        if n.name in CONSTANTS:
            return f"{self.module}.{n.name}", _ATOM
        if not np.isfinite(n.value):
            return (
                "-" if n.value < 0 else ""
            ) + f"{self.module}.{'nan' if n.value != n.value else 'inf'}", _PRODUCT
        whole = n.value.is_integer() and abs(n.value) < 1e6
        return repr(int(n.value) if whole else n.value), _ATOM if n.value >= 0 else _PRODUCT

    def _sum(self, n: Node) -> str:
        out = self._inside(n.args[0], _SUM)
        for term in n.args[1:]:
            if term.op == "neg" and id(term) not in self._given:
                out += f" - {self._inside(term.args[0], _PRODUCT)}"
            elif term.op == "num" and term.value < 0:
                out += f" - {self._number(Node('num', value=-term.value))[0]}"
            else:
                out += f" + {self._inside(term, _PRODUCT)}"
        return out

    def _quotient(self, n: Node) -> tuple[str, int]:
        above, below = n.args
        if below.op == "num" and below.value != 0 or not self.is_plain(n):
            return f"{self._inside(above, _PRODUCT)}/{self._inside(below, _FACTOR)}", _PRODUCT
        return f"{self.module}.divide({self.write(above)}, {self.write(below)})", _ATOM

    def _power(self, n: Node) -> tuple[str, int]:
        base, exponent = n.args
        if exponent.op == "num" and exponent.value == 0.5:
            return f"{self.module}.sqrt({self._as_float(base)})", _ATOM
        if self.is_plain(n) and not self._is_safe(base, exponent):
            return f"{self.module}.float_power({self.write(base)}, {self.write(exponent)})", _ATOM
        return f"{self._inside(base, _ATOM)}**{self._inside(exponent, _POWER)}", _POWER

    def _is_safe(self, base: Node, exponent: Node) -> bool:
        """Whether Python's own power of plain numbers cannot raise."""
        if exponent.op != "num" or exponent.value not in (1, 2, 3, 4):
            return False
        size = base.value if base.op == "num" else self.plain.get(base.name) if base.op == "name" else None
        return size is not None and abs(size) < _PLAIN_POWER

    def _condition(self, n: Node) -> str:
        """Write what where() asks: a comparison, or whether a number is not 0."""
        if n.op in COMPARISONS:
            left, right = n.args
            return f"{self._inside(left, _SUM)} {n.op} {self._inside(right, _SUM)}"
        return f"{self._inside(n, _SUM)} != 0"

    def _as_float(self, n: Node) -> str:
        return self.write(n) if n.op != "num" or n.name else repr(n.value)

    def _call(self, n: Node) -> tuple[str, int]:
        function, name = FUNCTIONS[n.name], n.name
        if name == "where":
            condition, *values = n.args
            chosen = ", ".join(map(self._as_float, values))
            return f"{self._tensors('where')}({self._condition(condition)}, {chosen})", _ATOM
        args = [self._as_float(a) if name in _FLOATS else self.write(a) for a in n.args]
        if name in self.asks:
            return self.asks[name].format(*args), _ATOM
        if name in ("min", "max"):
            out = args[0]
            for other in args[1:]:
                out = f"{self._tensors(f'{name}imum')}({out}, {other})"
            return out, _ATOM if len(args) > 1 else self._write(n.args[0])[1]
        if name == "clip" and self.module == "torch":
            low = f"{self._tensors('maximum')}({args[0]}, {args[1]})"
            return f"{self._tensors('minimum')}({low}, {args[2]})", _ATOM
        if name in _PRODUCTS:
            return f"{self._inside(n.args[0], _PRODUCT)} @ {self._inside(n.args[1], _FACTOR)}", _PRODUCT
        if name == "transpose":
            return f"{self._inside(n.args[0], _ATOM)}.T", _ATOM
        if name in _WRITTEN:
            return _WRITTEN[name].format(*args, m=self.module), _ATOM
        if isinstance(function.run, np.ufunc):
            return (
                f"{self.module}.{function.run.__name__.replace('absolute', 'abs')}({', '.join(args)})",
                _ATOM,
            )
        self.helpers.add(name)
        return f"{name}({', '.join(args)})", _ATOM

    def _tensors(self, function: str) -> str:
        """Return the name of a function of two values; torch's own takes no numbers beside tensors."""
        if self.module == "np":
            return f"np.{function}"
        self.helpers.add(f"torch_{function}")
        return function
