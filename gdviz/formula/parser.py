"""One expression: tokens to a checked tree, by precedence climbing. Nothing is evaluated here."""

from __future__ import annotations

import difflib
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NoReturn

from gdviz.formula.functions import ALIASES, CONSTANTS, FUNCTIONS
from gdviz.formula.tokens import FormulaError, Token
from gdviz.formula.tree import COMPARISONS, MAX_DEPTH, Node


@dataclass(frozen=True)
class Scope:
    """What an expression may use, and words for the messages, as in `Language`."""

    subject: str
    names: Set[str]
    functions: Set[str]
    use: str


_MISPLACED_COMMA = "a comma belongs between the arguments of a function; write a point in decimal numbers"
_CHOICE = "write where(x > 0, a, b)"
_OTHER_LANGUAGES = {
    "and": "multiply comparisons, as in (x > 0)*(y > 0)",
    "or": "write max(x > 0, y > 0)",
    "not": "write 1 - (x > 0)",
    "if": _CHOICE,
    "else": _CHOICE,
    "for": "write out the terms",
    "import": "there is nothing to import",
    "lambda": "write lam for the Greek letter",
    "mod": "write a - b*floor(a/b)",
}


class _Parser:
    def __init__(self, tokens: Sequence[Token], scope: Scope) -> None:
        last = tokens[-1] if tokens else Token("end", "", 1)
        self.tokens = [*tokens, Token("end", "the end", last.column + len(last.text), last.line)]
        self.at, self.bars, self.nesting = 0, 0, 0
        self.scope = scope

    @property
    def now(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def node(self, op: str, args: tuple[Node, ...], at: Token, *, value: float = 0.0, name: str = "") -> Node:
        n = Node(op, args, value=value, name=name, column=at.column, line=at.line)
        if n.depth > MAX_DEPTH:
            self.fail(f"this is nested too deeply; at most {MAX_DEPTH} levels", at)
        return n

    def fail(self, message: str, at: Token) -> NoReturn:
        raise FormulaError(message, at.column, at.line)

    def enter(self, problem: str, at: Token) -> None:
        """Go one level down, but not deeper than Python's stack bears."""
        self.nesting += 1
        if self.nesting > MAX_DEPTH:
            self.fail(f"{problem}; at most {MAX_DEPTH} levels", at)

    def expect(self, text: str, opened: Token) -> None:
        if self.now.text != text or self.now.kind != "op":
            what = "bar '|'" if text == "|" else "parenthesis"
            if self.now.kind == "end":
                self.fail(
                    f"the {what} opened at column {opened.column} is never closed; add '{text}'", opened
                )
            self.fail(
                f"'{self.now.text}' stands where '{text}' should close the {what} of column {opened.column}",
                self.now,
            )
        self.take()

    # expression := sum [comparison sum]
    def expression(self) -> Node:
        self.enter("this is nested too deeply", self.now)
        left = self.sum()
        if self.now.text in COMPARISONS:
            at = self.take()
            left = self.node(at.text, (left, self.sum()), at)
        elif self.now.text == "=":
            self.fail("'=' cannot stand inside a formula; write == to compare", self.now)
        self.nesting -= 1
        return left

    def sum(self) -> Node:
        first = self.now
        terms = [self.product()]
        while self.now.text in ("+", "-"):
            sign = self.take()
            term = self.product()
            terms.append(self.node("neg", (term,), sign) if sign.text == "-" else term)
        return terms[0] if len(terms) == 1 else self.node("+", tuple(terms), first)

    def product(self) -> Node:
        left = self.unary()
        while True:
            at = self.now
            if at.text in ("*", "/", "@"):
                self.take()
                if at.text == "@" and "dot" not in self.scope.functions:
                    self.fail(
                        f"@ multiplies vectors and matrices; a {self.scope.subject} has none, write *", at
                    )
                right = self.unary()
            elif at.kind in ("num", "name") or at.text == "(" or at.text == "|" and not self.bars:
                if left.op == "num" and at.kind == "num":
                    self.fail(f"an operator is missing before '{at.text}'", at)
                right = self.power()  # implicit multiplication
            else:
                return left
            op = at.text if at.text in ("/", "@") else "*"
            if op == "*" and left.op == "*":
                left = self.node("*", (*left.args, right), at)
            else:
                left = self.node(op, (left, right), at)

    def unary(self) -> Node:
        at = self.now
        if at.text in ("-", "+"):
            self.take()
            self.enter("this is nested too deeply", at)
            inner = self.unary()
            self.nesting -= 1
            return self.node("neg", (inner,), at) if at.text == "-" else inner
        return self.power()

    def power(self) -> Node:
        base = self.atom()
        if self.now.text == "^":
            at = self.take()
            self.enter("this tower of powers is too high", at)
            exponent = self.unary()
            self.nesting -= 1
            return self.node("^", (base, exponent), at)
        return base

    def atom(self) -> Node:
        at = self.take()
        if at.kind == "num":
            return self.node("num", (), at, value=float(at.text))
        if at.kind == "name":
            return self.named(at)
        if at.text == "(":
            bars, self.bars = self.bars, 0
            inner = self.expression()
            self.bars = bars
            if self.now.text == ",":
                self.fail(_MISPLACED_COMMA, self.now)
            self.expect(")", at)
            return inner
        if at.text == "|":
            self.bars += 1
            inner = self.expression()
            self.expect("|", at)
            self.bars -= 1
            return self.node("call", (inner,), at, name="abs")
        if at.kind == "end":
            self.fail("the formula ends too early; a number, a name or a parenthesis is missing", at)
        if at.text == ")":
            self.fail("this ')' closes nothing, or something is missing before it", at)
        self.fail(f"'{at.text}' stands where a number, a name or a parenthesis is expected", at)

    def named(self, at: Token) -> Node:
        word = ALIASES.get(at.text, at.text)
        known, opens = self.scope.names, self.now.text == "("
        callable_here = word in self.scope.functions
        if word in known and not (opens and callable_here):
            return self.name_or_constant(word, at)
        if callable_here:
            return self.applied(word, at)
        if word in CONSTANTS:
            return self.name_or_constant(word, at)
        if word in FUNCTIONS and not FUNCTIONS[word].hidden:
            self.fail(f"{word}() cannot be used in a {self.scope.subject}", at)
        parts = _split(word, known)
        if parts:
            return self.raised([self.name_or_constant(part, at) for part in parts], at)
        self.unknown(word, at, opens)

    def name_or_constant(self, word: str, at: Token) -> Node:
        if word in self.scope.names:
            return self.node("name", (), at, name=word)
        return self.node("num", (), at, value=CONSTANTS[word], name=word)

    def raised(self, nodes: list[Node], at: Token) -> Node:
        """Read xy^2 as x*(y^2): the power belongs to the last letter."""
        if self.now.text == "^":
            hat = self.take()
            nodes[-1] = self.node("^", (nodes[-1], self.unary()), hat)
        return self.node("*", tuple(nodes), at)

    def applied(self, word: str, at: Token) -> Node:
        exponent = self.exponent_of_name(word) if self.now.text == "^" else None
        args = self.arguments(word, at)
        least, most = FUNCTIONS[word].arity
        if not least <= len(args) <= most:
            count = str(least) if least == most else f"{least} to {most}"
            self.fail(f"{word}() takes {count} argument{'s' * (most > 1)}, not {len(args)}", at)
        out = self.node("call", args, at, name=word)
        return out if exponent is None else self.node("^", (out, exponent), at)

    def exponent_of_name(self, word: str) -> Node:
        """Read the ^2 of sin^2(x)."""
        hat = self.take()
        if self.now.kind != "num":
            self.fail(
                f"after {word}^ a number and the argument are expected, as in {word}^2(x); "
                f"the inverse of sin is asin",
                hat,
            )
        exponent = self.take()
        return self.node("num", (), exponent, value=float(exponent.text))

    def arguments(self, word: str, at: Token) -> tuple[Node, ...]:
        opened = self.now
        if opened.text != "(":
            self.fail(f"{word} needs its argument in parentheses, as in {word}(x)", at)
        self.take()
        bars, self.bars = self.bars, 0
        args: list[Node] = []
        if self.now.text != ")":
            args.append(self.expression())
            while self.now.text == ",":
                self.take()
                args.append(self.expression())
        self.expect(")", opened)
        self.bars = bars
        return tuple(args)

    def unknown(self, word: str, at: Token, called: bool) -> NoReturn:
        if word in _OTHER_LANGUAGES:
            self.fail(f"'{word}' is not a word of this language; {_OTHER_LANGUAGES[word]}", at)
        functions = sorted(self.scope.functions)
        glued = [f for f in functions if word.startswith(f) and word != f]
        if glued:
            function = max(glued, key=len)
            argument = word.removeprefix(function)
            if argument in self.scope.names or argument.isdigit():
                self.fail(f"'{word}' is not known; write {function}({argument})", at)
        meant = functions if called else [*self.scope.names, *CONSTANTS, *functions]
        close = difflib.get_close_matches(word, meant, 1)
        if called:
            cure = f"did you mean {close[0]}()?" if close else f"known are {', '.join(functions)}"
            self.fail(f"'{word}' is not a function of this language; {cure}", at)
        cure = f"did you mean {close[0]}?" if close and len(word) > 2 else f"use {self.scope.use}"
        self.fail(f"'{word}' is not a variable of this {self.scope.subject}; {cure}", at)


def _split(word: str, known: Set[str]) -> list[str]:
    """Split `xy` into x, y and `pix` into pi, x, if every part has a meaning; else return nothing."""
    parts: list[str] = []
    rest = word
    while rest:
        part = "pi" if rest.startswith("pi") and "p" not in known else rest[0]
        if part not in known and part not in ("pi", "e"):
            return []
        parts.append(part)
        rest = rest[len(part) :]
    return parts if len(parts) > 1 else []


def parse_expression(tokens: Sequence[Token], scope: Scope) -> Node:
    """Parse one expression.

    Raises
    ------
    FormulaError
        with the place and a way out, where a token stands that cannot stand there

    Examples
    --------
    >>> from gdviz.formula.tokens import tokenize
    >>> curve = Scope("curve", {"x"}, {"sin"}, "x")
    >>> parse_expression(tokenize("2sin(x)"), curve)
    *(2.0, sin(x))
    """
    parser = _Parser(tokens, scope)
    if parser.now.kind == "end":
        parser.fail(f"the {scope.subject} is empty; write a formula of {scope.use}", parser.now)
    out = parser.expression()
    rest = parser.now
    if rest.text == ")":
        parser.fail("this ')' closes nothing; remove it or add a '(' before", rest)
    if rest.text == ",":
        parser.fail(_MISPLACED_COMMA, rest)
    if rest.kind != "end":
        parser.fail(f"'{rest.text}' is not expected here", rest)
    return out
