"""From the choices of a data page to a loss over data: table, picked columns, objective; and its slice in the picture."""

from __future__ import annotations

from dataclasses import replace
from sys import getsizeof
from typing import Any, Literal

import numpy as np

import gdviz
from gdviz.cache import Section, array_bytes, section, token
from gdviz.engine import DataLoss, Dataset, Loss, Path, Penalty, Slice, Table, pick
from gdviz.ui import texts
from gdviz.ui.budget import still_there
from gdviz.ui.spec import Choice, Fit, Spec

TASKS = {"regression": ("regression",), "binary": ("binary", "classes")}  # of a page's data sets and losses


def dataset_of(fit: Fit) -> Dataset:
    """The data set of a choice. Raises FormulaError or ValueError."""
    return (
        _of_table(fit.table, fit.task)
        if fit.table is not None
        else _dataset(replace(fit.data, params=()), fit.task)
    )


def _dataset(choice: Choice, task: str) -> Dataset:
    text = choice.text
    if text is not None:
        made = texts.entries.get(("data", text, task), lambda: Dataset(text, "Own data", task=task))
        assert isinstance(made, Dataset)
        return made
    entry: Dataset = gdviz.pick(gdviz.datasets, choice.slug, "data set")
    if entry.task not in TASKS[task]:
        other = "regression" if task == "binary" else "classification"
        raise ValueError(f"{entry.name} is a data set for {other}; open it on that page")
    return entry


def _of_table(table: Table, task: str) -> Dataset:
    """A table of one's own: what its columns suggest as target and features."""
    known = Dataset.of_table(table, task)
    if task != "regression" and table.text and table.numeric:
        known = replace(known, target=table.text[-1], features=table.numeric)
    if task == "regression" and known.target in table.text and len(table.numeric) > 1:
        known = replace(known, target=table.numeric[-1], features=table.numeric[:-1])
    return replace(known, features=known.features[: 1 if task == "regression" else 2])


def loss_of(choice: Choice, task: str = "regression") -> Loss:
    """The pointwise loss of a choice. Raises FormulaError or ValueError."""
    text = choice.text
    entry = (
        gdviz.pick(gdviz.losses, choice.slug, "loss")
        if text is None
        else texts.entries.get(("loss", text, task), lambda: Loss(text, "Own loss", task=task))
    )
    assert isinstance(entry, Loss)
    if entry.task not in TASKS[task]:
        other = "regression" if task == "binary" else "classification"
        raise ValueError(f"{entry.name} is a loss for {other}; pick it on that page")
    return entry


def penalty_of(choice: Choice) -> Penalty:
    """The penalty of a choice. Raises ValueError."""
    entry: Penalty = gdviz.pick(gdviz.penalties, choice.slug, "penalty")
    return entry


def table_of(fit: Fit) -> Table:
    """The table of a choice. Raises FormulaError or ValueError."""
    if fit.table is not None:
        held: Table = fit.table
        return held
    return _tables.get((fit.data, fit.seed), lambda: dataset_of(fit).table(fit.seed, **dict(fit.data.params)))


def objective_of(fit: Fit) -> DataLoss:
    """The loss over the data; made once for all sessions. Raises FormulaError or ValueError with one sentence."""
    return _objectives.get(_key(fit), lambda: _make(fit), owner=fit.table)


def _key(fit: Fit) -> Fit:
    return fit if fit.table is None else replace(fit, table=token(fit.table))


def _make(fit: Fit) -> DataLoss:
    known = dataset_of(fit)
    features = fit.features or known.first_features
    if fit.task != "regression" and len(features) != 2:
        raise ValueError(f"classes are drawn over two features, not {len(features)}; pick two")
    return gdviz.data_loss(
        known,
        loss_of(replace(fit.loss, params=()), fit.task),
        features=features,
        target=fit.target or "",
        degree=fit.degree,
        scaling=fit.scaling,
        intercept=fit.intercept,
        average=fit.average,
        penalty=penalty_of(fit.penalty) if fit.penalty else None,
        seed=fit.seed,
        parameters=dict(fit.data.params),
        loss_parameters=dict(fit.loss.params),
        penalty_parameters=dict(fit.penalty.params) if fit.penalty else {},
    )


