"""Making things by hand: entries from a text or from their slug, the table of data that are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gdviz.engine import Dataset, Loss, Rule, Schedule, Surface, Table
from gdviz.engine.surface import coordinates
from gdviz.library.registry import datasets

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
        cure = f"did you mean '{near[0]}'?" if near else f"there are {some_of(registry)}"
        raise ValueError(f"there is no {kind} '{slug[:60]}'; {cure}")
    return registry[slug]


def some_of(registry: Mapping[str, Any]) -> str:
    """List slugs of a registry, at most `NAMED` of them."""
    return ", ".join(sorted(registry)[:NAMED]) + ", ..." * (len(registry) > NAMED)


def entry_of(registry: Mapping[str, Any], given: Any, kind: str) -> Any:
    """Return the entry of a slug, or the one given. Raises ValueError."""
    if isinstance(given, str):
        return pick(registry, given, kind)
    if not isinstance(given, type(next(iter(registry.values())))):
        raise ValueError(f"there is no {kind} {str(given)[:60]!r}: give one, or one of {some_of(registry)}")
    return given


def table_of(
    data: Any, target: str, seed: int, parameters: Mapping[str, float] | None
) -> tuple[Dataset, Table]:
    """Return what is known of the data, and their table. Raises ValueError."""
    data = pick(datasets, data, "data set") if isinstance(data, str) else data
    if isinstance(data, (tuple, list)):
        data = _table_of_arrays(data)
    if isinstance(data, Table):
        data = Dataset.of_table(data, target=target)
    if not isinstance(data, Dataset):
        raise ValueError(
            f"data must be a data set, its slug, a table or a pair of arrays, not {str(data)[:60]!r}"
        )
    return data, data.table(seed, **(parameters or {}))


def _table_of_arrays(pair: Sequence[Any]) -> Table:
    """Return arrays X (n, d) or (n,) and y (n,) as a table. Raises ValueError."""
    if len(pair) != 2:
        raise ValueError(f"data must be a pair of arrays X (n, d) and y (n,), not {len(pair)} of them")
    x, y = (np.asarray(v) for v in pair)
    try:
        x = x.astype(float)
    except (TypeError, ValueError):
        raise ValueError("the features X must be numbers") from None
    x = x[:, None] if x.ndim == 1 else x
    if x.ndim != 2 or y.ndim != 1 or len(x) != len(y):
        raise ValueError(f"X must be (n, d) and y (n,) with the same n, not {x.shape} and {y.shape}")
    names = ["x"] if x.shape[1] == 1 else [f"x{j}" for j in range(1, x.shape[1] + 1)]
    columns = {name: x[:, j] for j, name in enumerate(names)}
    return Table("Own data", columns | {"y": y if y.dtype.kind in "fiub" else y.astype(object)})
