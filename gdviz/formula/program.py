"""A checked program, what is made of it once, and hints about where it is smooth and defined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from gdviz.formula.functions import FUNCTIONS
from gdviz.formula.tree import Node

P = ParamSpec("P")
V = TypeVar("V")
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True)
class Language:
    """What a kind of program may use and must contain.

    Attributes
    ----------
    subject : what the text is called in messages: "surface", "update rule", ...
    names : names that have a meaning without an assignment
    functions : functions that may be called
    use : what messages recommend to read, such as "x and y"
    result : whether the program ends with its value, a line without a name
    assigns : a name that the program must assign; such a program has steps, and may draw quantities as arrows
    states : whether the program remembers values from step to step
    reserved : names that no parameter may have
    """

    subject: str
    names: tuple[str, ...]
    functions: Set[str]
    use: str
    result: bool
    assigns: str = ""
    states: bool = False
    reserved: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Param:
    """A parameter that the text declares: a number with a range, so that a slider can be made of it."""

    name: str
    default: float
    low: float
    high: float
    log: bool = False
    integer: bool = False
    help: str = ""


@dataclass(frozen=True)
class Equation:
    """`name = node`; `arrow` marks a drawn quantity that is no equation of the method."""

    name: str
    node: Node
    line: int
    arrow: bool = False


@dataclass(frozen=True, eq=False)
class Program:
    """The checked lines of a text.

    Attributes
    ----------
    text : as it was typed
    params : the declared parameters
    states : (name, initial value or None for 0), in order
    equations : assignments and arrows, in order
    result : the value of the program, or None
    """

    text: str
    language: Language
    params: tuple[Param, ...]
    states: tuple[tuple[str, Node | None], ...]
    equations: tuple[Equation, ...]
    result: Node | None

    @cached_property
    def reads(self) -> frozenset[str]:
        """Every name that is read somewhere."""
        return frozenset().union(*(n.names() for n in self.nodes()))

    @cached_property
    def calls(self) -> frozenset[str]:
        """Every function that is called somewhere."""
        return frozenset(n.name for top in self.nodes() for n in top.walk() if n.op == "call")

    def nodes(self) -> Iterator[Node]:
        """Yield the top node of every line."""
        yield from (n for _, n in self.states if n is not None)
        yield from (e.node for e in self.equations)
        if self.result is not None:
            yield self.result

    @cached_property
    def defaults(self) -> dict[str, float]:
        """Parameter name -> default."""
        return {p.name: p.default for p in self.params}


def cached_per_program(make: Callable[Concatenate[Program, P], V]) -> Callable[Concatenate[Program, P], V]:
    """Remember what `make(program, *more)` returns for as long as the program is in use.

    So nothing stays of a text that nobody has open any more. What is made must not hold the program itself.
    """
    held: WeakKeyDictionary[Program, dict[tuple[object, ...], V]] = WeakKeyDictionary()

    @wraps(make)
    def made(program: Program, /, *more: P.args, **named: P.kwargs) -> V:
        known, key = held.setdefault(program, {}), (more, *named.items())
        if key not in known:
            known[key] = make(program, *more, **named)
        return known[key]

    return made


def cached_per_pair(most: int) -> Callable[[Callable[[A, B], V]], Callable[[A, B], V]]:
    """Remember what a function of two objects returns for as long as both are in use.

    For each first object there are at most so many second ones, of which the oldest is let go. What is made
    must hold neither of the two.
    """

    def remembering(make: Callable[[A, B], V]) -> Callable[[A, B], V]:
        held: WeakKeyDictionary[A, WeakKeyDictionary[B, V]] = WeakKeyDictionary()

        @wraps(make)
        def made(a: A, b: B, /) -> V:
            known = held.setdefault(a, WeakKeyDictionary())
            found = known.get(b)
            if found is None:
                found = make(a, b)
                known[b] = found
                for oldest in list(known)[:-most]:
                    known.pop(oldest, None)
            return found

        return made

    return remembering


@dataclass(frozen=True)
class Hint:
    """What a reader should know before trusting the derivative everywhere; no error.

    Attributes
    ----------
    kind : "kink" (may not be differentiable) or "undefined" (may have no value)
    message : one sentence
    column, line : place of the cause, counted from 1
    """

    kind: str
    message: str
    column: int
    line: int


_MESSAGES = {"kink": "may not be differentiable where {} switches", "undefined": "may be undefined here: {}"}


def hints(program: Program) -> list[Hint]:
    """List the hints of a program, the first of each kind and cause.

    Examples
    --------
    >>> from gdviz.formula import ELEMENTWISE, Language, hints, parse_program
    >>> curve = Language("curve", ("x",), ELEMENTWISE, "x", True)
    >>> [hint.message for hint in hints(parse_program("abs(x) + log(x)", curve))]
    ['may not be differentiable where |...| switches', 'may be undefined here: the logarithm of 0 or less']
    """
    found: dict[tuple[str, str], Hint] = {}
    for top in program.nodes():
        for n in top.walk():
            for kind, cause in _causes(n):
                found.setdefault((kind, cause), Hint(kind, _MESSAGES[kind].format(cause), n.column, n.line))
    return list(found.values())


def _causes(n: Node) -> Iterator[tuple[str, str]]:
    if n.op == "call":
        function = FUNCTIONS[n.name]
        if function.undefined and not n.args[0].names():
            return  # a constant is defined or not, wherever one looks
        if function.kink:
            yield "kink", function.kink
        if function.undefined:
            yield "undefined", function.undefined
    elif n.op == "/" and n.args[1].names():
        yield "undefined", "a division by 0"
    elif n.op == "^" and n.args[0].names():
        exponent, sign = (n.args[1].args[0], -1) if n.args[1].op == "neg" else (n.args[1], 1)
        if exponent.op != "num" or not exponent.value.is_integer():
            yield "kink", "the base of a broken power reaches 0 and it"
            yield "undefined", "a broken power of a negative number"
        elif sign * exponent.value < 0:
            yield "undefined", "a negative power of 0"


def may_have_kinks(program: Program) -> bool:
    """Tell whether some point may have no derivative."""
    return any(h.kind == "kink" for h in hints(program))
