"""A checked tree as LaTeX, MathML or plain text, with symbols or with numbers (or slots for numbers) put in.

One walk for all three: a `Style` says how each construct is written. `shown` maps a name node to what stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gdviz.formula.functions import FUNCTIONS, Function
from gdviz.formula.tree import WRITTEN, Node, flat_product, num, readable

GREEK = {
    "theta": "θ",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "eps": "ε",
    "epsilon": "ε",
    "rho": "ρ",
    "mu": "μ",
    "nu": "ν",
    "lam": "λ",
    "lambd": "λ",
    "lambda_": "λ",
    "eta": "η",
    "sigma": "σ",
    "phi": "φ",
    "psi": "ψ",
    "omega": "ω",
    "tau": "τ",
    "kappa": "κ",
    "pi": "π",
    "xi": "ξ",
    "zeta": "ζ",
}
_LATEX = {v: "\\" + k.rstrip("_") for k, v in reversed(GREEK.items())} | {
    "ε": "\\varepsilon",
    "λ": "\\lambda",
    "∞": "\\infty",
}
SPECIAL = {"lr": "η", "momentum": "μ", "weight_decay": "λ", "eye": "I", "inf": "∞"}
_ACCENTS = {"hat": ("^", "\\hat"), "bar": ("¯", "\\bar"), "tilde": ("~", "\\tilde")}
_PREC = {"cmp": 0, "+": 1, "neg": 2, "*": 3, "@": 3, "/": 3, "^": 5, "atom": 9}

_THIN = '<mspace width="0.17em"/>'

Show = Callable[[Node], str | None]


def number(value: float) -> str:
    """A number as people write it: 0.9, 3, 1e-08."""
    return f"{value:.12g}"


def _parts(name: str) -> tuple[str, str, str]:
    """(letter or word, accent, subscript) of a name: m_hat -> m, hat, ""; beta1 -> β, "", 1; v_max -> v, "", max."""
    stem, prime = name.rstrip("'"), "′" * name.count("'")
    if stem in SPECIAL:
        return SPECIAL[stem], "", prime
    head, _, tail = stem.partition("_")
    accent = ""
    for a in _ACCENTS:
        if tail == a or tail.startswith(a + "_"):
            accent, tail = a, tail[len(a) + 1 :]
    m = re.fullmatch(r"([A-Za-z]+)(\d+)", head)
    digits = ""
    if m:
        head, digits = m.group(1), m.group(2)
    sub = ",".join(s for s in (digits, "∞" if tail == "inf" else tail.replace("_", " ")) if s)
    return ("η" if head == "lr" else GREEK.get(head, head)) + prime, accent, sub


def symbol(name: str, fmt: str, when: str = "") -> str:
    """The symbol of a name in "latex", "mathml" or "text", with a time subscript such as t-1."""
    if fmt == "text":
        return name
    base, accent, sub = _parts(name)
    sub = ",".join(s for s in (sub, when) if s)
    if fmt == "latex":
        primes = base.count("′")
        base = base.rstrip("′")
        out = _LATEX.get(base) or (base if len(base) == 1 else f"\\mathrm{{{base}}}")
        out = f"{_ACCENTS[accent][1]}{{{out}}}" if accent else out
        sub = re.sub(r"[A-Za-z]{2,}", lambda m: f"\\mathrm{{{m.group()}}}", sub).replace("∞", "\\infty")
        return out + "'" * primes + (f"_{{{sub}}}" if sub else "")
    letter = f"<mi>{base}</mi>"
    if accent:
        letter = f'<mover accent="true">{letter}<mo>{_ACCENTS[accent][0]}</mo></mover>'
    return f"<msub>{letter}<mrow>{_subscript(sub)}</mrow></msub>" if sub else letter


def _subscript(sub: str) -> str:
    def part(p: str) -> str:
        if p in ",-−+":
            return f'<mo lspace="0" rspace="0">{p.replace("-", "−")}</mo>'
        return f"<mn>{p}</mn>" if p.isdigit() else f"<mi>{p}</mi>"

    return "".join(part(p) for p in re.findall(r"\d+|[,\-−+]|[^\d,\-−+]+", sub))


@dataclass(frozen=True)
class _Writer:
    fmt: str
    shown: Show

    def write(self, n: Node) -> tuple[str, int]:
        """(text, precedence)."""
        op = n.op
        if op == "num":
            return self.constant(n), _PREC["atom"] if n.value >= 0 else _PREC["neg"]
        if op == "name":
            replaced = self.shown(n)
            negative = replaced is not None and re.match(_NEGATIVE, replaced)
            return (symbol(n.name, self.fmt) if replaced is None else replaced), _PREC[
                "neg" if negative else "atom"
            ]
        if op == "call":
            return self.called(n)
        if op == "neg":
            return self.op("-") + self.inside(n.args[0], _PREC["*"]), _PREC["neg"]
        if op == "+":
            out = self.inside(n.args[0], _PREC["+"])
            for a in n.args[1:]:
                minus = a.op == "neg" or a.op == "num" and a.value < 0
                term = num(-a.value) if minus and a.op == "num" else a.args[0] if minus else a
                out += self.op("-" if minus else "+", infix=True) + self.inside(term, _PREC["*"])
            return out, _PREC["+"]
        if op == "*":
            return self.product(n), _PREC["*"]
        if op == "/":
            return self.fraction(n)
        if op == "^":
            return self.power(n), _PREC["^"]
        a, b = n.args
        lowest = _PREC["@"] if op == "@" else _PREC["+"]
        sign = "" if op == "@" and self.fmt != "text" else self.op(op, infix=True)
        return self.inside(a, lowest) + sign + self.inside(b, lowest), lowest if op == "@" else _PREC["cmp"]

    def inside(self, n: Node, least: int) -> str:
        s, p = self.write(n)
        return s if p >= least else self.parens(s)

    def parens(self, s: str) -> str:
        return {"latex": f"\\left({s}\\right)", "text": f"({s})"}.get(
            self.fmt
        ) or f"<mrow><mo>(</mo>{s}<mo>)</mo></mrow>"

    def op(self, o: str, infix: bool = False) -> str:
        if self.fmt == "text":
            return f" {o} " if infix else o
        if self.fmt == "latex":
            return {"<=": "\\le ", ">=": "\\ge ", "==": "=", "!=": "\\ne ", "@": " "}.get(o, o)
        o = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "<": "&lt;", ">": "&gt;", "-": "−"}.get(o, o)
        return f"<mo>{o}</mo>" if infix else f'<mo form="prefix">{o}</mo>'

    def constant(self, n: Node) -> str:
        s = n.name or number(abs(n.value) if self.fmt != "text" else n.value)
        if self.fmt == "text":
            return s
        if n.name:
            return symbol(s, self.fmt) if s != "e" else {"latex": "e"}.get(self.fmt, "<mi>e</mi>")
        sign = self.op("-") if n.value < 0 else ""
        mantissa, _, exponent = s.partition("e")
        if not exponent:
            return sign + (s if self.fmt == "latex" else f"<mn>{s}</mn>")
        k = str(int(exponent))
        if self.fmt == "latex":
            return sign + ("" if mantissa == "1" else mantissa + "\\cdot ") + f"10^{{{k}}}"
        ten = f"<msup><mn>10</mn><mrow>{'<mo>−</mo>' if k[0] == '-' else ''}<mn>{k.lstrip('-')}</mn></mrow></msup>"
        return sign + ("" if mantissa == "1" else f"<mn>{mantissa}</mn><mo>·</mo>") + ten

    def product(self, n: Node) -> str:
        n = flat_product(*map(_as_product, n.args))
        pieces = [self.inside(a, _PREC["*"] if i else _PREC["neg"]) for i, a in enumerate(n.args)]
        if self.fmt == "text":
            return "*".join(pieces)
        out = pieces[0]
        for a, before, s in zip(n.args[1:], n.args, pieces[1:], strict=False):
            left, right = _bare(before), _bare(a)
            left_function, right_function = _function(left), _function(right)
            dot = (
                _starts_with_digit(a, self.shown)
                or left_function is not None
                and left_function.dot_after
                or self.is_word(left)
                or self.is_word(right)
            )
            gap = _THIN if right_function and not right_function.encloses else ""
            times = "<mo>·</mo>" if dot else f"<mo>&#x2062;</mo>{gap}"
            out += ({"latex": "\\cdot " if dot else r"\,"}.get(self.fmt) or times) + s
        return out

    def is_word(self, n: Node) -> bool:
        """Whether a name is written with several letters, which run into their neighbours without a dot."""
        return n.op == "name" and not _is_number(self.shown(n)) and len(_parts(n.name)[0].rstrip("′")) > 1

    def fraction(self, n: Node) -> tuple[str, int]:
        a, b = n.args[:2]
        if self.fmt == "text":
            return f"{self.inside(a, _PREC['*'])}/{self.inside(b, _PREC['^'])}", _PREC["/"]
        top, bottom = self.write(a)[0], self.write(b)[0]
        if self.fmt == "latex":
            return f"\\frac{{{top}}}{{{bottom}}}", _PREC["atom"] - 1
        return f"<mfrac><mrow>{top}</mrow><mrow>{bottom}</mrow></mfrac>", _PREC["atom"] - 1

    def power(self, n: Node) -> str:
        a, b = n.args
        filled = a.op == "name" and _is_number(self.shown(a))
        if self.fmt == "text":
            base = self.parens(self.write(a)[0]) if filled else self.inside(a, _PREC["atom"])
            return f"{base}^{self.inside(b, _PREC['^'])}"
        exponent = self.write(b)[0]
        function = _function(a)
        if (
            function and function.power_on_name and b.op == "num" and b.value > 0
        ):  # sin^2(x), which nobody reads as sin(x^2)
            return self.called(a, exponent)[0]
        base = (
            self.parens(self.write(a)[0])
            if filled or function and not function.encloses
            else self.inside(a, _PREC["atom"])
        )
        if self.fmt == "latex":
            return f"{{{base}}}^{{{exponent}}}"
        if base.startswith("<msub>"):  # index and exponent one above the other
            return f"<msubsup>{base.removeprefix('<msub>').removesuffix('</msub>')}<mrow>{exponent}</mrow></msubsup>"
        return f"<msup><mrow>{base}</mrow><mrow>{exponent}</mrow></msup>"

    def called(self, n: Node, exponent: str = "") -> tuple[str, int]:
        """Write a call; `exponent` stands on the name of the function."""
        function = FUNCTIONS[n.name]
        if function.written_as and (function.hidden or self.fmt != "text"):
            return self.write(function.written_as(*n.args))
        args = [self.write(a)[0] for a in n.args]
        if self.fmt == "text":
            return f"{n.name}({', '.join(args)})", _PREC["atom"]
        latex = self.fmt == "latex"
        if function.template:
            return _filled(function.template[0 if latex else 1], args), _PREC["atom"]
        if latex:
            head = function.latex or rf"\operatorname{{{n.name}}}"
            power = f"^{{{exponent}}}" if exponent else ""
            return rf"{head}{power}\left({', '.join(args)}\right)", _PREC["atom"]
        head = f"<mi>{function.mathml or n.name}</mi>"
        if exponent:
            head = f"<msup>{head}{exponent}</msup>"
        return f"<mrow>{head}<mo>(</mo>{'<mo>,</mo>'.join(args)}<mo>)</mo></mrow>", _PREC["atom"]


_NEGATIVE = '[-−]|<mo form="prefix">−'  # how a negative number begins


def _filled(template: str, args: Sequence[str]) -> str:
    """Put the first argument in the place of #1, the second in that of #2, and so on."""
    return re.sub(r"#(\d)", lambda m: args[int(m.group(1)) - 1], template)


