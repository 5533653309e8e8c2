"""Text to a checked program: the lines of a surface, a rule, a schedule or a loss, checked as a whole.

::

    param NAME = NUMBER [from LO to HI] [log] [integer]   # help
    state NAME = EXPR        value before the first step
    arrow NAME = EXPR        recorded and drawn, not an equation of the method
    NAME = EXPR              an equation
    EXPR                     the value (surfaces, schedules, losses)
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NoReturn
from weakref import WeakValueDictionary

from gdviz.formula.functions import CONSTANTS, FUNCTIONS
from gdviz.formula.parser import Scope, parse_expression
from gdviz.formula.program import Equation, Language, Param, Program
from gdviz.formula.tokens import FormulaError, Token, tokenize
from gdviz.formula.tree import MAX_LENGTH, MAX_LINES, MAX_NODES, Node

LARGEST = 1e12  # of a parameter's range, so that a slider can show it
_KEYWORDS = ("param", "state", "arrow", "from", "to")
_CONTINUES = ("+", "-", "*", "/", "^", "@", "(", ",", "=")  # a line that ends so goes on in the next
_PARAM_USAGE = "write a parameter as  param beta = 0.9 from 0 to 1"

_programs: WeakValueDictionary[tuple[str, Language], Program] = WeakValueDictionary()


def parse_program(text: str, language: Language) -> Program:
    """Check a program; while one of the same text and language is in use, return that one.

    Raises
    ------
    FormulaError
        with line, column and a way out, for every text that is refused

    Examples
    --------
    >>> from gdviz.formula import ELEMENTWISE, FormulaError, Language, parse_program
    >>> curve = Language("curve", ("x",), ELEMENTWISE, "x", True)
    >>> parse_program("param a = 2 from 0 to 5; a*x^2", curve).result
    *(a, ^(x, 2.0))
    >>> parse_program("a*x^2", curve)
    Traceback (most recent call last):
    gdviz.formula.tokens.FormulaError: 'a' is not a variable of this curve; use x (column 1)
    """
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
    return _Checker(language, statements, comments).program(text)


def _statements(text: str) -> tuple[list[list[Token]], dict[int, str]]:
    """Split a text into statements, and collect the comment of each line."""
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        raise FormulaError(f"the text has {len(lines)} lines; at most {MAX_LINES}")
    statements: list[list[Token]] = []
    comments: dict[int, str] = {}
    unfinished: list[Token] = []
    for line_number, line in enumerate(lines, 1):
        code, _, comment = line.partition("#")
        comments[line_number] = comment.strip()
        offset = 0
        for i, piece in enumerate(code.split(";")):
            if i and unfinished:
                statements.append(unfinished)
                unfinished = []
            unfinished = unfinished + tokenize(piece, line_number, offset)
            offset += len(piece) + 1
        depth = sum((t.text == "(") - (t.text == ")") for t in unfinished if t.kind == "op")
        if unfinished and depth <= 0 and unfinished[-1].text not in _CONTINUES:
            statements.append(unfinished)
            unfinished = []
    return statements + ([unfinished] if unfinished else []), comments


class _Checker:
    """Checks statements in order; what was declared and assigned so far decides what the next may read."""

    def __init__(self, language: Language, statements: list[list[Token]], comments: dict[int, str]) -> None:
        self.language, self.statements, self.comments = language, statements, comments
        self.params: list[Param] = []
        self.states: dict[str, Node | None] = {}
        self.equations: list[Equation] = []
        self.result: Node | None = None
        self.targets = {s[0].text for s in statements if _is_assignment(s)}

    def program(self, text: str) -> Program:
        for statement in self.statements:
            self.check(statement, is_last=statement is self.statements[-1])
        language = self.language
        if language.result and self.result is None and self.equations:
            self.result = Node("name", name=self.equations[-1].name)
        if language.result and self.result is None:
            raise FormulaError(
                f"the {language.subject} has no value; end with a formula of {language.use}", 1
            )
        if language.assigns and language.assigns not in self.targets:
            raise FormulaError(
                f"the {language.subject} never assigns {language.assigns}; "
                f"end with a line such as {language.assigns} = {language.assigns} - lr*g",
                1,
            )
        params, states, equations = tuple(self.params), tuple(self.states.items()), tuple(self.equations)
        out = Program(text, language, params, states, equations, self.result)
        count = sum(1 for top in out.nodes() for _ in top.walk())
        if count > MAX_NODES:
            raise FormulaError(f"the {language.subject} has {count} parts; at most {MAX_NODES}")
        return out

    def check(self, statement: list[Token], is_last: bool) -> None:
        head, language = statement[0], self.language
        if head.text == "param":
            self.params.append(self.param(statement))
        elif head.text in ("state", "arrow") and len(statement) > 1 and statement[1].kind == "name":
            self.state_or_arrow(head.text, statement[1:])
        elif _is_assignment(statement):
            self.equation(statement, arrow=False)
        elif language.result and is_last:
            formula = _without_signature(statement, language.names)
            self.result = parse_expression(formula, self.scope())
        elif language.result:
            _refuse("only the last line is the value; give this line a name, as in  w = ...", head)
        else:
            parse_expression(statement, self.scope())  # its own error, if it has one, says more
            _refuse(f"this line assigns nothing; write for example {language.assigns} = ...", head)

    def scope(self, known: Set[str] | None = None) -> Scope:
        """Return what may be read here, or only the `known` names."""
        language = self.language
        params = [p.name for p in self.params]
        assigned = {e.name for e in self.equations if not e.arrow}
        later = self.targets if not language.result or self.states else set()
        names = {*language.names, *params, *self.states, *assigned, *later}
        use = f"{language.use} (and {', '.join(params[:8])})" if params else language.use
        return Scope(language.subject, names if known is None else known, language.functions, use)

    def state_or_arrow(self, keyword: str, assignment: list[Token]) -> None:
        name, language = assignment[0], self.language
        if not _is_assignment(assignment):
            _refuse(f"write it as  {keyword} {name.text} = ...", name)
        allowed = language.assigns if keyword == "arrow" else language.states
        if not allowed:
            _refuse(f"a {language.subject} has no {keyword}s; write  {name.text} = ...", name)
        if keyword == "arrow":
            if name.text in (*self.targets, *language.names):
                _refuse(f"'{name.text}' has another meaning; give the arrow a name of its own", name)
            self.equation(assignment, arrow=True)
        else:
            self.state(assignment)

    def state(self, assignment: list[Token]) -> None:
        name, params = assignment[0], {p.name for p in self.params}
        _check_has_value(assignment)
        self.check_name(name, taken={*self.states, *params}, fixed={self.language.assigns})
        known_before_the_first_step = {*self.language.names, *params, *self.states}
        self.states[name.text] = parse_expression(assignment[2:], self.scope(known_before_the_first_step))

    def equation(self, assignment: list[Token], arrow: bool) -> None:
        target = assignment[0]
        _check_has_value(assignment)
        self.check_name(target, taken={p.name for p in self.params})
        node = parse_expression(assignment[2:], self.scope())
        known = {*(e.name for e in self.equations), *self.states, *self.language.names}
        for read_first in sorted((node.names() & self.targets) - known):
            self.states[read_first] = None  # read before its first assignment: a state that begins with 0
        self.equations.append(Equation(target.text, node, target.line, arrow))

    def check_name(self, name: Token, taken: Set[str], fixed: Set[str] = frozenset()) -> None:
        """Refuse to assign a name that means something else."""
        language, word = self.language, name.text
        if word in taken:
            _refuse(f"'{word}' is declared already; choose another name", name)
        fixed = {*fixed, *CONSTANTS, *FUNCTIONS, *_KEYWORDS}
        if word in fixed or word in language.names and word != language.assigns:
            _refuse(f"'{word}' has a fixed meaning and cannot be assigned; choose another name", name)

    def param(self, statement: Sequence[Token]) -> Param:
        head = statement[0]
        if len(statement) < 2 or statement[1].kind != "name":
            _refuse(f"the parameter has no name; {_PARAM_USAGE}", head)
        name = statement[1]
        fixed = {self.language.assigns, *self.language.reserved}
        taken = {*self.states, *(p.name for p in self.params), *(e.name for e in self.equations)}
        self.check_name(name, taken=taken - fixed, fixed=fixed)
        if len(statement) < 4 or statement[2].text != "=":
            _refuse(f"the parameter {name.text} has no value; {_PARAM_USAGE}", name)
        rest = list(statement[3:])
        default = _take_number(rest, head)
        low, high = _take_range(rest, head, name.text) or _usual_range(default)
        flags = {t.text for t in rest}
        if flags - {"log", "integer"}:
            _refuse(f"'{rest[0].text}' is not expected here; {_PARAM_USAGE}", rest[0])
        help_text = self.comments[head.line]
        param = Param(name.text, default, low, high, "log" in flags, "integer" in flags, help_text)
        _check_range(param, statement[3])
        return param


def _take_number(rest: list[Token], head: Token) -> float:
    """Take a number, with its sign, from the front of `rest`."""
    sign = -1.0 if rest and rest[0].text == "-" and rest.pop(0) else 1.0
    token = rest.pop(0) if rest else head
    if token.kind != "num":
        _refuse(f"a number is missing; {_PARAM_USAGE}", token)
    return sign * float(token.text)


def _take_range(rest: list[Token], head: Token, name: str) -> tuple[float, float] | None:
    """Take `from LO to HI` from the front of `rest`, if it stands there."""
    if not rest or rest[0].text != "from":
        return None
    rest.pop(0)
    low = _take_number(rest, head)
    if not rest or rest.pop(0).text != "to":
        _refuse(f"the range of {name} has no end; {_PARAM_USAGE}", head)
    return low, _take_number(rest, head)


def _usual_range(default: float) -> tuple[float, float]:
    """Return a range around a default for which the text gives none."""
    if 0 <= default <= 1:
        return 0.0, 1.0
    return (0.0, 4 * default) if default > 0 else (4 * default, default)


def _check_range(p: Param, at: Token) -> None:
    low, high, largest = p.low, p.high, max(-p.low, p.high)
    if low >= high:
        _refuse(f"the range of {p.name} must rise: {low:g} is not less than {high:g}", at)
    if not low <= p.default <= high:
        _refuse(f"the parameter {p.name} = {p.default:g} lies outside of its range {low:g} to {high:g}", at)
    if largest > LARGEST or high - low < max(largest, 1) / LARGEST:
        _refuse(
            f"the range of {p.name} must lie within -{LARGEST:g} to {LARGEST:g} and be wide enough to slide",
            at,
        )
    if p.log and low < 1 / LARGEST**2:
        _refuse(f"a log range needs a positive beginning, not {low:g}", at)
    if p.integer and not (p.default.is_integer() and low.is_integer() and high.is_integer()):
        _refuse(f"the integer parameter {p.name} needs whole numbers; {_PARAM_USAGE} integer", at)


def _check_has_value(assignment: Sequence[Token]) -> None:
    if len(assignment) == 2:
        name, equals = assignment
        _refuse(f"{name.text} has no value; write a formula after the =", equals)


def _is_assignment(statement: Sequence[Token]) -> bool:
    return len(statement) > 1 and statement[0].kind == "name" and statement[1].text == "="


def _without_signature(statement: list[Token], names: Sequence[str]) -> list[Token]:
    """Return what follows `f(x, y) =`, which means the same without it."""
    length = 3 + 2 * len(names)
    head = "".join(t.text for t in statement[:length])
    signature = f"{statement[0].text}({','.join(names)})="
    return statement[length:] if statement[0].kind == "name" and head == signature else statement


def _refuse(message: str, at: Token) -> NoReturn:
    raise FormulaError(message, at.column, at.line)
