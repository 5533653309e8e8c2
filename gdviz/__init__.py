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

from typing import Any

from gdviz import engine as _engine
from gdviz.code import as_code, code_files
from gdviz.comparison import compare
from gdviz.engine import (
    Activation,
    Basins,
    Comparison,
    CriticalPoint,
    CriticalPoints,
    DataLoss,
    Dataset,
    Design,
    HyperMap,
    Initialisation,
    LocalModel,
    Loss,
    Minimizer,
    Model,
    ModelLoss,
    Network,
    Path,
    Penalty,
    Plane,
    RateSweep,
    Rule,
    Schedule,
    Sharpness,
    Slice,
    Standing,
    Status,
    StepsFrom,
    Stop,
    Suggestion,
    Surface,
    Sweep,
    Table,
    default_rate,
    random_starts,
    read_table,
    sharpness,
)
from gdviz.formula import FormulaError
from gdviz.hyper import hyper_map, rate_sweep
from gdviz.landscape import critical_points, local_model, plane, steps_from
from gdviz.library.registry import (
    activations,
    datasets,
    initialisations,
    losses,
    minimizers,
    optimizers,
    penalties,
    schedules,
    slips,
    surfaces,
)
from gdviz.make import dataset, loss, optimizer, pick, schedule, surface
from gdviz.models import data_loss, model, network
from gdviz.show import show
from gdviz.slugs import method_of, objective_of, with_schedule

__version__ = "0.16.0"


def _draw(result: Any, **options: Any) -> Any:
    """Draw a result of many runs; Plotly is imported when something is drawn first."""
    from gdviz.figures import draw

    return draw(result, **options)


_engine.draw_with(_draw)


def descend(objective: Any, optimizer: Any, start: Any = None, **keywords: Any) -> Path:
    """Descend an objective with an optimizer.

    Parameters
    ----------
    objective : Objective or str
        What is descended, or the slug of a surface.
    optimizer : Rule, Minimizer or str
        The update rule, or its slug; or one of SciPy's minimisers, such as `scipy_bfgs`.
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
    return _engine.descend(objective_of(objective), method_of(optimizer), start, **with_schedule(keywords))


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
        super().__init__(objective_of(objective), method_of(optimizer), start, **with_schedule(keywords))


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
    return _engine.sweep(objective_of(objective), method_of(optimizer), starts, **with_schedule(keywords))


def basins(objective: Any, optimizer: Any, window: Any = None, shape: Any = None, **keywords: Any) -> Basins:
    """Find where the runs from a grid of starts end: the basins of attraction.

    Each start is the middle of a cell of the window, and its run has the very bits that `descend` gives for
    it. A run has ended where its gradient vanished (see `stop`), or where its last iterate is within a
    thousandth of the domain's widths of a minimum. Runs that have neither ended nor diverged are made again
    with twice as many steps, so that one knows which were only cut off.

    Parameters
    ----------
    objective, optimizer
        As for `descend`.
    window : (low, high) of the two parameters that span the map, optional
        The objective's domain if nothing is said.
    shape : (ny, nx), optional
        Rows and columns, each from 1 to 512; 128 x 128 if nothing is said. With one parameter there is one
        row.
    **keywords
        As for `descend`, with one `lr` for all runs; without it they have the default rate of the objective's
        own start. `axes=(0, 1)`: which two of more parameters span the map; the others begin as `start` says.

    Returns
    -------
    Basins
        label (ny, nx), steps (ny, nx), ends (M, D), kinds, shares (M,), entropies; `figure()` draws it.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    References
    ----------
    Daza, Wagemakers, Georgeot, Guéry-Odelin, Sanjuán (2016), Basin entropy, Scientific Reports 6, 31416.

    Examples
    --------
    >>> out = basins("himmelblau", "gd", shape=(32, 32), lr=0.01)
    >>> out.ends.round(2).tolist()
    [[-3.78, -3.28], [-2.81, 3.13], [3.0, 2.0], [3.58, -1.85]]
    >>> out.label.shape, set(out.kinds), out.share(-1)
    ((32, 32), {'minimum'}, 0.0)
    """
    return _engine.basins(
        objective_of(objective), method_of(optimizer), window, shape, **with_schedule(keywords)
    )


__all__ = [
    "Activation",
    "Basins",
    "Comparison",
    "CriticalPoint",
    "CriticalPoints",
    "DataLoss",
    "Dataset",
    "Descent",
    "Design",
    "FormulaError",
    "HyperMap",
    "Initialisation",
    "LocalModel",
    "Loss",
    "Minimizer",
    "Model",
    "ModelLoss",
    "Network",
    "Path",
    "Penalty",
    "Plane",
    "RateSweep",
    "Rule",
    "Schedule",
    "Sharpness",
    "Slice",
    "Standing",
    "Status",
    "StepsFrom",
    "Stop",
    "Suggestion",
    "Surface",
    "Sweep",
    "Table",
    "as_code",
    "activations",
    "basins",
    "code_files",
    "compare",
    "critical_points",
    "data_loss",
    "dataset",
    "datasets",
    "default_rate",
    "descend",
    "hyper_map",
    "initialisations",
    "local_model",
    "loss",
    "losses",
    "minimizers",
    "model",
    "network",
    "optimizer",
    "optimizers",
    "penalties",
    "pick",
    "plane",
    "random_starts",
    "rate_sweep",
    "read_table",
    "schedule",
    "schedules",
    "sharpness",
    "show",
    "slips",
    "steps_from",
    "surface",
    "surfaces",
    "sweep",
]
