"""The controls of a formula model: its data, its text, where its parameters start."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.engine.fit.formula.model import MAX_PARAMETERS, features_read
from gdviz.formula import symbol
from gdviz.ui.problems.fit.controls import data, features, model
from gdviz.ui.problems.fit.objective import known_data, table_of
from gdviz.ui.problems.fit.spec import OPTIONS
from gdviz.ui.problems.formula.choice import text_key
from gdviz.ui.problems.formula.objective import named, objective_of, text_of, undeclared
from gdviz.ui.problems.formula.spec import FormulaChoice
from gdviz.ui.problems.kinds import choice_key, start_of
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import default, page_choices
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import Binding, bound, while_open
from gdviz.ui.widgets.entry import formula_field, parameter
from gdviz.ui.widgets.fields import select
from gdviz.ui.widgets.number import number_field, refusal

HELP = (
    "The prediction z of a row, of two classes the score of the second one: a formula of the columns and of "
    "parameters that are fitted. Declare each parameter with its start and its range, as in `param b = 0.5 "
    "from 0 to 3`; a semicolon stands for a new line."
)
HEIGHT = 150  # pixels: some parameters, and the formula below them


def show(spec: Spec) -> None:
    """Draw all controls of a formula model."""
    choice: FormulaChoice = spec.problem
    picked = data.show(choice, ("regression",) if choice.task == "regression" else ("binary",))
    asked = data.asked_for(choice, picked)
    if asked is not None:
        _target(asked, picked)
        _text(asked, shown=asked is choice)
    if asked is choice:
        features.show(choice)
        _starts(spec)
    model.besides_data(spec)


def _target(choice: FormulaChoice, picked: str) -> None:
    """Draw the field of the target, a number or a class; nothing where two columns leave no choice."""
    table = table_of(choice)
    columns = list(table.numeric if choice.task == "regression" else table.columns)
    if len(columns) > 2:
        usual = choice.target or known_data(choice).target
        select(bound(f"target.{picked}", usual), OPTIONS["target"].label, columns)


def _text(choice: FormulaChoice, shown: bool) -> None:
    """Draw the field of the formula, what it may read, and why it is refused; none where it can read nothing.

    Where data are not `shown`, since no model of them can be made, the reason stands beside the data.
    """
    columns = features_read(table_of(choice).numeric, choice.target or known_data(choice).target)
    if not columns:
        return
    key, usual = text_key(default().problem), text_of(replace(choice, model=None))
    live = formula_field(key, "z =", usual, HELP, HEIGHT)
    listed = named(name if name == column else f"{name} ({column})" for column, name in columns.items())
    st.caption(f"It may read {markdown.escape(listed)}.")
    if not shown:
        return
    text = page_choices().get(key, usual)
    try:
        objective_of(replace(choice, model=text))
    except ValueError as error:
        refusal(error, text, quiet=live)
        st.caption("Shown is the last model that worked.")
        _offer_to_declare(key, text, undeclared(choice, text))


def _offer_to_declare(key: str, text: str, names: tuple[str, ...]) -> None:
    """Draw a button that declares the names that a text reads without saying what they are."""
    if not 0 < len(names) <= MAX_PARAMETERS:
        return
    lines = [f"param {name} = 1 from -5 to 5" for name in names]
    st.button(
        f"Declare {', '.join(names)}",
        on_click=while_open(lambda: page_choices().update({key: "\n".join([*lines, text])})),
        icon=":material/tune:",
        help="Writes a line for each of them, with a start and a range to change as you like: it becomes a "
        "parameter with a slider",
    )


def _starts(spec: Spec) -> None:
    """Draw a slider of its start for each parameter, and beside it a field for any number."""
    st.caption("Start of the parameters")
    start, usual = start_of(spec), objective_of(spec.problem).start
    for i, declared in enumerate(objective_of(spec.problem).model.ranges):
        value = float(start[i])
        low, high = min(declared.low, value), max(declared.high, value)  # a click may start outside
        shown = replace(declared, low=low, high=high)
        key, name, put = choice_key("start", spec), symbol(declared.name, "text"), partial(_put, spec, i)
        track, field = st.columns([3, 2], vertical_alignment="bottom")
        with track:
            parameter(Binding(f"{key}.{declared.name}", value, put), shown, name)
        number_field(
            Binding(f"{key}.{i}", value, put),
            f"Start {markdown.escape(declared.name)}",
            usual=float(usual[i]),
            at=field,
            told_at=st,
            label_visibility="collapsed",
        )


def _put(spec: Spec, i: int, value: float) -> None:
    start = list(start_of(spec))
    start[i] = value
    usual = objective_of(spec.problem).start
    page_choices()[choice_key("start", spec)] = None if tuple(start) == usual else tuple(start)
