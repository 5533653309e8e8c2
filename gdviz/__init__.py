"""gdviz: watch gradient descent happen.

Every surface, rule and schedule is a few lines of mathematics. The same text is run, differentiated, typeset
and filled with the numbers of a step.

Examples
--------
>>> import gdviz
>>> path = gdviz.descend("rosenbrock", "adam", start=(-1.5, 2.0), steps=300, lr=0.01)
>>> path.theta.shape, path.status.name
((301, 2), 'MAX_STEPS')
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
    """Make a surface, or a curve, from a formula.

    Parameters
    ----------
    text : str
        The formula. One that reads only x has the one coordinate x, every other x and y.
    domain : ((low, high), ...), optional The window of each coordinate; -5 to 5 if nothing is said. Two of
        them make it a surface over x and y, whatever the text reads.
    names : tuple of str, optional
        Other coordinates than x and y.
    start : sequence of D numbers, optional
        Where a run begins if nothing else is said. Two numbers make it a surface over x and y.
    name : str
        What it is called.

    Raises
    ------
    FormulaError
        For a text that is refused, with the column.
    ValueError
        For a domain or start that cannot be used.

    Examples
    --------
    >>> bowl = surface("x^2 + 3y^2", ((-3, 3), (-2, 2)))
    >>> bowl.gradient([1.0, 1.0]).tolist()
    [2.0, 6.0]
    """
    if names is None:
        names = ("x", "y") if 2 in (_length(domain), _length(start)) else coordinates(text)
    return Surface(
        text, name, domain=((-5, 5),) * len(names) if domain is None else domain, names=names, start=start
    )


def optimizer(text: str, *, name: str = "Own rule", unit: str = "1/curvature") -> Rule:
    """Make an update rule from its equations.

    Parameters
    ----------
    text : str
        Lines that assign theta and whatever else the rule keeps; `param` lines declare hyper-parameters.
    name : str
        What it is called.
    unit : {"1/curvature", "length"}
        Unit of the learning rate, from which a default is derived for any objective.

    Raises
    ------
    FormulaError
        For a text that is refused, with line and column.

    Examples
    --------
    >>> rule = optimizer("theta = theta - lr*sign(g)", unit="length")
    >>> descend("sphere", rule, start=(1.0, -0.5), steps=2, lr=0.25).theta[-1].tolist()
    [0.5, 0.0]
    """
    return Rule(text, name, unit=unit)


def schedule(text: str, *, name: str = "Own schedule") -> Schedule:
    """Make a learning-rate schedule from a formula of lr, t and T.

    Raises
    ------
    FormulaError
        For a text that is refused, with line and column.

    Examples
    --------
    >>> schedule("lr*0.5^floor(t/2)").rates(4, 1.0).tolist()
    [1.0, 0.5, 0.5, 0.25]
    """
    return Schedule(text, name)


def loss(text: str, *, task: str = "regression", name: str = "Own loss") -> Loss:
    """Make a pointwise loss from a formula of the score z and the target y.

    Parameters
    ----------
    text : str
        The formula.
    task : {"regression", "binary", "classes"}
        What y is: a number, one of two labels, or several classes.
    name : str
        What it is called.

    Raises
    ------
    FormulaError
        For a text that is refused, with line and column.

    Examples
    --------
    >>> fourth = loss("(z - y)^4")
    >>> data_loss("line", fourth).dimension
    2
    """
    return Loss(text, name, task=task)


def dataset(text: str, *, name: str = "Own data", task: str = "regression") -> Dataset:
    """Make a data set from lines that assign x (or x1, x2, ...) and y out of random draws.

    Parameters
    ----------
    text : str The lines. They may read u1 to u4 (uniform), e1 to e4 (normal) and the row number i; the
        parameter n is the number of rows.
    name : str
        What it is called.
    task : {"regression", "binary", "classes"}
        What is fitted to it.

    Raises
    ------
    FormulaError
        For a text that is refused, with line and column.

    Examples
    --------
    >>> noisy = dataset("param n = 20 from 2 to 100 integer; x = u1; y = 2*x + 0.1*e1")
    >>> noisy.table(seed=3, n=7).rows
    7
    """
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
    """Make the loss of a linear model on data, as an objective for `descend`.

    Parameters
    ----------
    data : Dataset, Table or str
        The data, or the slug of a data set.
    loss : Loss or str
        The pointwise loss.
    features, target : names of columns, optional As the data set says if nothing is said. Of a table: the
        last column is the target, all other columns of numbers are features.
    degree, scaling, intercept : optional
        How the columns become the matrix of the model, see `Design`; as the data set says if nothing is said.
    average : {"mean", "half mean", "sum"}
        1/n, 1/(2n), or no average over the rows.
    penalty : Penalty or str, optional
        Added for each weight, but not for intercepts.
    seed : int
        Settles the draws of made data.
    parameters, loss_parameters, penalty_parameters : mapping, optional
        Name -> number, of the data set (a table has none), the loss and the penalty.

    Raises
    ------
    ValueError
        Naming what cannot be used.

    Examples
    --------
    >>> ridge = data_loss("cars", penalty="l2", scaling="standardise")
    >>> ridge.names, ridge.optimum.how
    (('wt', 'hp', 'intercept'), 'least squares')
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
    """Count the elements of a sequence; 0 for what is none."""
    return len(value) if isinstance(value, Sequence) or hasattr(value, "__array__") and value.ndim else 0


