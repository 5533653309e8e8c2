"""The controls of a formula model: its data, its text, where its parameters start."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from gdviz.formula import symbol
from gdviz.ui.problems.fit.controls import data, model
from gdviz.ui.problems.fit.objective import known_data, table_of
from gdviz.ui.problems.fit.spec import OPTIONS
from gdviz.ui.problems.formula.choice import text_key
from gdviz.ui.problems.formula.objective import objective_of, text_of
from gdviz.ui.problems.formula.spec import FormulaChoice
from gdviz.ui.problems.kinds import choice_key, start_of
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import default, page_choices
from gdviz.ui.widgets.binding import Binding, bound
from gdviz.ui.widgets.entry import formula_field, parameter
from gdviz.ui.widgets.fields import select
from gdviz.ui.widgets.number import refusal

HELP = (
    "The prediction z of a row, of two classes the score of the second one: a formula of the columns and of "
    "parameters that are fitted. Declare each parameter with its start and its range, as in `param b = 0.5 "
    "from 0 to 3`; a semicolon stands for a new line."
)
HEIGHT = 150  # pixels: some parameters, and the formula below them


def show(spec: Spec) -> None:
    """Draw all controls of a formula model."""
    choice: FormulaChoice = spec.problem
    picked = data.show(choice)
    if choice.data_key == picked:  # else these are other data: what was asked for cannot be shown
        _target(choice)
        _text(choice)
        _starts(spec)
    model.besides_data(spec)


def _target(choice: FormulaChoice) -> None:
    """Draw the field of the target, a number or a class; nothing where two columns leave no choice."""
    table = table_of(choice)
    columns = list(table.numeric if choice.task == "regression" else table.columns)
    if len(columns) > 2:
        usual = choice.target or known_data(choice).target
        select(bound(f"target.{choice.data_key}", usual), OPTIONS["target"].label, columns)


def _text(choice: FormulaChoice) -> None:
    """Draw the field of the formula, and why it is refused."""
    key, usual = text_key(default().problem), text_of(replace(choice, model=None))
    live = formula_field(key, "z =", usual, HELP, HEIGHT)
    text = page_choices().get(key, usual)
    try:
        objective_of(replace(choice, model=text))
    except ValueError as error:
        refusal(error, text, quiet=live)
        st.caption("Shown is the last model that worked.")


def _starts(spec: Spec) -> None:
    """Draw a slider of its start for each parameter."""
    st.caption("Start of the parameters")
    start = start_of(spec)
    for i, declared in enumerate(objective_of(spec.problem).model.ranges):
        value = float(start[i])
        low, high = min(declared.low, value), max(declared.high, value)  # a click may start outside
        shown = replace(declared, low=low, high=high)
        binding = Binding(f"{choice_key('start', spec)}.{declared.name}", value, partial(_put, spec, i))
        parameter(binding, shown, symbol(declared.name, "text"))


def _put(spec: Spec, i: int, value: float) -> None:
    start = list(start_of(spec))
    start[i] = value
    usual = objective_of(spec.problem).start
    page_choices()[choice_key("start", spec)] = None if tuple(start) == usual else tuple(start)
