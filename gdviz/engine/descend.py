"""Making a run, whatever the method is."""

from __future__ import annotations

from typing import Any

from gdviz.engine.method.method import Method
from gdviz.engine.method.minimizer import Minimizer
from gdviz.engine.minimize.minimization import Minimization
from gdviz.engine.objective import Objective
from gdviz.engine.run.descent import Descent
from gdviz.engine.run.path import Path


def begin(
    objective: Objective, optimizer: Method, start: Any = None, **keywords: Any
) -> Descent | Minimization:
    """Begin a run, which its `run` makes, and its `path` returns. The arguments are those of `descend`."""
    if isinstance(optimizer, Minimizer):
        return Minimization(objective, optimizer, start, **keywords)
    return Descent(objective, optimizer, start, **keywords)


def descend(objective: Objective, optimizer: Method, start: Any = None, **keywords: Any) -> Path:
    """Make a run and return it as a whole.

    Parameters
    ----------
    objective : Objective
        What is descended: a surface, a loss over data, or any object with that contract.
    optimizer : Method
        An update rule, or a minimiser of SciPy's.
    start : array (D,), optional
        Where it begins; the objective's own start if nothing is said.
    **keywords
        The options of `Options` (steps, lr, schedule, noise, seed, clip, batch_size, maximize, stop, ...) and
        the hyper-parameters of rule and schedule (beta1, momentum, ...). A name that both have is the rule's;
        the schedule's can be given in the dictionary `schedule_hyper`.

    Returns
    -------
    Path
        Loss and gradient in it are the true ones over all rows, without noise. It holds every step as long as
        that takes no more than 256 MB. Of a longer run (matrices of many parameters: BFGS with 100 parameters
        assigns 160 kB a step) it holds the first half of as many steps as fit, then every so many-th, and the
        last two; `Path.at` tells which.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> path = gdviz.descend("himmelblau", "adam", start=(0, 0), steps=400, lr=0.05, beta1=0.9)
    >>> path.status.name, path.theta[-1].round(3).tolist()
    ('MAX_STEPS', [3.0, 2.0])
    """
    run = begin(objective, optimizer, start, **keywords)
    run.run()
    return run.path()
