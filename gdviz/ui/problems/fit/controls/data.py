"""The controls of the data: pick, make or bring them, pick their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

import gdviz
from gdviz.engine import Dataset, Table, read_table
from gdviz.engine.fit.design import MAX_DEGREE
from gdviz.engine.table.delimited import BYTES
from gdviz.ui.entries import TASKS, dataset_of
from gdviz.ui.problems.fit.carried import LENGTH, packed
from gdviz.ui.problems.fit.choice import SAMPLES, computable, loss_over_rows
from gdviz.ui.problems.fit.objective import known_data, table_of
from gdviz.ui.problems.fit.spec import CSV, OPTIONS, FitChoice, RowsChoice
from gdviz.ui.spec.spec import OWN
from gdviz.ui.state import default, memory, page_choices
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import Binding, bound, while_open
from gdviz.ui.widgets.entry import WRITE_YOUR_OWN, own_text, parameters, sentence, title
from gdviz.ui.widgets.fields import segments, select, several, slider, toggle
from gdviz.ui.widgets.number import number_field, refusal

SHOWN_COLUMNS = 12
R = TypeVar("R", bound=RowsChoice)
HELP = (
    "Assign x (or x1, x2, ...) and y. Read: u1..u4 (uniform from 0 to 1), e1..e4 (normal), i (row number). "
    "`param n = 50 from 5 to 500 integer` is the number of rows; other params make sliders."
)


def show(fit: RowsChoice, tasks: Sequence[str] = ()) -> str:
    """Draw the field of data sets, and the controls of the one picked; return which one it is.

    Where a model suits some tasks only, such as two classes, data sets of these `tasks` are offered.
    """
    choices, task = page_choices(), fit.task
    registry = {slug: d for slug, d in gdviz.datasets.items() if d.task in (tasks or TASKS[task])}
    labels = {CSV: "Your own table (CSV) ...", OWN: WRITE_YOUR_OWN}
    usual = default().problem.data.slug
    select(
        bound("data", usual),
        "Data",
        [*registry, CSV, OWN],
        label_of=lambda slug: labels.get(slug) or title(registry[slug]),
    )
    picked = choices.get("data", usual)
    if picked == CSV:
        _table_of_ones_own(choices)
    elif picked == OWN:
        own_text("d", "Data", SAMPLES[task], lambda c: dataset_of(c, task), f"data.{OWN}", HELP, 130)
    else:
        st.caption(markdown.escape(registry[picked].note))
        parameters(f"data.{picked}", registry[picked].params)
    _show_complaint(picked, choices)
    if picked != CSV and not (picked in registry and registry[picked].file):
        st.button(
            "Draw again",
            on_click=while_open(lambda: choices.update(draw=choices.get("draw", 0) + 1)),
            icon=":material/casino:",
            help="The next draw of a seeded stream: other points of the same kind",
        )
    _held_out(fit)
    return str(picked)


def _held_out(fit: RowsChoice) -> None:
    """Draw the field of the share that is held out, and of the seed of the split where there is one."""
    share, split = OPTIONS["hold_out"], OPTIONS["split"]

    def check(value: float) -> None:
        computable(replace(fit, hold_out=value))

    binding = Binding("hold_out", fit.hold_out, lambda value: page_choices().update(hold_out=value))
    number_field(binding, share.label, usual=share.default, check=check, help=share.help)
    if fit.hold_out:
        binding = Binding("split", fit.split, lambda value: page_choices().update(split=value))
        number_field(
            binding, split.label, whole=True, usual=split.default, check=split.check, help=split.help
        )
        every = loss_over_rows(fit).all_rows.test
        st.caption(f"{(~every).sum()} training rows are fitted, {every.sum()} test rows are not.")


def _show_complaint(picked: str, choices: dict[str, Any]) -> None:
    if picked == CSV and choices.get("table") is None:
        st.caption(":material/info: Until there is a table, the last fit stays in the picture.")
    elif complaint := memory().get("complaint"):
        refusal(sentence(complaint), "")
        st.caption("Shown is the last fit that could be computed.")


def _table_of_ones_own(choices: dict[str, Any]) -> None:
    """Draw the fields for a file or a pasted text; both become the same table."""
    st.file_uploader(
        "CSV file",
        type=["csv", "txt", "tsv"],
        key="w:file",
        on_change=while_open(_take_file),
        help=f"At most {BYTES // 1_000_000} MB, 100 000 rows, 50 columns. "
        "A small table is in the link, a large one stays in this session.",
    )
    st.text_area(
        "or paste the table",
        key="w:paste",
        height=100,
        on_change=while_open(_take_text),
        placeholder="x;y\n1;2,5\n2;3,1",
    )
    if complaint := memory().get("complaint about the table"):
        refusal(sentence(complaint), "")
    table: Table | None = choices.get("table")
    if table is not None:
        st.caption(_described(table))


def _described(table: Table) -> str:
    columns = markdown.escape(", ".join(list(table.columns)[:SHOWN_COLUMNS]))
    more = " ..." if len(table.columns) > SHOWN_COLUMNS else ""
    if packed(table):
        where = f"It is in the link, which has room for {LENGTH} characters of a compressed table."
    else:
        where = f"It is in no link: compressed it takes more than {LENGTH} characters."
    return f"{markdown.escape(table.name)}: {table.rows} rows, columns {columns}{more}. {where}"


def _take_file() -> None:
    file = st.session_state.get("w:file")
    if file is not None:
        _take(file.getvalue(), file.name)


def _take_text() -> None:
    if text := st.session_state.get("w:paste"):
        _take(text, "Pasted table")


def _take(raw: bytes | str, name: str) -> None:
    """Read a table and make it the choice; what was chosen for the table before is forgotten."""
    choices = page_choices()
    memory().pop("complaint about the table", None)
    try:
        choices["table"] = read_table(raw, name)
    except ValueError as error:
        memory()["complaint about the table"] = str(error).rstrip(".")
        return
    for key in [k for k in choices if k.endswith(f".{CSV}")]:
        choices.pop(key)


def columns(fit: FitChoice, picked: str) -> None:
    """Draw the fields of features, target, degree, scaling and intercept."""
    shown = asked_for(fit, picked)
    if shown is None:
        return
    known = known_data(shown)
    details = st.expander("Features and scaling", key="columns", on_change=while_open())
    if details.open:
        with details:
            features_and_target(shown, picked, shown.features)
            _model(picked, known)


def asked_for(fit: R, picked: str) -> R | None:
    """Return the fit whose columns are picked: that of the data asked for, though it may not be computed.

    None where there are no such columns yet.
    """
    if fit.data_key == picked:
        return fit
    choices = page_choices()
    table = choices.get("table")
    if picked != CSV or table is None:
        return None
    return type(fit)(fit.task, table=table, target=choices.get(f"target.{CSV}"))


def features_and_target(fit: RowsChoice, picked: str, chosen: tuple[str, ...] | None) -> None:
    """Draw the fields of the columns that are fitted; `chosen` are the features chosen."""
    known, columns = known_data(fit), list(table_of(fit).columns)
    features = bound(f"features.{picked}", list(chosen or known.first_features))
    several(features, OPTIONS["features"].label, columns)
    select(bound(f"target.{picked}", fit.target or known.target), OPTIONS["target"].label, columns)


def _model(picked: str, known: Dataset) -> None:
    """Draw the fields of a linear model: degree, scaling and intercept."""
    slider(bound(f"degree.{picked}", known.degree), OPTIONS["degree"].label, 1, MAX_DEGREE, 1)
    scaling = OPTIONS["scaling"]
    segments(
        bound(f"scaling.{picked}", known.scaling),
        scaling.label,
        list(scaling.shown_as),
        label_of=scaling.shown_as.__getitem__,
        help=scaling.help,
    )
    toggle(bound(f"intercept.{picked}", known.intercept), OPTIONS["intercept"].label)
