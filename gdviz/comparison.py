"""A fair comparison of optimizers, on an objective or on a surface by its slug."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gdviz import engine as _engine
from gdviz.engine import Comparison, Method
from gdviz.slugs import method_of, objective_of, with_schedule


def compare(objective: Any, optimizers: Any, **keywords: Any) -> Comparison:
    """Compare optimizers fairly: tuned by the same budget, from the same starts, with equal evaluations.

    Every optimizer gets the same number of trials: its defaults first, then points of a scrambled Halton
    sequence in its own space, which is the learning rate from a hundredth of the default to a hundred times
    it, on a log scale, and its other parameters in the ranges that it declares. Of a trial counts first how
    many of the tuning starts reach the target, then in how few evaluations, then the median of the final
    losses. What was best is run from other starts, and these runs are what is compared. Values, gradients and
    Hessians count alike, so an optimizer that asks for more in a step has fewer steps.

    Parameters
    ----------
    objective
        As for `descend`.
    optimizers : sequence
        Rules, minimisers or their slugs; or pairs `(optimizer, {"momentum": 0.9})` with what is not to be
        tuned. SciPy's minimisers have no learning rate and no schedule of it; they take part as they are.
    **keywords
        `trials=16`; `starts=50` that count and `tuning_starts=8` before, drawn evenly in `window`, (low,
        high) for each coordinate (the objective's domain if nothing is said); `evaluations=500` that a run
        may take; `tolerance=1e-3`: the target is so far from the known minimum, or from the best loss that a
        run of the tuning ended with, whichever optimizer made it; `only_rate=False` to tune nothing but the
        rate; `seed=0` for starts, trials, noise and mini-batches. Options of `descend` besides: `noise`,
        `clip`, `batch_size`, `schedule`, `maximize`, ...

    Returns
    -------
    Comparison
        `standings` with the tuned values, `evaluations` (N,) to the target (inf where it was missed), median,
        quartiles and success of each optimizer; performance profiles and the area below them; `figure()`
        draws it.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    References
    ----------
    Dolan and More (2002), Benchmarking optimization software with performance profiles; Dahl et al. (2023),
    Benchmarking neural network training algorithms.

    Examples
    --------
    >>> import gdviz
    >>> out = gdviz.compare("ill_conditioned_bowl", ["gd", "momentum"], trials=32, starts=20)
    >>> [(s.name, s.median, s.success) for s in out.standings]
    [('Gradient descent', 58.0, 1.0), ('Momentum', 32.0, 1.0)]
    >>> out.area().round(2).tolist()  # of the performance profiles, 1 is the best
    [0.84, 0.99]
    """
    if isinstance(optimizers, (str, Method)) or not isinstance(optimizers, Iterable):
        raise ValueError("optimizers must be a list of optimizers, such as ['gd', 'adam']")
    named = [(method_of(o[0]), *o[1:]) if o and isinstance(o, tuple) else method_of(o) for o in optimizers]
    return _engine.compare(objective_of(objective), named, **with_schedule(keywords))
