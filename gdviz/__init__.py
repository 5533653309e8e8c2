"""gdviz: watch gradient descent happen. Every surface, rule and schedule is a few lines of mathematics; the same
text is run, differentiated, typeset and filled with the numbers of a step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gdviz import engine as _engine
from gdviz.engine import (
    DataLoss,
    Dataset,
    Design,
    Loss,
    Path,
    Penalty,
    Rule,
    Schedule,
    Slice,
    Status,
    Stop,
    Surface,
    Sweep,
    Table,
    default_rate,
    pick_columns,
    random_starts,
    read_table,
)
from gdviz.engine.surface import coordinates
from gdviz.formula import FormulaError
from gdviz.library.registry import datasets, losses, optimizers, penalties, schedules, slips, surfaces

__version__ = "0.4.0"


def surface(
    text: str,
    domain: Any = None,
    *,
    names: tuple[str, ...] | None = None,
    start: Any = (),
    name: str = "Own surface",
) -> Surface:
    """A surface of one's own, or a curve: a text that reads only x has the one coordinate x, every other text x and y.

    `domain` is (low, high) per coordinate, -5 to 5 if nothing is said. Two of them, or a start of two numbers, make it a
    surface over x and y whatever the text reads; `names` names other coordinates. Raises FormulaError for the text,
    ValueError for the rest.
    """
    if names is None:
        names = ("x", "y") if 2 in (_length(domain), _length(start)) else coordinates(text)
    return Surface(
        text, name, domain=((-5, 5),) * len(names) if domain is None else domain, names=names, start=start
    )


def optimizer(text: str, *, name: str = "Own rule", unit: str = "1/curvature") -> Rule:
    """An update rule of one's own. Raises FormulaError."""
    return Rule(text, name, unit=unit)


def schedule(text: str, *, name: str = "Own schedule") -> Schedule:
    """A learning-rate schedule of one's own. Raises FormulaError."""
    return Schedule(text, name)


def loss(text: str, *, task: str = "regression", name: str = "Own loss") -> Loss:
    """A pointwise loss of one's own, a formula of the score z and the target y. Raises FormulaError."""
    return Loss(text, name, task=task)


def dataset(text: str, *, name: str = "Own data", task: str = "regression") -> Dataset:
    """A data set of one's own: lines that assign x (or x1, x2, ...) and y from random draws. Raises FormulaError."""
    return Dataset(text, name, task=task)


def data_loss(
    data: Any,
    loss: Any = "squared",
    *,
    features: Sequence[str] = (),
    target: str = "",
    degree: int | None = None,
    scaling: str | None = None,
    intercept: bool | None = None,
    average: str = "mean",
    penalty: Any = None,
    seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    loss_parameters: Mapping[str, float] | None = None,
    penalty_parameters: Mapping[str, float] | None = None,
) -> DataLoss:
    """The loss of a linear model on data, as an objective for `descend`.

    `data` is a Dataset (or its slug) or a Table; what is not given is as the data set says, for a table: its last column
    as target, all other columns of numbers as features. `parameters` are the data set's (a table has none). Raises
    ValueError naming what cannot be used.
    """
    data = pick(datasets, data, "data set") if isinstance(data, str) else data
    loss = pick(losses, loss, "loss") if isinstance(loss, str) else loss
    penalty = pick(penalties, penalty, "penalty") if isinstance(penalty, str) else penalty
    known = data if isinstance(data, Dataset) else Dataset.of_table(data, target=target)
    table = known.table(seed, **(parameters or {}))
    chosen = (features,) if isinstance(features, str) and features else tuple(features)
    picked = pick_columns(table, chosen or known.first_features, target or known.target, loss.task)
    shape: dict[str, Any] = {"degree": degree, "scaling": scaling, "intercept": intercept}
    design = Design.of(picked, **{k: getattr(known, k) if v is None else v for k, v in shape.items()})
    return DataLoss(
        design,
        loss,
        loss_parameters=loss_parameters,
        average=average,
        penalty=penalty,
        penalty_parameters=penalty_parameters,
        name=table.name,
    )


def _length(value: Any) -> int:
    """How many elements a sequence has; 0 for what is none."""
    return len(value) if isinstance(value, Sequence) or hasattr(value, "__array__") and value.ndim else 0


def _objective(objective: Any) -> Any:
    return pick(surfaces, objective, "surface") if isinstance(objective, str) else objective


def _plan(options: dict[str, Any]) -> dict[str, Any]:
    given = options.get("schedule")
    return options | {"schedule": pick(schedules, given, "schedule")} if isinstance(given, str) else options


def pick(registry: Any, slug: str, kind: str) -> Any:
    """An entry by slug. Raises ValueError with the nearest names."""
    if slug not in registry:
        from difflib import get_close_matches

        near = get_close_matches(slug, registry, 1) or list(registry)[:1]
        raise ValueError(f"there is no {kind} '{slug[:60]}'; did you mean '{near[0]}'?")
    return registry[slug]


def _rule(rule: Any) -> Any:
    return pick(optimizers, rule, "optimizer") if isinstance(rule, str) else rule


def descend(objective: Any, optimizer: Any, start: Any = None, **options: Any) -> Path:
    """`gdviz.engine.descend`, where objective, optimizer and schedule may be slugs."""
    return _engine.descend(_objective(objective), _rule(optimizer), start, **_plan(options))


class Descent(_engine.Descent):
    """`gdviz.engine.Descent`, where objective, optimizer and schedule may be slugs."""

    def __init__(self, objective: Any, optimizer: Any, start: Any = None, **options: Any) -> None:
        super().__init__(_objective(objective), _rule(optimizer), start, **_plan(options))


def sweep(objective: Any, optimizer: Any, starts: Any = None, **options: Any) -> Sweep:
    """`gdviz.engine.run.sweep`, where objective, optimizer and schedule may be slugs."""
    return _engine.sweep(_objective(objective), _rule(optimizer), starts, **_plan(options))


__all__ = [
    "DataLoss",
    "Dataset",
    "Descent",
    "Design",
    "FormulaError",
    "Loss",
    "Path",
    "Penalty",
    "Rule",
    "Schedule",
    "Slice",
    "Status",
    "Stop",
    "Surface",
    "Sweep",
    "Table",
    "data_loss",
    "dataset",
    "datasets",
    "default_rate",
    "descend",
    "loss",
    "losses",
    "optimizer",
    "optimizers",
    "penalties",
    "pick",
    "random_starts",
    "read_table",
    "schedule",
    "schedules",
    "slips",
    "surface",
    "surfaces",
    "sweep",
]
