"""Text to tokens, with columns; what people paste (π, ², ·, −) is understood, the rest is refused by name."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_NAME = 60  # letters of a name


class FormulaError(ValueError):
    """Text that is not accepted: says what, where, and what would work.

    Attributes
    ----------
    message : one sentence for the user, without the place
    line, column : place in the text, counted from 1 (column 0: the text as a whole)
    """

    def __init__(self, message: str, column: int = 0, line: int = 1) -> None:
        self.message, self.line, self.column = message, line, column
        place = f" (line {line}, column {column})" if line > 1 else f" (column {column})"
        super().__init__(message + (place if column else ""))


class Token(NamedTuple):
    """kind: "num", "name", "op" or "end"; column and line count from 1."""

    kind: str
    text: str
    column: int
    line: int = 1


_SAME = {
    "·": "*",
    "×": "*",
    "∗": "*",
    "⋅": "*",
    "−": "-",
    "–": "-",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "[": "(",
    "]": ")",
    "{": "(",
    "}": ")",
    "**": "^",
}
_GREEK = {
    "π": "pi",
    "θ": "theta",
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "ε": "eps",
    "μ": "mu",
    "ρ": "rho",
    "λ": "lam",
    "η": "lr",
    "σ": "sigma",
    "ν": "nu",
    "φ": "phi",
    "δ": "delta",
    "√": "sqrt",
    "∞": "inf",
}
_POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<num>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<op>\*\*|<=|>=|==|!=|[-+*/^@()\[\]{}|,<>=·×∗⋅−–÷≤≥≠])|(?P<greek>[πθαβγεμρληνσφδ√∞][0-9]*)|(?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
)
_CURES = {
    "'": "quotes are not part of a formula",
    '"': "quotes are not part of a formula",
    "_": "names start with a letter",
    "\\": "write plain text such as sqrt(x) instead of LaTeX",
    "!": "there is no factorial; != compares",
    "%": "write 0.05 for 5 %",
    ".": "a point belongs inside a number, such as 0.5",
}


def tokenize(text: str, line: int = 1, offset: int = 0) -> list[Token]:
    """Split one line into tokens, columns shifted by `offset`. Raises FormulaError at a character that has no meaning."""
    out: list[Token] = []
    at = 0
    while at < len(text):
        m = _TOKEN.match(text, at)
        column = at + 1 + offset
        if m is None:
            c = text[at]
            cure = _CURES.get(c, "use letters, digits, + - * / ^ ( ) | and commas")
            shown = f"'{c}'" if c.isprintable() else f"the invisible character U+{ord(c):04X}"
            raise FormulaError(f"{shown} has no meaning here; {cure}", column, line)
        kind, s = str(m.lastgroup), m.group()
        at = m.end()
        if kind == "num":
            if at < len(text) and text[at] == "." or out and out[-1].kind == "num":
                raise FormulaError(
                    f"'{s[:40]}' does not read as one number; write for example 1.5 or 2*3", column, line
                )
            if not float(s) < float("inf"):
                raise FormulaError(f"the number {s[:40]} is too large; at most about 1.8e308", column, line)
        if kind == "name" and len(s) > MAX_NAME:
            raise FormulaError(
                f"the name '{s[:20]}...' has {len(s)} letters; at most {MAX_NAME}", column, line
            )
        if kind == "power":
            sign = [Token("op", "-", column, line)] if s[0] == "⁻" else []
            out += [
                Token("op", "^", column, line),
                *sign,
                Token("num", s.lstrip("⁻").translate(_POWERS), column, line),
            ]
        elif kind == "greek":
            out.append(Token("name", _GREEK[s[0]] + s[1:], column, line))
        elif kind != "space":
            out.append(Token(kind, _SAME.get(s, s) if kind == "op" else s, column, line))
    return out
