"""A checked tree as LaTeX, MathML or plain text, with symbols or with numbers (or slots for numbers) put in.

One walk for all three. A writer for each says how a fraction, a power or a call looks; how one function
looks, when it is unlike the others, its row in the table of functions says.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from gdviz.formula.functions import FUNCTIONS, Function
from gdviz.formula.notation import LATEX, MATHML, Style, filled, is_word, number_text, symbol
from gdviz.formula.tree import MAX_WRITTEN, Node, flat_product, num, readable

# what binds more tightly has the larger number
_COMPARISON, _SUM, _SIGN, _PRODUCT, _POWER, _FRACTION, _ATOM = range(7)
_NEGATIVE = '[-−]|<mo form="prefix">−'  # how a negative number begins
_NUMBER = re.compile(rf"[⟦\d]|<mn>|<msup><mn>|{_NEGATIVE}")  # how a number, or a slot for one, begins

Replacement = Callable[[Node], str | None]


def write(n: Node, fmt: str, replacement: Replacement = lambda _: None) -> str:
    r"""Write a tree; dots, where it would be endless (see `readable`).

    Parameters
    ----------
    n : the tree
    fmt : "latex", "mathml" (without the <math> element around it) or "text"
    replacement : name node -> what is written in its place, in the same format; None for its symbol

    Examples
    --------
    >>> from gdviz.formula import ELEMENTWISE, Language, parse_program, write
    >>> curve = Language("curve", ("x",), ELEMENTWISE, "x", True)
    >>> tree = parse_program("sqrt(x)/(2x)", curve).result
    >>> write(tree, "text")
    'sqrt(x)/(2*x)'
    >>> print(write(tree, "latex"))
    \frac{\sqrt{x}}{2\,x}
    >>> write(tree, "text", lambda name: "0.25")
    'sqrt(0.25)/(2*0.25)'
    """
    style = {"latex": LATEX, "mathml": MATHML}.get(fmt)
    writer = _Markup(style, replacement) if style else _Writer(replacement)
    return writer.write(n)[0] if readable(n, MAX_WRITTEN) else writer.dots


def write_number(value: float, fmt: str) -> str:
    r"""Write a number in "latex", "mathml" or "text".

    Examples
    --------
    >>> print(write_number(1e-8, "latex"))
    10^{-8}
    """
    return write(num(value), fmt)


def mathml(body: str) -> str:
    """Return a complete MathML element."""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{body}</math>'


class _Writer:
    """The walk, and plain text, which can be typed back where a tree holds no hidden function."""

    fmt = "text"
    dots = "..."
    minus = "-"  # the sign, not the operator

    def __init__(self, replacement: Replacement) -> None:
        self.replacement = replacement

    def write(self, n: Node) -> tuple[str, int]:
        """Return what is written, and how tightly it binds."""
        match n.op:
            case "num":
                return self.number(n), _ATOM if n.value >= 0 else _SIGN
            case "name":
                return self.name(n)
            case "call":
                return self.call(n)
            case "neg":
                return self.minus + self.inside(n.args[0], _PRODUCT), _SIGN
            case "+":
                return self.sum(n), _SUM
            case "*":
                return self.product(n), _PRODUCT
            case "/":
                return self.fraction(n)
            case "^":
                return self.power(n), _POWER
        left, right = n.args
        if n.op == "@":
            factors = self.inside(left, _PRODUCT), self.inside(right, _POWER)
            return self.matrix_times(right).join(factors), _PRODUCT
        return self.inside(left, _SUM) + self.infix(n.op) + self.inside(right, _SUM), _COMPARISON

    def inside(self, n: Node, least: int) -> str:
        """Write a part, in parentheses if it binds less tightly than its place asks."""
        written, binding = self.write(n)
        return written if binding >= least else self.parentheses(written)

    def name(self, n: Node) -> tuple[str, int]:
        replaced = self.replacement(n)
        if replaced is None:
            return symbol(n.name, self.fmt), _ATOM
        return replaced, _SIGN if re.match(_NEGATIVE, replaced) else _ATOM

    def is_shown_as_number(self, n: Node) -> bool:
        """Tell whether a number, or a slot for one, is written in the place of a name."""
        replaced = self.replacement(n) if n.op == "name" else None
        return replaced is not None and _NUMBER.match(replaced) is not None

    def sum(self, n: Node) -> str:
        out = self.inside(n.args[0], _SUM)
        for term in n.args[1:]:
            subtracted = _subtracted(term)
            sign = self.infix("+" if subtracted is None else "-")
            out += sign + self.inside(subtracted or term, _PRODUCT)
        return out

    def factors(self, n: Node) -> tuple[tuple[Node, ...], list[str]]:
        """Return the factors of a product, and how each is written."""
        factors = flat_product(*[_as_product(a) if a.op == "call" else a for a in n.args]).args
        first, *others = factors
        return factors, [self.inside(first, _SIGN), *(self.inside(f, _PRODUCT) for f in others)]

    def number(self, n: Node) -> str:
        return n.name or number_text(n.value)

    def infix(self, operator: str) -> str:
        return f" {operator} "

    def matrix_times(self, right: Node) -> str:
        return " @ "

    def parentheses(self, inner: str) -> str:
        return f"({inner})"

    def product(self, n: Node) -> str:
        return "*".join(self.factors(n)[1])

    def fraction(self, n: Node) -> tuple[str, int]:
        above, below = n.args
        return f"{self.inside(above, _PRODUCT)}/{self.inside(below, _POWER)}", _PRODUCT

    def power(self, n: Node) -> str:
        base, exponent = n.args
        if self.is_shown_as_number(base):
            written = self.parentheses(self.write(base)[0])
        else:
            written = self.inside(base, _ATOM)
        return f"{written}^{self.inside(exponent, _POWER)}"

    def call(self, n: Node) -> tuple[str, int]:
        function = FUNCTIONS[n.name]
        if function.written_as and function.hidden:
            return self.write(function.written_as(*n.args))
        return f"{n.name}({', '.join(self.arguments(n))})", _ATOM

    def arguments(self, n: Node) -> list[str]:
        return [self.write(a)[0] for a in n.args]


class _Markup(_Writer):
    """LaTeX and MathML: fractions and exponents are set, and most products have no sign."""

    def __init__(self, style: Style, replacement: Replacement) -> None:
        super().__init__(replacement)
        self.style, self.fmt, self.dots = style, style.fmt, style.dots
        self.minus = style.minus

    def number(self, n: Node) -> str:
        style = self.style
        if n.name:
            return style.e if n.name == "e" else symbol(n.name, self.fmt)
        sign = self.minus if n.value < 0 else ""
        mantissa, _, exponent = number_text(abs(n.value)).partition("e")
        digits = filled(style.digits, mantissa)
        if not exponent:
            return sign + digits
        sign_of_exponent = style.minus_in_exponent if exponent.startswith("-") else ""
        raised = sign_of_exponent + filled(style.digits, str(abs(int(exponent))))
        return sign + ("" if mantissa == "1" else digits + style.dot) + filled(style.ten_to_the, raised)

    def infix(self, operator: str) -> str:
        return self.style.operators[operator]

    def matrix_times(self, right: Node) -> str:
        """Return what stands between two matrices, which are numbers where there is one parameter."""
        return self.style.dot if self.starts_with_digit(right) else self.style.gap

    def parentheses(self, inner: str) -> str:
        return filled(self.style.parentheses, inner)

    def product(self, n: Node) -> str:
        factors, written = self.factors(n)
        out = written[0]
        for before, factor, piece in zip(factors, factors[1:], written[1:], strict=False):
            out += self.between(before, factor) + piece
        return out

    def between(self, before: Node, factor: Node) -> str:
        """Return the dot or the gap between two factors."""
        left, right = _without_sign_and_exponent(before), _without_sign_and_exponent(factor)
        left_function, right_function = _function(left), _function(right)
        ends_with_name = left_function is not None and left_function.dot_after
        if ends_with_name or self.starts_with_digit(factor) or self.is_word(left) or self.is_word(right):
            return self.style.dot
        before_name = right_function is not None and not right_function.encloses
        return self.style.gap_before_name if before_name else self.style.gap

    def starts_with_digit(self, n: Node) -> bool:
        n, function = _as_written(n), _function(n)
        while n.op in ("*", "^", "@") or function and function.tight:
            n = _as_written(n.args[0])
            function = _function(n)
        return n.op == "num" and not n.name or self.is_shown_as_number(n)

    def is_word(self, n: Node) -> bool:
        return n.op == "name" and not self.is_shown_as_number(n) and is_word(n.name)

    def fraction(self, n: Node) -> tuple[str, int]:
        above, below = n.args
        return filled(self.style.fraction, self.write(above)[0], self.write(below)[0]), _FRACTION

    def power(self, n: Node) -> str:
        base, exponent = n.args
        raised = self.write(exponent)[0]
        function = _function(base)
        if function and function.power_on_name and exponent.op == "num" and exponent.value > 0:
            return self.named_call(base, function, raised)  # sin^2(x), which nobody reads as sin(x^2)
        if self.is_shown_as_number(base):
            written = self.parentheses(self.write(base)[0])
        else:
            written = self.enclosed(base)
        if written.startswith("<msub>"):  # index and exponent one above the other
            indexed = written.removeprefix("<msub>").removesuffix("</msub>")
            return f"<msubsup>{indexed}<mrow>{raised}</mrow></msubsup>"
        return filled(self.style.power, written, raised)

    def enclosed(self, n: Node) -> str:
        """Write what stands under a power, in parentheses unless it is one symbol or has its own."""
        function = _function(n)
        if function and not function.encloses:
            return self.parentheses(self.write(n)[0])
        return self.inside(n, _ATOM)

    def call(self, n: Node) -> tuple[str, int]:
        function = FUNCTIONS[n.name]
        if function.written_as:
            return self.write(function.written_as(*n.args))
        if function.template:
            arguments = map(self.enclosed, n.args) if function.tight else self.arguments(n)
            return filled(function.template[self.fmt], *arguments), _ATOM
        return self.named_call(n, function), _ATOM

    def named_call(self, n: Node, function: Function, exponent: str = "") -> str:
        """Write the name, with an exponent if there is one, and the arguments in parentheses."""
        head = {
            "latex": function.latex or rf"\operatorname{{{n.name}}}",
            "mathml": f"<mi>{function.mathml or n.name}</mi>",
        }[self.fmt]
        if exponent:
            head = filled(self.style.name_to_the, head, exponent)
        return filled(self.style.call, head, self.style.comma.join(self.arguments(n)))


def _subtracted(term: Node) -> Node | None:
    """Return what a term of a sum subtracts; None if it adds something."""
    if term.op == "neg":
        return term.args[0]
    return num(-term.value) if term.op == "num" and term.value < 0 else None


def _function(n: Node) -> Function | None:
    """Return what is known of the function that is called; None for anything but a call."""
    return FUNCTIONS[n.name] if n.op == "call" else None


def _as_written(n: Node) -> Node:
    """Return the tree that is written in the place of a call; anything else as it is."""
    function = _function(n)
    return function.written_as(*n.args) if function and function.written_as else n


def _as_product(n: Node) -> Node:
    """Return the product that a call is written as; anything else as it is."""
    written = _as_written(n)
    return written if written.op == "*" else n


def _without_sign_and_exponent(n: Node) -> Node:
    while n.op in ("^", "neg"):
        n = n.args[0]
    return n
