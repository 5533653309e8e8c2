"""From what is chosen to the loss of a formula model over data."""

from __future__ import annotations

import re
from collections.abc import Iterable

import gdviz
from gdviz.cache import Section, array_bytes, section
from gdviz.engine import ModelLoss, Table
from gdviz.engine.fit.formula.model import features_read, undeclared_names
from gdviz.formula import FormulaError
from gdviz.ui.budget import waiting
from gdviz.ui.entries import weigh
from gdviz.ui.problems.fit.objective import classes_of, key_of, known_data, options_over_rows, table_of
from gdviz.ui.problems.formula.spec import FormulaChoice

NAMED = 6  # columns that a sentence names


def objective_of(choice: FormulaChoice) -> ModelLoss:
    """Return the loss over the data, made once for all sessions. Raises FormulaError or ValueError."""
    return _objectives.get(key_of(choice), lambda: _make(choice), owner=choice.table)


def text_of(choice: FormulaChoice) -> str:
    """Return the text of the model: the one chosen, or that of the data."""
    return str(choice.usual(known_data(choice))["model"] if choice.model is None else choice.model)


def _make(choice: FormulaChoice) -> ModelLoss:
    known, text = known_data(choice), text_of(choice)
    target = choice.target or known.target
    _check_classes(choice)
    _check_declared(text, table_of(choice), target)
    return gdviz.model(text, known, target=target, seed=choice.seed, **options_over_rows(choice))


def _check_classes(choice: FormulaChoice) -> None:
    """Check that there are no more classes than one score tells apart. Raises ValueError."""
    count = 2 if choice.task == "regression" else len(classes_of(choice))
    if count > 2:
        raise ValueError(
            f"a formula has one score, which tells two classes apart, and these data have {count}; pick "
            "others, or the linear model"
        )


def _check_declared(text: str, table: Table, target: str) -> None:
    """Check that a text reads nothing but columns and parameters that it declares. Raises FormulaError.

    A name that is mistyped would be a parameter otherwise, and a parameter without a range has no slider.
    """
    columns = features_read(table.numeric, target)
    if not columns:
        there = "no other column" if len(table.columns) < 2 else "no other column of numbers"
        raise ValueError(f"besides the target '{target}' there is {there} that a formula could read")
    for name in undeclared_names(text, columns.values()):
        line, place = _place(text, name)
        if name == target:
            why = "is the target, which the model cannot read"
        elif name in columns:
            why = f"is read as {columns[name]}"
        elif name in table.columns:
            why = "is a column, but not of numbers"
        else:
            cure = f"declare it, as in param {name} = 1 from 0 to 5"
            why = f"is neither a column ({named(columns.values())}) nor a declared parameter; {cure}"
        raise FormulaError(f"'{name}' {why}", place, line)


def undeclared(choice: FormulaChoice, text: str) -> tuple[str, ...]:
    """Return the names that a text could declare as parameters: they are no columns, and it reads them."""
    table, target = table_of(choice), choice.target or known_data(choice).target
    try:
        unknown = undeclared_names(text, features_read(table.numeric, target).values())
    except FormulaError:  # a letter that no formula has: that is told
        return ()
    return tuple(name for name in unknown if name not in table.columns)


def named(names: Iterable[str]) -> str:
    """List some names, the first `NAMED` of them."""
    listed = list(names)
    return ", ".join(listed[:NAMED]) + ", ..." * (len(listed) > NAMED)


def _place(text: str, name: str) -> tuple[int, int]:
    """Return line and column, from 1, of the first place where a text has a name."""
    before = re.split(rf"\b{re.escape(name)}\b", text, maxsplit=1)[0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _weigh(loss: ModelLoss) -> int:
    """Return the bytes of a loss over data: its columns, its targets, and the functions of model and loss."""
    arrays = array_bytes([loss.data.x, loss.data.y, loss.columns, *loss.targets])
    return 30_000 + arrays + 4 * weigh(loss.model) + weigh(loss.loss)


_objectives: Section[ModelLoss] = section("losses of formula models", _weigh, waiting=waiting)
