"""A point of the data is moved, added or deleted: what was sent is checked, and another table is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine import LossOverRows, Table
from gdviz.engine.table.read import MAX_ROWS
from gdviz.player.scene.data.pictures import range_of
from gdviz.ui.problems.fit.hand.edited import EditedTable, Split
from gdviz.ui.problems.fit.objective import across_of, table_of
from gdviz.ui.problems.fit.spec import RowsChoice
from gdviz.ui.spec.values import sent_number

OPERATIONS = ("move", "add", "delete")
FINENESS = 3  # decimals that a place has of the width of its axis; this keeps links short


@dataclass(frozen=True)
class Edit:
    """What is done to one point.

    Attributes
    ----------
    operation : "move", "add" or "delete"
    row : index of its row among all rows without gaps; of a point that is added the number of these
    values : by column, where it is moved to or added
    label : index of the class of a point that is added
    settled : whether the hand has let go
    """

    operation: str
    row: int
    values: dict[str, float]
    label: int
    settled: bool


def drawn_columns(fit: RowsChoice, objective: LossOverRows) -> dict[str, str]:
    """Return the columns that a place in the picture gives values of, across ("x") and upwards ("y").

    Of several features the target alone: it is drawn against what the model makes of the others. Classes are
    drawn over two features, or over the one that there is.
    """
    data = objective.data
    if data.classes:
        return dict(zip("xy", across_of(fit, objective).shown, strict=False))
    return {"x": data.features[0], "y": data.target} if len(data.features) == 1 else {"y": data.target}


def ranges_of(fit: RowsChoice, objective: LossOverRows) -> dict[str, tuple[float, float]]:
    """Return what the axis of each drawn column shows."""
    kept = fit.table.ranges if isinstance(fit.table, EditedTable) else {}
    data = objective.data
    every = objective.all_rows
    values = dict(zip(data.features, every.x.T, strict=True)) | {data.target: every.y}
    return {name: kept.get(name) or range_of(values[name]) for name in drawn_columns(fit, objective).values()}


def read_edit(message: Any, fit: RowsChoice, objective: LossOverRows) -> Edit:
    """Return what a browser sent as an edit. Raises ValueError in one sentence for anything else."""
    if not isinstance(message, dict) or message.get("op") not in OPERATIONS:
        raise ValueError(f"a point can be changed by {', '.join(OPERATIONS)} only")
    operation, rows = message["op"], len(objective.all_rows.y)
    classes = len(objective.data.classes)
    row, label, values = rows, 0, {}
    if operation != "add":
        row = _whole(message.get("row"), "the point's row", 1, rows) - 1
    if operation != "delete":
        columns = drawn_columns(fit, objective)
        if operation == "add" and not classes and len(columns) == 1:
            raise ValueError("a point that is added here would lack its features; add it to the table itself")
        ranges = ranges_of(fit, objective)
        for side, name in columns.items():
            values[name] = _short(sent_number(message.get(side), name), ranges[name])
        if operation == "add" and classes:
            label = _whole(message.get("label"), "the point's class", 0, classes - 1)
            values |= {name: value for name, value, _ in across_of(fit, objective).held()}
    return Edit(operation, row, values, label, message.get("settled") is not False)


def _whole(value: Any, name: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}")
    return value


def _short(value: float, side: tuple[float, float]) -> float:
    """Round a value to decimals of at most a thousandth of its axis."""
    return round(value, FINENESS - int(np.floor(np.log10(side[1] - side[0]))))


def edited(fit: RowsChoice, objective: LossOverRows, edit: Edit) -> EditedTable:
    """Return the table with one point changed.

    Raises
    ------
    ValueError
        With one sentence, where that leaves too few points or makes too many.
    """
    table, ranges = table_of(fit), ranges_of(fit, objective)
    kept, split = objective.all_rows.kept, table.split if isinstance(table, EditedTable) else None
    if edit.operation == "delete":
        _check_enough(objective, edit.row)
        columns = {name: np.delete(column, kept[edit.row]) for name, column in table.columns.items()}
        split = _split(fit, objective, without=kept[edit.row])
    elif edit.operation == "add":
        if table.rows >= MAX_ROWS:
            raise ValueError(f"the table has {MAX_ROWS} rows, as many as it can; delete some first")
        columns, split = _with_row(table, objective, edit), _split(fit, objective)
    else:
        columns = dict(table.columns)
        for name, value in edit.values.items():
            columns[name] = np.array(columns[name], dtype=float)
            columns[name][kept[edit.row]] = value
    if edit.settled:
        ranges = {name: _grown(side, columns[name]) for name, side in ranges.items()}
    places = table.places if edit.operation == "move" else None
    moving = not edit.settled
    return EditedTable(table.name, columns, table.complaints, places, ranges, split=split, moving=moving)


def _split(fit: RowsChoice, objective: LossOverRows, without: int | None = None) -> Split | None:
    """Return which rows of the table, perhaps without one of them, are held out; None where none is."""
    test = objective.data.test
    if test is None:
        return None
    rows = [k for k in test.kept.tolist() if k != without]
    behind = len(rows) if without is None else int(np.searchsorted(rows, without))
    return Split(fit.hold_out, fit.split, (*rows[:behind], *(k - 1 for k in rows[behind:])))


def _check_enough(objective: LossOverRows, row: int) -> None:
    """Check that the fit can do without a row. Raises ValueError."""
    data, every = objective.data, objective.all_rows
    if every.test[row]:
        if every.test.sum() == 1:
            raise ValueError("it is the last test row; hold out none, and it can be deleted")
        return
    if data.rows <= 2:
        raise ValueError("a fit needs at least two points; add one before this one is deleted")
    if data.classes and (data.y == every.y[row]).sum() == 1 and len(data.classes) == 2:
        name = data.classes[int(every.y[row])]
        raise ValueError(f"it is the last point of class {name}, and a fit needs two classes")


def _with_row(table: Table, objective: LossOverRows, edit: Edit) -> dict[str, np.ndarray]:
    """Return the columns with one more row; what is not drawn of it is a gap."""
    data, columns = objective.data, {}
    for name, column in table.columns.items():
        if name in edit.values:
            cell: Any = edit.values[name]
        elif name == data.target:  # a class, as the table writes it
            cell = column[data.kept[np.flatnonzero(data.y == edit.label)[0]]]
        else:
            cell = np.nan if name in table.numeric else ""
        numbers = name in table.numeric
        columns[name] = np.append(column.astype(float) if numbers else column, np.array([cell], dtype=object))
        if numbers:
            columns[name] = columns[name].astype(float)
    return columns


def _grown(side: tuple[float, float], column: np.ndarray) -> tuple[float, float]:
    """Return an axis that holds all values of a column: the same one where it holds them already."""
    values = column[np.isfinite(column)]
    if side[0] <= values.min() and values.max() <= side[1]:
        return side
    low, high = range_of(values)
    return min(low, side[0]), max(high, side[1])
