"""A program: the lines of a surface, a rule, a schedule or a loss, checked as a whole.

    param NAME = NUMBER [from LO to HI] [log] [integer]   # help
    state NAME = EXPR        value before the first step
    arrow NAME = EXPR        recorded and drawn, not an equation of the method
    NAME = EXPR              an equation
    EXPR                     the value (surfaces, schedules, losses)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakValueDictionary

from gdviz.formula.errors import FormulaError
from gdviz.formula.functions import CONSTANTS, FUNCTIONS
from gdviz.formula.parser import Scope, parse_expression
from gdviz.formula.tokens import Token, tokenize
from gdviz.formula.tree import MAX_LENGTH, MAX_LINES, MAX_NODES, Node

LARGEST = 1e12  # of a parameter's range, so that a slider can show it
_WORDS = ("param", "state", "arrow", "from", "to")
_CONTINUES = ("+", "-", "*", "/", "^", "@", "(", ",", "=")


@dataclass(frozen=True)
class Language:
    """What kind of program: words for messages, names that may be read, functions, and what must be there."""

    subject: str
    names: tuple[str, ...]
    functions: Set[str]
    use: str
    result: bool  # ends with the value
    assigns: str = ""  # a name that must be assigned; such a program has steps, whose quantities may be drawn as arrows
    states: bool = False  # remembers values from step to step
    reserved: frozenset[str] = frozenset()  # names that no parameter may have


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
    """Checked lines. `states` are (name, initial value or None for 0) in order; `result` is the value or None."""

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
        """The top node of every line."""
        yield from (n for _, n in self.states if n is not None)
        yield from (e.node for e in self.equations)
        if self.result is not None:
            yield self.result

    @cached_property
    def defaults(self) -> dict[str, float]:
        """Parameter name -> default."""
        return {p.name: p.default for p in self.params}


_programs: WeakValueDictionary[tuple[str, Language], Program] = WeakValueDictionary()


def parse_program(text: str, language: Language) -> Program:
    """Check a program; the one that is in use already where there is one. Raises FormulaError with line, column and cure."""
    if not isinstance(text, str):
        raise FormulaError(f"the {language.subject} must be text, not {type(text).__name__}")
    found = _programs.get((text, language))
    if found is None:
        found = _programs[text, language] = _parsed(text, language)
    return found


def _parsed(text: str, language: Language) -> Program:
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"the {language.subject} has {len(text)} characters; at most {MAX_LENGTH}")
    statements, comments = _statements(text)
    if not statements:
        raise FormulaError(f"the {language.subject} is empty; write a formula of {language.use}", 1)
    return _Builder(language, statements, comments).program(text)


def _statements(text: str) -> tuple[list[list[Token]], dict[int, str]]:
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        raise FormulaError(f"the text has {len(lines)} lines; at most {MAX_LINES}")
    statements: list[list[Token]] = []
    comments: dict[int, str] = {}
    open_statement: list[Token] = []
    for number, line in enumerate(lines, 1):
        code, _, comment = line.partition("#")
        comments[number] = comment.strip()
        offset = 0
        for i, piece in enumerate(code.split(";")):
            if i and open_statement:
                statements.append(open_statement)
                open_statement = []
            open_statement = open_statement + tokenize(piece, number, offset)
            offset += len(piece) + 1
        depth = sum((t.text == "(") - (t.text == ")") for t in open_statement if t.kind == "op")
        if open_statement and depth <= 0 and open_statement[-1].text not in _CONTINUES:
            statements.append(open_statement)
            open_statement = []
    return statements + ([open_statement] if open_statement else []), comments


class _Builder:
    def __init__(self, language: Language, statements: list[list[Token]], comments: dict[int, str]) -> None:
        self.language, self.statements, self.comments = language, statements, comments
        self.params: list[Param] = []
        self.states: dict[str, Node | None] = {}
        self.equations: list[Equation] = []
        self.targets = {s[0].text for s in statements if _is_assignment(s)}

    def program(self, text: str) -> Program:
        lang, result = self.language, None
        for k, s in enumerate(self.statements):
            head = s[0]
            if head.text == "param":
                self.params.append(self.param(s))
            elif head.text in ("state", "arrow") and len(s) > 1 and s[1].kind == "name":
                self.declared(head.text, s[1:])
            elif _is_assignment(s):
                self.equation(s, arrow=False)
            elif lang.result and k == len(self.statements) - 1:
                result = parse_expression(_without_signature(s, lang.names), self.scope())
            elif lang.result:
                raise FormulaError("only the last line is the value; give this line a name, as in  w = ...",
                                   head.column, head.line)
            else:
                parse_expression(s, self.scope())  # its own error, if it has one, says more
                raise FormulaError(f"this line assigns nothing; write for example {lang.assigns} = ...",
                                   head.column, head.line)
        if lang.result and result is None and self.equations:
            result = Node("name", name=self.equations[-1].name)
        if lang.result and result is None:
            raise FormulaError(f"the {lang.subject} has no value; end with a formula of {lang.use}", 1)
        if lang.assigns and lang.assigns not in self.targets:
            raise FormulaError(f"the {lang.subject} never assigns {lang.assigns}; "
                               f"end with a line such as {lang.assigns} = {lang.assigns} - lr*g", 1)
        out = Program(text, lang, tuple(self.params), tuple(self.states.items()), tuple(self.equations), result)
        count = sum(1 for top in out.nodes() for _ in top.walk())
        if count > MAX_NODES:
            raise FormulaError(f"the {lang.subject} has {count} parts; at most {MAX_NODES}")
        return out

    def scope(self, known: Set[str] | None = None) -> Scope:
        """What may be read here, or only the `known` names."""
        assigned = {e.name for e in self.equations if not e.arrow}
        later = self.targets if not self.language.result or self.states else set()
        names = {*self.language.names, *(p.name for p in self.params), *self.states, *assigned, *later}
        use = self.language.use
        if self.params:
            use += f" (and {', '.join(p.name for p in self.params[:8])})"
        return Scope(self.language.subject, names if known is None else known, self.language.functions, use)

    def declared(self, word: str, s: list[Token]) -> None:
        name, lang = s[0], self.language
        place = name.column, name.line
        if not _is_assignment(s):
            raise FormulaError(f"write it as  {word} {name.text} = ...", *place)
        if not (lang.assigns if word == "arrow" else lang.states):
            raise FormulaError(f"a {lang.subject} has no {word}s; write  {name.text} = ...", *place)
        if word == "arrow":
            if name.text in (*self.targets, *lang.names):
                raise FormulaError(f"'{name.text}' has another meaning; give the arrow a name of its own", *place)
            self.equation(s, arrow=True)
            return
        self.valued(s)
        self.free(name, taken={*self.states, *(p.name for p in self.params)}, fixed={lang.assigns})
        known = {*lang.names, *(p.name for p in self.params), *self.states}  # what there is before the first step
        self.states[name.text] = parse_expression(s[2:], self.scope(known))

    def equation(self, s: list[Token], arrow: bool) -> None:
        target = s[0]
        self.valued(s)
        self.free(target, taken={p.name for p in self.params})
        node = parse_expression(s[2:], self.scope())
        assigned = {e.name for e in self.equations}
        for read in sorted(node.names()):  # read before its first assignment: a state from 0
            if read in self.targets and read not in assigned and read not in self.states and read not in self.language.names:
                self.states[read] = None
        self.equations.append(Equation(target.text, node, target.line, arrow))

    def valued(self, s: list[Token]) -> None:
        """Refuse an assignment of nothing."""
        if len(s) == 2:
            raise FormulaError(f"{s[0].text} has no value; write a formula after the =", s[1].column, s[1].line)

    def free(self, t: Token, taken: Set[str], fixed: Set[str] = frozenset()) -> None:
        """Refuse names that mean something else."""
        lang, word = self.language, t.text
        if word in taken:
            raise FormulaError(f"'{word}' is declared already; choose another name", t.column, t.line)
        fixed = {*fixed, *CONSTANTS, *FUNCTIONS, *_WORDS}
        if word in fixed or word in lang.names and word != lang.assigns:
            raise FormulaError(f"'{word}' has a fixed meaning and cannot be assigned; choose another name",
                               t.column, t.line)

    def param(self, s: Sequence[Token]) -> Param:
        head = s[0]
        usage = "write a parameter as  param beta = 0.9 from 0 to 1"
        if len(s) < 2 or s[1].kind != "name":
            raise FormulaError(f"the parameter has no name; {usage}", head.column, head.line)
        words = [t.text for t in s]
        fixed = {self.language.assigns, *self.language.reserved}
        taken = {*self.states, *(p.name for p in self.params), *(e.name for e in self.equations)}
        self.free(s[1], taken=taken - fixed, fixed=fixed)
        if len(words) < 4 or words[2] != "=":
            raise FormulaError(f"the parameter {words[1]} has no value; {usage}", s[1].column, s[1].line)
        rest = list(s[3:])
        default = _number(rest, head, usage)
        low = high = None
        if rest and rest[0].text == "from":
            rest.pop(0)
            low = _number(rest, head, usage)
            if not rest or rest.pop(0).text != "to":
                raise FormulaError(f"the range of {words[1]} has no end; {usage}", head.column, head.line)
            high = _number(rest, head, usage)
        flags = {t.text for t in rest}
        if flags - {"log", "integer"}:
            raise FormulaError(f"'{rest[0].text}' is not expected here; {usage}", rest[0].column, rest[0].line)
        if low is None or high is None:
            low, high = (0.0, 1.0) if 0 <= default <= 1 else sorted((-abs(default) if default < 0 else 0.0, 4 * default))
        if not low <= default <= high or low == high:
            raise FormulaError(f"the parameter {words[1]} = {default:g} lies outside of its range {low:g} to {high:g}",
                               s[3].column, s[3].line)
        if max(-low, high) > LARGEST or high - low < max(-low, high, 1) / LARGEST:
            raise FormulaError(f"the range of {words[1]} must lie within -{LARGEST:g} to {LARGEST:g} and be wide enough "
                               "to slide", s[3].column, s[3].line)
        if "log" in flags and low < 1 / LARGEST**2:
            raise FormulaError(f"a log range needs a positive beginning, not {low:g}", s[3].column, s[3].line)
        if "integer" in flags and not (default.is_integer() and low.is_integer() and high.is_integer()):
            raise FormulaError(f"the integer parameter {words[1]} needs whole numbers; {usage} integer",
                               s[3].column, s[3].line)
        return Param(words[1], default, low, high, "log" in flags, "integer" in flags, self.comments[head.line])


def _is_assignment(s: Sequence[Token]) -> bool:
    return len(s) > 1 and s[0].kind == "name" and s[1].text == "="


def _number(rest: list[Token], at: Token, usage: str) -> float:
    sign = -1.0 if rest and rest[0].text == "-" and rest.pop(0) else 1.0
    t = rest.pop(0) if rest else at
    if t.kind != "num":
        raise FormulaError(f"a number is missing; {usage}", t.column, t.line)
    return sign * float(t.text)


def _without_signature(s: list[Token], names: Sequence[str]) -> list[Token]:
    """`f(x, y) = ...` is the same as `...`."""
    head = "".join(t.text for t in s[: 3 + 2 * len(names)])
    arguments = f"({','.join(names)})="
    return s[3 + 2 * len(names):] if s[0].kind == "name" and head == s[0].text + arguments else s
