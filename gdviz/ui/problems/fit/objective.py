"""From what is chosen on a data page to a loss over data: table, picked columns, objective."""

from __future__ import annotations

from dataclasses import replace
from sys import getsizeof
from typing import Any, TypeVar

import gdviz
from gdviz.cache import Section, array_bytes, section, token
from gdviz.engine import DataLoss, Dataset, LossOverRows, Table, pick_columns
from gdviz.player.scene.data import Across
from gdviz.ui.budget import waiting
from gdviz.ui.entries import TASKS, dataset_of, loss_of, penalty_of, weigh
from gdviz.ui.problems.fit.hand.edited import EditedTable
from gdviz.ui.problems.fit.spec import FitChoice, RowsChoice
from gdviz.ui.spec.option import options_of
from gdviz.ui.spec.spec import Choice

R = TypeVar("R", bound=RowsChoice)


def known_data(fit: RowsChoice) -> Dataset:
    """Return the data set, or what one's own table suggests as such. Raises FormulaError or ValueError."""
    if fit.table is None:
        return dataset_of(replace(fit.data, params=()), fit.task)
    return _suggested(fit.table, fit.task)


def _suggested(table: Table, task: str) -> Dataset:
    """Return a table of one's own with the target and the features that its columns suggest."""
    known = Dataset.of_table(table, TASKS[task][0])
    if task != "regression" and table.text and table.numeric:
        known = replace(known, target=table.text[-1], features=table.numeric)
    if task == "regression" and known.target in table.text and len(table.numeric) > 1:
        known = replace(known, target=table.numeric[-1], features=table.numeric[:-1])
    return replace(known, features=known.features[: 1 if task == "regression" else 2])


def table_of(fit: RowsChoice) -> Table:
    """Return the table that is fitted. Raises FormulaError or ValueError."""
    if fit.table is not None:
        table: Table = fit.table
        return table
    return _tables.get((fit.data, fit.seed), lambda: known_data(fit).table(fit.seed, **dict(fit.data.params)))


def key_of(fit: R) -> R:
    """Return the fit as it stands in keys: one's own table by its number, so that no cache keeps it alive.

    What only its picture depends on is left out.
    """
    unread: dict[str, Any] = {name: o.default for name, o in options_of(fit).items() if o.picture_only}
    return replace(fit, table=None if fit.table is None else token(fit.table), **unread)


def held_out(fit: RowsChoice) -> float | tuple[int, ...]:
    """Return the share of the rows that is held out, or which rows are, as the makers of losses take it."""
    split = fit.table.split if isinstance(fit.table, EditedTable) else None
    return split.rows if split is not None and split[:2] == (fit.hold_out, fit.split) else fit.hold_out


def objective_of(fit: FitChoice) -> DataLoss:
    """Return the loss over the data, made once for all sessions. Raises FormulaError or ValueError."""
    return _objectives.get(key_of(fit), lambda: _make(fit), owner=fit.table)


def options_over_rows(choice: RowsChoice) -> dict[str, Any]:
    """Return what all losses over rows take by the same names: loss, penalty, average, split, parameters."""
    return {
        "loss": loss_of(replace(choice.loss, params=()), choice.task),
        "average": choice.average,
        "penalty": penalty_of(choice.penalty) if choice.penalty else None,
        "hold_out": held_out(choice),
        "split_seed": choice.split,
        "parameters": dict(choice.data.params),
        "loss_parameters": dict(choice.loss.params),
        "penalty_parameters": dict(choice.penalty.params) if choice.penalty else {},
    }


def _make(fit: FitChoice) -> DataLoss:
    known = known_data(fit)
    features = fit.features or known.first_features
    objective = gdviz.data_loss(
        known,
        features=features,
        target=fit.target or "",
        degree=fit.degree,
        scaling=fit.scaling,
        intercept=fit.intercept,
        seed=fit.seed,
        **options_over_rows(fit),
    )
    table = fit.table
    if isinstance(table, EditedTable) and table.model == key_of(replace(fit, table=None)):
        objective.keep_domain(table.domain)
    return objective


def across_of(fit: RowsChoice, objective: LossOverRows) -> Across:
    """Return the features that the picture of classes is over, and where it holds the others.

    Raises
    ------
    ValueError
        For numbers, which are not drawn over chosen features, a name that is no feature, or a value at which
        none can be held.
    """
    if not objective.data.classes:
        raise ValueError("only the picture of classes is over features that are chosen")
    return Across.of(objective.data, fit.across or (), dict(fit.held or ()))


def with_suitable_loss(fit: R) -> R:
    """Return the fit with a loss for as many classes as its target has.

    Raises ValueError where the target of a classification has no classes to count.
    """
    if fit.task == "regression":
        return fit
    count = len(classes_of(fit))
    if count > 2 and loss_of(replace(fit.loss, params=()), fit.task).task == "binary":
        return replace(fit, loss=Choice("softmax"))
    return fit


def classes_of(fit: RowsChoice) -> tuple[str, ...]:
    """Return the names of the classes of a classification. Raises ValueError where there are none."""
    known, table = known_data(fit), table_of(fit)
    target = fit.target or known.target
    chosen = fit.features if isinstance(fit, FitChoice) else None
    features = [f for f in chosen or known.first_features if f != target]
    return pick_columns(table, features[:1], target, "classes").classes


def _weigh_loss(objective: DataLoss) -> int:
    """Return the bytes of a loss over data: design, columns and, once known, the optimum."""
    d = objective.design
    arrays = array_bytes([d.x, d.y, d.a, objective.columns, *objective.targets])
    if objective.test is not None and d.test is not None:
        arrays += array_bytes([d.test.x, d.test.y, objective.test.columns, *objective.test.targets])
    return 30_000 + arrays + 16 * objective.dimension**2 + weigh(objective.loss)


def table_bytes(table: Table) -> int:
    """Return the bytes of a table with its texts."""
    arrays = [*table.columns.values(), *([] if table.places is None else [table.places])]
    cells = {id(cell): cell for name in table.text for cell in table.columns[name].tolist()}
    return 4000 + array_bytes(arrays) + sum(map(getsizeof, cells.values()))


_objectives: Section[DataLoss] = section("losses over data", _weigh_loss, waiting=waiting)
_tables: Section[Table] = section("tables", table_bytes, waiting=waiting)