def _objective(objective: Any) -> Any:
    return pick(surfaces, objective, "surface") if isinstance(objective, str) else objective


def _rule(rule: Any) -> Any:
    return pick(optimizers, rule, "optimizer") if isinstance(rule, str) else rule


def _keywords(keywords: dict[str, Any]) -> dict[str, Any]:
    """Replace the slug of a schedule by the schedule."""
    given = keywords.get("schedule")
    return keywords | {"schedule": pick(schedules, given, "schedule")} if isinstance(given, str) else keywords


def pick(registry: Any, slug: str, kind: str) -> Any:
    """Pick an entry by its slug.

    Parameters
    ----------
    registry : mapping
        Slug -> entry.
    slug : str
        Which entry.
    kind : str
        What such entries are called in the error.

    Raises
    ------
    ValueError
        For an unknown slug, with the nearest that there is.

    Examples
    --------
    >>> pick(optimizers, "adam", "optimizer").name
    'Adam'
    """
    if slug not in registry:
        from difflib import get_close_matches

        near = get_close_matches(slug, registry, 1) or list(registry)[:1]
        raise ValueError(f"there is no {kind} '{slug[:60]}'; did you mean '{near[0]}'?")
    return registry[slug]


def descend(objective: Any, optimizer: Any, start: Any = None, **keywords: Any) -> Path:
    """Descend an objective with an optimizer.

    Parameters
    ----------
    objective : Objective or str
        What is descended, or the slug of a surface.
    optimizer : Rule or str
        The update rule, or its slug.
    start : sequence of D numbers, optional
        Where the run begins; the objective's own start if nothing is said.
    **keywords
        Options of the run and hyper-parameters of the rule and the schedule: `steps=300`, `lr` (derived from
        the objective if nothing is said), `schedule=None` (an entry or its slug), `noise=0.0`,
        `batch_size=None`, `replacement=False`, `seed=0`, `clip=None`, `maximize=False`, `stop=Stop()`, and
        `beta1`, `momentum`, ...

    Returns
    -------
    Path
        The run, with arrays theta (n+1, D), loss (n+1,), gradient (n+1, D), rate (n,) of its n steps.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    Examples
    --------
    >>> path = descend("sphere", "momentum", start=(1.0, 1.0), steps=50, lr=0.1, momentum=0.5)
    >>> path.theta.shape, bool(path.loss[-1] < 1e-6)
    ((51, 2), True)
    """
    return _engine.descend(_objective(objective), _rule(optimizer), start, **_keywords(keywords))


class Descent(_engine.Descent):
    """The same as `descend`, one step at a time: iterate over it. The arguments are those of `descend`.

    Examples
    --------
    >>> for step in Descent("sphere", "gd", start=(1.0, 1.0), lr=0.25, steps=2):
    ...     print(step.number, step.theta)
    1 [0.5 0.5]
    2 [0.25 0.25]
    """

    def __init__(self, objective: Any, optimizer: Any, start: Any = None, **keywords: Any) -> None:
        super().__init__(_objective(objective), _rule(optimizer), start, **_keywords(keywords))


def sweep(objective: Any, optimizer: Any, starts: Any = None, **keywords: Any) -> Sweep:
    """Run many descents at once; each has the very bits that `descend` gives for it.

    Parameters
    ----------
    objective, optimizer
        As for `descend`.
    starts : array (..., D), optional
        Where the runs begin.
    **keywords
        As for `descend`, but `steps=200`. `lr` and all hyper-parameters may be arrays (...) that broadcast
        with the starts. With `paths=True` every iterate is returned too.

    Returns
    -------
    Sweep
        Ends of the runs: theta (..., D), loss (...), steps (...), status (...).

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    Examples
    --------
    >>> out = sweep("himmelblau", "gd", [(0.0, 0.0), (-1.0, 1.0)], lr=0.01)
    >>> out.theta.shape
    (2, 2)
    """
    return _engine.sweep(_objective(objective), _rule(optimizer), starts, **_keywords(keywords))


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