def fitting(fit: Fit) -> Fit:
    """The fit with a loss for as many classes as its target has. Raises ValueError where the target has none to count."""
    if fit.task == "regression":
        return fit
    count = len(classes_of(fit))
    if count > 2 and loss_of(replace(fit.loss, params=()), fit.task).task == "binary":
        return replace(fit, loss=Choice("softmax"))
    return fit


def classes_of(fit: Fit) -> tuple[str, ...]:
    """Classes of the target. Raises ValueError."""
    known, table = dataset_of(fit), table_of(fit)
    target = fit.target or known.target
    features = [f for f in fit.features or known.first_features if f != target]
    return pick(table, features[:1], target, "classes").classes


def slice_of(spec: Spec, followed: Path | None, step: int | None) -> tuple[Slice, int | None]:
    """The two parameters that span the picture, the others at the optimum (and None), or where `followed` is at `step`.

    The step is its last one where none is said; it is returned too.
    """
    assert spec.fit is not None
    whole = objective_of(spec.fit)
    if follows(spec):
        theta = followed.theta if followed is not None else np.array([spec.start or whole.start])
        step = len(theta) - 1 if step is None else min(step, len(theta) - 1)
        return Slice(whole, spec.axes, np.where(np.isfinite(theta[step]), theta[step], 0.0)), step
    at: Any = whole.optimum.theta
    return Slice(whole, spec.axes if whole.dimension > 1 else None, at), None


def follows(spec: Spec) -> bool:
    """Whether the picture's other parameters are those of the run at the play head."""
    if spec.fit is None:
        return False
    whole = objective_of(spec.fit)
    return whole.dimension > 2 and (spec.others == "path" or whole.optimum.theta is None)


def remarks(spec: Spec) -> list[str]:
    """What one should know of a fit before trusting its picture, a sentence each."""
    assert spec.fit is not None
    w = objective_of(spec.fit)
    best, rows, out = w.optimum, w.rows, []
    if w.design.left_out:
        out.append(f"{w.design.left_out} rows with gaps are left out; {rows} are fitted.")
    if spec.batch is not None and spec.batch < rows:
        drawn = (
            "drawn anew from all rows"
            if spec.replacement
            else f"{-(-rows // spec.batch)} steps visit each row once"
        )
        out.append(
            f"Each step sees {spec.batch} of {rows} rows ({drawn}; seed {spec.seed}, the same for all)."
        )
    if w.width > rows:
        out.append(
            f"{w.width} parameters for {rows} rows: many fits go through all points; a penalty picks one."
        )
    elif best.theta is not None and not best.unique and w.scores == 1:
        out.append("The columns depend on each other: a whole family of parameters is best.")
    if best.theta is None and w.design.classes:
        out.append(best.how)
    return out


def levels(shown: Slice) -> Literal["log", "linear"]:
    """The scale of the contours that is first shown: in a ravine linear ones would show its walls only."""
    if shown.dimension == 1:  # a tangent is straight on a linear scale only
        return "linear"
    h = shown.hessian(shown.minima[0] if len(shown.minima) else shown.start)
    values = np.linalg.eigvalsh(h) if np.isfinite(h).all() else np.zeros(2)
    return "log" if values[1] > 50 * max(values[0], 0) else "linear"


def resolution(fit: Fit) -> int:
    """Points per side of the picture's grid, or along its curve: fewer where each costs many rows."""
    rows = objective_of(fit).rows
    if objective_of(fit).dimension == 1:
        return int(np.clip(1.2e7 / rows, 257, 1025))
    return int(np.clip(np.sqrt(1.2e7 / rows), 40, 128))


def _weight(objective: DataLoss) -> int:
    """Bytes of a loss over data with its design, its transposed matrix and, once it is known, its optimum."""
    d = objective.design
    arrays = array_bytes([d.x, d.y, d.a, objective.at, *objective.targets])
    return 30_000 + arrays + 16 * objective.dimension**2 + texts.size(objective.loss)


def table_bytes(table: Table) -> int:
    """Bytes of a table with its texts."""
    arrays = [*table.columns.values(), *([] if table.places is None else [table.places])]
    cells = {id(cell): cell for name in table.text for cell in table.columns[name].tolist()}
    return 4000 + array_bytes(arrays) + sum(map(getsizeof, cells.values()))


_objectives: Section[DataLoss] = section("losses over data", _weight, waiting=still_there)
_tables: Section[Table] = section("tables", table_bytes, waiting=still_there)
