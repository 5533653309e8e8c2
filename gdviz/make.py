"""Making things by hand: entries from a text, a loss from data, an entry from its slug."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gdviz.engine import DataLoss, Dataset, Design, Loss, Rule, Schedule, Surface, pick_columns
from gdviz.engine.fit.rows.hold_out import hold_out as held_out
from gdviz.engine.surface import coordinates
from gdviz.library.registry import datasets, losses, penalties

NAMED = 12  # slugs that are named where none is near to one that does not exist


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
    domain : ((low, high), ...), optional
        The window of each coordinate; -5 to 5 if nothing is said. Two of them make it a surface over x and
        y, whatever the text reads.
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
    >>> import gdviz
    >>> bowl = gdviz.surface("x^2 + 3y^2", ((-3, 3), (-2, 2)))
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
    >>> import gdviz
    >>> rule = gdviz.optimizer("theta = theta - lr*sign(g)", unit="length")
    >>> gdviz.descend("sphere", rule, start=(1.0, -0.5), steps=2, lr=0.25).theta[-1].tolist()
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
    >>> import gdviz
    >>> gdviz.schedule("lr*0.5^floor(t/2)").rates(4, 1.0).tolist()
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
    >>> import gdviz
    >>> fourth = gdviz.loss("(z - y)^4")
    >>> gdviz.data_loss("line", fourth).dimension
    2
    """
    return Loss(text, name, task=task)


def dataset(text: str, *, name: str = "Own data", task: str = "regression") -> Dataset:
    """Make a data set from lines that assign x (or x1, x2, ...) and y out of random draws.

    Parameters
    ----------
    text : str
        The lines. They may read u1 to u4 (uniform), e1 to e4 (normal) and the row number i; the
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
    >>> import gdviz
    >>> noisy = gdviz.dataset("param n = 20 from 2 to 100 integer; x = u1; y = 2*x + 0.1*e1")
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
    hold_out: float | Sequence[int] = 0.0,
    split_seed: int = 0,
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
    hold_out : float or sequence of int
        Share of the rows that are test rows, or which rows, from 0: they are not descended, and no scaling is
        taken from them. `test_loss` and `test_accuracy` are of them.
    split_seed : int
        Settles which rows a share is.
    parameters, loss_parameters, penalty_parameters : mapping, optional
        Name -> number, of the data set (a table has none), the loss and the penalty.

    Raises
    ------
    ValueError
        Naming what cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> ridge = gdviz.data_loss("cars", penalty="l2", scaling="standardise")
    >>> ridge.names, ridge.optimum.how
    (('wt', 'hp', 'intercept'), 'least squares')
    >>> fit = gdviz.data_loss("curve", degree=7, hold_out=0.3)
    >>> path = gdviz.descend(fit, "adam", steps=300)
    >>> fit.rows, fit.test.rows, fit.test_loss(path.theta).shape
    (28, 12, (301,))
    """
    data = pick(datasets, data, "data set") if isinstance(data, str) else data
    loss = pick(losses, loss, "loss") if isinstance(loss, str) else loss
    penalty = pick(penalties, penalty, "penalty") if isinstance(penalty, str) else penalty
    known = data if isinstance(data, Dataset) else Dataset.of_table(data, target=target)
    table = known.table(seed, **(parameters or {}))
    chosen = (features,) if isinstance(features, str) and features else tuple(features)
    picked = pick_columns(table, chosen or known.first_features, target or known.target, loss.task)
    picked = held_out(picked, hold_out, split_seed)
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
    >>> import gdviz
    >>> gdviz.pick(gdviz.optimizers, "adam", "optimizer").name
    'Adam'
    """
    if slug not in registry:
        from difflib import get_close_matches

        near = get_close_matches(slug, registry, 1)
        some = ", ".join(sorted(registry)[:NAMED]) + ", ..." * (len(registry) > NAMED)
        cure = f"did you mean '{near[0]}'?" if near else f"there are {some}"
        raise ValueError(f"there is no {kind} '{slug[:60]}'; {cure}")
    return registry[slug]
