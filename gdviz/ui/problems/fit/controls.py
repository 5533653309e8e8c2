"""The controls of a data page: data, features, model, loss, penalty, batches."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

import gdviz
from gdviz.engine import DataLoss, Table, read_table
from gdviz.engine.fit.design import MAX_DEGREE
from gdviz.engine.table.delimited import BYTES
from gdviz.ui.link import OWN
from gdviz.ui.options import OPTIONS
from gdviz.ui.problems.fit import objective as fits
from gdviz.ui.problems.fit.carried import LENGTH, packed
from gdviz.ui.race.controls import own_text, parameters, title
from gdviz.ui.spec import Fit, Spec
from gdviz.ui.state import SAMPLE_DATA, SAMPLE_LOSS, choices, data_id, default, memory
from gdviz.ui.values import shown
from gdviz.ui.widgets import plain
from gdviz.ui.widgets.tied import Tie, here, number, refusal, segments, select, several, slider, tie, toggle

CSV = "csv"
SCALING_WORDS = {"none": "none", "standardise": "standardise", "minmax": "to 0..1"}
AVERAGE_WORDS = {"half mean": "1/(2n)", "mean": "1/n", "sum": "sum"}
DATA_HELP = (
    "Assign x (or x1, x2, ...) and y. Read: u1..u4 (uniform from 0 to 1), e1..e4 (normal), i (row number). "
    "`param n = 50 from 5 to 500 integer` is the number of rows; other params make sliders."
)
LOSS_HELP = "What one row costs, a formula of z (the model's score) and y (the target): (z - y)^2, |z - y|, log(1 + exp(-y*z))."


def data_controls(spec: Spec) -> None:
    """Pick, make, or bring the data; pick its columns."""
    fit, c = spec.fit, choices()
    assert fit
    registry = {k: d for k, d in gdviz.datasets.items() if d.task in fits.TASKS[fit.task]}
    words = {CSV: "Your own table (CSV) ...", OWN: "Write your own ..."}
    usual = default().fit
    assert usual
    select(
        tie("data", usual.data.slug),
        "Data",
        [*registry, CSV, OWN],
        words=lambda s: words.get(s) or title(registry[s]),
    )
    asked = c.get("data", usual.data.slug)
    if asked == CSV:
        _upload(c)
    elif asked == OWN:
        task = fit.task
        own_text(
            "d",
            "Data",
            SAMPLE_DATA,
            lambda choice: fits.dataset_of(Fit(task, choice)),
            f"data.{OWN}",
            DATA_HELP,
            130,
        )
    else:
        st.caption(registry[asked].note)
        parameters(f"data.{asked}", registry[asked].params)
    if asked == CSV and c.get("table") is None:
        st.caption(":material/info: Until there is a table, the last fit stays in the picture.")
    elif problem := memory().get("problem"):
        refusal(ValueError(f"{problem[0].upper()}{problem[1:]}."), "")
        st.caption("Shown is the last fit that could be computed.")
    if asked != CSV and not (asked in registry and registry[asked].file):
        st.button(
            "Draw again",
            on_click=lambda: c.update(draw=c.get("draw", 0) + 1),
            icon=":material/casino:",
            help="The next draw of a seeded stream: other points of the same kind",
        )
    _columns(spec, asked)


def _upload(c: dict[str, Any]) -> None:
    """A file or a pasted text; both become the same table, see `gdviz.ui.problems.fit.carried` for what of it is in a link."""
    st.file_uploader(
        "CSV file",
        type=["csv", "txt", "tsv"],
        key="w:file",
        on_change=here(_take_file),
        help=f"At most {BYTES // 1_000_000} MB, 100 000 rows, 50 columns. "
        "A small table is in the link, a large one stays in this session.",
    )
    st.text_area(
        "or paste the table",
        key="w:paste",
        height=100,
        on_change=here(_take_text),
        placeholder="x;y\n1;2,5\n2;3,1",
    )
    if problem := memory().get("table.problem"):
        refusal(ValueError(f"{problem[0].upper()}{problem[1:]}."), "")
    table: Table | None = c.get("table")
    if table is not None:
        st.caption(
            f"{plain.markdown(table.name)}: {table.rows} rows, columns {plain.markdown(', '.join(list(table.columns)[:12]))}"
            f"{' ...' if len(table.columns) > 12 else ''}. "
            + (
                f"It is in the link, which has room for {LENGTH} characters of a compressed table."
                if packed(table)
                else f"It is in no link: compressed it takes more than {LENGTH} characters."
            )
        )


def _take_file() -> None:
    file = st.session_state.get("w:file")
    if file is not None:
        _take(file.getvalue(), file.name)


def _take_text() -> None:
    if text := st.session_state.get("w:paste"):
        _take(text, "Pasted table")


def _take(raw: bytes | str, name: str) -> None:
    c = choices()
    memory().pop("table.problem", None)
    try:
        c["table"] = read_table(raw, name)
    except ValueError as error:
        memory()["table.problem"] = str(error).rstrip(".")
        return
    for key in [
        k for k in c if k.endswith(f".{CSV}")
    ]:  # columns, rates and starts belonged to the table before
        c.pop(key)


def _columns(spec: Spec, asked: str) -> None:
    """Features, target, degree, scaling and intercept."""
    fit, c = spec.fit, choices()
    assert fit
    if data_id(fit) != asked:  # what was asked for cannot be shown: its columns are not those of the fit
        fit = Fit(fit.task, table=c["table"]) if asked == CSV and c.get("table") is not None else fit
        if data_id(fit) != asked:
            return
    known, table = fits.dataset_of(fit), fits.table_of(fit)
    details = st.expander("Features and scaling", key="columns", on_change="rerun")
    if not details.open:
        return
    with details:
        features = list(fit.features or known.first_features)
        target = fit.target or known.target
        most = 2 if fit.task != "regression" else None
        several(tie(f"features.{asked}", features), "Features", list(table.columns), max_selections=most)
        select(tie(f"target.{asked}", target), "Target", list(table.columns))
        slider(tie(f"degree.{asked}", known.degree), "Degree of the polynomial", 1, MAX_DEGREE, 1)
        segments(
            tie(f"scaling.{asked}", known.scaling),
            "Scaling",
            list(SCALING_WORDS),
            words=SCALING_WORDS.__getitem__,
            help="Of each column: to mean 0 and deviation 1, or to the range from 0 to 1. Results are given back in the "
            "data's own units.",
        )
        toggle(tie(f"intercept.{asked}", known.intercept), "Intercept")


def loss_controls(spec: Spec) -> None:
    """Pick or write the loss, its averaging, the penalty."""
    fit = spec.fit
    assert fit
    objective = fits.objective_of(fit)
    many = len(objective.design.classes) > 2
    wanted = ("classes",) if many else fits.TASKS[fit.task]
    registry = {k: v for k, v in gdviz.losses.items() if v.task in wanted}
    picked = fit.loss.slug or OWN
    # with several classes only one fits; what was chosen for two comes back with them
    tied = (
        Tie("loss.several", picked, lambda _: None)
        if many
        else Tie("loss", picked, lambda v: choices().update(loss=v))
    )
    select(
        tied,
        "Loss of a row",
        [*registry, *([] if many else [OWN])],
        words=lambda s: "Write your own ..." if s == OWN else title(registry[s]),
    )
    if picked == OWN:
        task = fit.task
        own_text(
            "l", "l(z, y) =", SAMPLE_LOSS, lambda choice: fits.loss_of(choice, task), f"loss.{OWN}", LOSS_HELP
        )
    else:
        st.caption(registry[picked].note)
        parameters(f"loss.{picked}", registry[picked].params)
    segments(
        tie("average", "mean"),
        "Average over the rows",
        list(AVERAGE_WORDS),
        words=AVERAGE_WORDS.__getitem__,
        help=effective(objective),
    )
    st.caption(effective(objective))
    penalties: Mapping[str, Any] = gdviz.penalties
    select(
        tie("penalty", "none"),
        "Penalty",
        ["none", *penalties],
        words=lambda s: "none" if s == "none" else title(penalties[s]),
    )
    if fit.penalty:
        parameters(f"penalty.{fit.penalty.slug}", penalties[fit.penalty.slug].params)
        toggle(tie("show_penalty", False), "Show the penalty's contour lines")
        st.caption(
            "The intercept is not penalised." if objective.design.intercept else "All weights are penalised."
        )


def effective(objective: DataLoss) -> str:
    """What the averaging does to the learning rate, in words."""
    n = objective.rows
    return {
        "half mean": "With 1/(2n) the gradient is half of that with 1/n: the same path takes twice the rate.",
        "mean": f"With 1/n the gradient is twice that of 1/(2n) and 1/{n} of that of the sum: other texts' rates differ by that.",
        "sum": f"With the sum the gradient is {n} times that of 1/n: the same path takes 1/{n} of the rate.",
    }[objective.average]


def batch_controls(spec: Spec) -> None:
    """How many rows each step sees."""
    assert spec.fit
    n = fits.objective_of(spec.fit).rows

    def check(value: float) -> None:
        if not 1 <= value <= n:
            raise ValueError(f"a batch has 1 to {n} rows, not {shown(value)}")

    o = OPTIONS["batch"]
    number(
        Tie("batch", spec.batch, lambda v: choices().update(batch=v)),
        o.label,
        whole=True,
        off=f"all {n} rows",
        check=check,
        help=o.help,
    )
    if spec.batch is not None:
        toggle(
            tie("replacement", False),
            "Draw with replacement",
            help="Draw every batch from all rows. Without: each epoch visits each row once, in a new order.",
        )


def view_controls(spec: Spec) -> None:
    """Which two parameters span the picture, and where the others are held; nothing where there are no others."""
    assert spec.fit
    objective = fits.objective_of(spec.fit)
    if objective.dimension <= 2:
        return
    names = dict(enumerate(objective.names))
    for column, label, k in zip(st.columns(2), ("Across", "Upwards"), (0, 1), strict=True):
        select(
            Tie(f"axis{k}.{data_id(spec.fit)}", spec.axes[k], partial(_turn, spec, k)),
            label,
            list(names),
            words=names.__getitem__,
            at=column,
        )
    best = objective.optimum.theta is not None
    segments(
        Tie("others", spec.others if best else "path", lambda v: choices().update(others=v)),
        "Other parameters at",
        ["optimum", "path"] if best else ["path"],
        words={"optimum": "the optimum", "path": "the path's value"}.__getitem__,
    )


def _turn(spec: Spec, k: int, picked: int) -> None:
    """Another parameter on one axis; where it is on the other already, they change places."""
    assert spec.fit
    axes = spec.axes
    other = axes[k] if picked == axes[1 - k] else axes[1 - k]
    choices()[f"axes.{data_id(spec.fit)}"] = (picked, other) if k == 0 else (other, picked)