def _function(n: Node) -> Function | None:
    """Return what is known of the function that is called; None for anything but a call."""
    return FUNCTIONS[n.name] if n.op == "call" else None


def _as_product(n: Node) -> Node:
    """Return the product that a call is written as; anything else as it is."""
    function = _function(n)
    written = function.written_as(*n.args) if function and function.written_as else n
    return written if written.op == "*" else n


def _bare(n: Node) -> Node:
    """A factor without its sign and exponent."""
    while n.op in ("^", "neg"):
        n = n.args[0]
    return n


def _starts_with_digit(n: Node, shown: Show) -> bool:
    while (product := _as_product(n)).op in ("*", "^"):
        n = product.args[0]
    return n.op == "num" and not n.name or n.op == "name" and _is_number(shown(n))


def _is_number(shown: str | None) -> bool:
    """Whether a number (or a slot for one) stands for a name, rather than another symbol."""
    return shown is not None and re.match(rf"[⟦\d]|<mn>|<msup><mn>|{_NEGATIVE}", shown) is not None


def write(n: Node, fmt: str, shown: Show = lambda _: None) -> str:
    """`n` in "latex", "mathml" (without the <math> element) or "text"; dots where it would be endless (see `readable`)."""
    if not readable(n, WRITTEN[0]):
        return {"latex": "\\dots", "mathml": "<mo>…</mo>"}.get(fmt, "...")
    return _Writer(fmt, shown).write(n)[0]


def constant(value: float, fmt: str) -> str:
    """A number in "latex", "mathml" or "text": 1e-8 is a power of ten, and no difference of e and 8."""
    return write(num(value), fmt)


def mathml(body: str) -> str:
    """A complete MathML element."""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{body}</math>'
