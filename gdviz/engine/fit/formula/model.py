"""A model as a formula: the score z of a row, of its features and of parameters that are fitted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, count
from typing import Any, NamedTuple

from gdviz.engine.compiled import compile_nodes, compile_program
from gdviz.engine.entry import Entry
from gdviz.formula import CONSTANTS, ELEMENTWISE, FUNCTIONS, FormulaError, Language, Node, Param, tokenize

MAX_PARAMETERS = 12  # each pair of them has a second derivative
UNDECLARED = (1.0, -4.0, 6.0)  # start and range of a parameter that the text only reads
_WORDS = {"param", "from", "to", "log", "integer", *CONSTANTS, *FUNCTIONS}
_NAME = re.compile("[A-Za-z_][A-Za-z0-9_]*")
LONGEST = 40  # letters of the name that a column has in a formula


class Derivatives(NamedTuple):
    """Functions of (features..., parameters...) in any shapes that broadcast.

    Attributes
    ----------
    value : -> (z,)
    gradient : -> z and its derivative by each parameter
    hessian : -> z, its derivatives, and the upper triangle of its second ones, row by row
    first, second : the trees of the derivatives
    """

    value: Callable[..., Any]
    gradient: Callable[..., Any]
    hessian: Callable[..., Any]
    first: tuple[Node, ...]
    second: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Model(Entry):
    """A formula of the features x and of its own parameters: the score z of a row.

    A line `param b = 0.5 from 0 to 3` declares a parameter with its start and its range. A name that is
    neither declared nor a feature is a parameter too; it starts at 1.

    Attributes
    ----------
    features : names of columns that the text may read
    undeclared : parameters that the text reads without declaring them

    Raises
    ------
    FormulaError
        For a text that is refused, or that has no parameter.

    Examples
    --------
    >>> decay = Model.of("param b = 0.5 from 0 to 3; a*exp(-b*x)", ("x",))
    >>> decay.parameters, decay.start, decay.reads
    (('a', 'b'), (1.0, 0.5), ('x',))
    """

    features: tuple[str, ...] = ("x",)
    undeclared: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, features: Iterable[str], name: str = "Own model") -> Model:
        """Make a model of a text that may read these features. Raises FormulaError."""
        known = tuple(f for f in features if readable_name(f))
        return cls(text, name, features=known, undeclared=undeclared_names(text, known))

    def check(self) -> None:
        """Refuse a text without parameters, with too many, or with whole ones. Raises FormulaError."""
        if not self.parameters:
            raise FormulaError("the model has no parameter; declare one, as in param a = 1 from 0 to 5", 1)
        if len(self.parameters) > MAX_PARAMETERS:
            raise FormulaError(
                f"the model has {len(self.parameters)} parameters; at most {MAX_PARAMETERS}", 1
            )
        for p in self.params:
            if p.integer:
                raise FormulaError(f"the parameter {p.name} is fitted, so it cannot be a whole number", 1)
        for name in self.parameters:
            if name not in self.program.reads:
                raise FormulaError(f"the model does not read its parameter {name}; use it or drop it", 1)
        if not self.reads:
            there = ", ".join(self.features[:6]) or "none"
            raise FormulaError(f"the model reads none of the features ({there})", 1)
        _ = self.derivatives  # read for its errors

    def speaks(self) -> Language:
        """Return the language of its features and parameters."""
        return _language(self.features, self.undeclared)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, in the order of theta."""
        return (*self.undeclared, *(p.name for p in self.params))

    @property
    def ranges(self) -> tuple[Param, ...]:
        """Each parameter with its start and its range."""
        start, low, high = UNDECLARED
        return (*(Param(name, start, low, high) for name in self.undeclared), *self.params)

    @property
    def start(self) -> tuple[float, ...]:
        """Where a fit begins: the parameters as they are declared."""
        return tuple(p.default for p in self.ranges)

    @property
    def reads(self) -> tuple[str, ...]:
        """The features that the text reads."""
        return tuple(f for f in self.features if f in self.program.reads)

    @cached_property
    def derivatives(self) -> Derivatives:
        """The score and its derivatives by the parameters."""
        trees = compile_program(self.program, self.parameters)

        def function(title: str, outputs: Iterable[Node]) -> Callable[..., Any]:
            return compile_nodes(title, self.program, tuple(outputs))

        first = (trees.result, *trees.partials)
        return Derivatives(
            function("model", first[:1]),
            function("model_gradient", first),
            function("model_hessian", (*first, *trees.second)),
            trees.partials,
            trees.second,
        )

    @property
    def is_linear(self) -> bool:
        """Whether the score is linear in the parameters."""
        return all(n.op == "num" and n.value == 0 for n in self.derivatives.second)


