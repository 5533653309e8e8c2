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
    r"""
      (?P<space>\s+)
    | (?P<num>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>[A-Za-z][A-Za-z0-9_]*)
    | (?P<op>\*\*|<=|>=|==|!=|[-+*/^@()\[\]{}|,<>=·×∗⋅−–÷≤≥≠])
    | (?P<greek>[πθαβγεμρληνσφδ√∞][0-9]*)
    | (?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)
    """,
    re.VERBOSE,
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
    """Split one line into tokens.

    Parameters
    ----------
    text : the line, or a piece of it
    line : its number, for messages
    offset : the characters of the line before `text`

    Raises
    ------
    FormulaError
        at a character that has no meaning, a number that cannot be read, or a very long name

    Examples
    --------
    >>> [token.text for token in tokenize("2π·x²")]
    ['2', 'pi', '*', 'x', '^', '2']
    """
    out: list[Token] = []
    at = 0
    while at < len(text):
        column = at + 1 + offset
        found = _TOKEN.match(text, at)
        if found is None:
            raise FormulaError(_no_meaning(text[at]), column, line)
        kind, word = str(found.lastgroup), found.group()
        at = found.end()
        if kind == "num":
            runs_on = text[at : at + 1] == "." or bool(out) and out[-1].kind == "num"
            _check_number(word, runs_on, column, line)
        elif kind == "name" and len(word) > MAX_NAME:
            message = f"the name '{word[:20]}...' has {len(word)} letters; at most {MAX_NAME}"
            raise FormulaError(message, column, line)
        out += [Token(kind, word, column, line) for kind, word in _plain_tokens(kind, word)]
    return out


def _no_meaning(character: str) -> str:
    cure = _CURES.get(character, "use letters, digits, + - * / ^ ( ) | and commas")
    visible = (
        f"'{character}'" if character.isprintable() else f"the invisible character U+{ord(character):04X}"
    )
    return f"{visible} has no meaning here; {cure}"


def _check_number(word: str, runs_on: bool, column: int, line: int) -> None:
    """Refuse 1.2.3, 1 2 and 1e999."""
    if runs_on:
        message = f"'{word[:40]}' does not read as one number; write for example 1.5 or 2*3"
        raise FormulaError(message, column, line)
    if not float(word) < float("inf"):
        raise FormulaError(f"the number {word[:40]} is too large; at most about 1.8e308", column, line)


def _plain_tokens(kind: str, word: str) -> list[tuple[str, str]]:
    """Return kind and text of what is meant, in the characters of the language: ^ and 2 for ²."""
    if kind in ("num", "name"):
        return [(kind, word)]
    if kind == "op":
        return [("op", _SAME.get(word, word))]
    if kind == "greek":
        return [("name", _GREEK[word[0]] + word[1:])]
    if kind == "power":
        sign = [("op", "-")] if word[0] == "⁻" else []
        return [("op", "^"), *sign, ("num", word.lstrip("⁻").translate(_POWERS))]
    return []