def readable_name(column: str) -> bool:
    """Tell whether a formula can read a column by its name."""
    return bool(_NAME.fullmatch(column)) and column not in _WORDS and len(column) <= LONGEST


def names_read(columns: Iterable[str]) -> dict[str, str]:
    """Return the name by which a formula reads each column: its own wherever that can be.

    Else it is written in letters, digits and underscores; where none are left it is called by its place.

    Parameters
    ----------
    columns : names of columns, in their order

    Returns
    -------
    dict
        Column -> name in the formula, a different one for each.

    Examples
    --------
    >>> names_read(["x", "my col", "größe", "exp", "my_col", "身高"])
    {'x': 'x', 'my col': 'my_col_2', 'größe': 'grosse', 'exp': 'exp_', 'my_col': 'my_col', '身高': 'column_6'}
    """
    listed = list(columns)
    taken = {c for c in listed if readable_name(c)}
    names: dict[str, str] = {}
    for place, column in enumerate(listed, 1):
        if readable_name(column):
            names[column] = column
            continue
        written = _in_letters(column) or f"column_{place}"
        others = (f"{written}_{k}" for k in count(2))
        names[column] = next(n for n in chain([written], others) if n not in taken)
        taken.add(names[column])
    return names


def features_read(columns: Iterable[str], target: str) -> dict[str, str]:
    """Return the columns besides the target, each with the name by which a formula reads it.

    Examples
    --------
    >>> features_read(["my col", "y"], "y")
    {'my col': 'my_col'}
    """
    return {column: name for column, name in names_read(columns).items() if column != target}


def _in_letters(column: str) -> str:
    """Write a name with what a formula's names are made of; "" where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", column.replace("ß", "ss"))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    written = re.sub("[^A-Za-z0-9]+", "_", bare)[: LONGEST - 8].strip("_")
    if written[:1].isdigit():
        written = f"column_{written}"
    return f"{written}_" if written in _WORDS else written


def undeclared_names(text: str, features: Iterable[str]) -> tuple[str, ...]:
    """List the names that a text reads without declaring or assigning them, in the order of the text.

    Raises FormulaError for a text that has no words.

    Examples
    --------
    >>> undeclared_names("param b = 1 from 0 to 2; a*exp(-b*x)", ["x"])
    ('a',)
    """
    if not isinstance(text, str):
        return ()  # refused by the entry
    found: dict[str, None] = {}
    known = {*features, *_WORDS}
    for number, line in enumerate(text.splitlines(), 1):
        for piece in line.partition("#")[0].split(";"):
            tokens = tokenize(piece, number, 0)
            words = [t.text for t in tokens]
            if words[:1] == ["param"]:
                known |= {*words[1:2]}
                continue
            called = [*words[1:], ""][: len(words)]  # what is called is a function, perhaps a mistyped one
            found |= dict.fromkeys(
                t.text for t, then in zip(tokens, called, strict=True) if t.kind == "name" and then != "("
            )
            if words[1:2] == ["="]:
                found.pop(words[0], None)
                known |= {words[0]}
    return tuple(name for name in found if name not in known)


@lru_cache(maxsize=32)  # constant: a few words for each set of names
def _language(features: tuple[str, ...], undeclared: tuple[str, ...]) -> Language:
    use = f"{', '.join(features[:6])} and parameters" if features else "parameters"
    return Language("model", (*features, *undeclared), ELEMENTWISE, use, True)
