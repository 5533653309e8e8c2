"""The same run at many learning rates: where it ends, where it diverges, and what is suggested."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.entry import check_parameters
from gdviz.engine.maps.digits import rounded
from gdviz.engine.maps.drawable import Drawable
from gdviz.engine.maps.judged import judged_sweep
from gdviz.engine.maps.rates.range_test import RangeTest, range_test
from gdviz.engine.maps.rates.suggestions import Suggestion, from_test, from_theory
from gdviz.engine.maps.rates.theory import curvature_for, is_plain
from gdviz.engine.method.default_rate import SMALLEST, default_rate
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import Rule, rule_of_equations
from gdviz.engine.method.stability import as_read, rate_limits
from gdviz.engine.objective import Objective
from gdviz.engine.options import Options, Stop, check_single, split_keywords
from gdviz.engine.run.many.sweep import Sweep
from gdviz.engine.run.path import ALIKE
from gdviz.engine.run.stop import CODES, Status, statuses
from gdviz.engine.start import check_start

COUNT = 200  # rates, if none are given
REACH = (1e-4, 1e2)  # of them, as multiples of the default rate
MAX_RATES = 10_000
FINER = 64  # rates between the last that does not diverge and the first that does


class Edge(NamedTuple):
    """Where runs begin to diverge.

    Attributes
    ----------
    below : the largest rate below the first that diverges; None: the least rate diverges already
    above : the first rate that diverges; None: none does
    again : how many of the rates above that do not diverge
    theory : the limit that theory sets; None where it does not hold, or is not known
    formula : of that limit, as it is read
    """

    below: float | None
    above: float | None
    again: int
    theory: float | None
    formula: str


@dataclass(frozen=True, eq=False)
class RateSweep(Drawable):
    """Runs that differ in nothing but their learning rate.

    Attributes
    ----------
    title, rule, hyper, planned : what was descended, how, and in how many steps at most
    rates, loss, steps : (B,), ascending rates; the loss at the end of each run, and after how many steps
    codes : (B,), how they ended: indices into the statuses
    first : the loss at the start
    maximize : whether the runs climb
    edge : where they begin to diverge
    suggestions : rates that theory, this sweep and others suggest
    test : the range test that fastai's suggestions are read from
    """

    title: str
    rule: Rule
    hyper: Mapping[str, float]
    planned: int
    rates: np.ndarray
    loss: np.ndarray
    steps: np.ndarray
    codes: np.ndarray
    first: float
    maximize: bool
    edge: Edge
    suggestions: tuple[Suggestion, ...]
    test: RangeTest

    @property
    def status(self) -> np.ndarray:
        """Status of each run, an object array (B,)."""
        return statuses(self.codes)

    @property
    def diverged(self) -> np.ndarray:
        """Whether each run (B,) diverged: it left for good, or ended with a worse loss than it began."""
        return has_diverged(self, self.first, self.maximize)

    def suggested(self, key: str) -> Suggestion | None:
        """Return the suggestion of this key, such as "best" or "valley"; None where there is none."""
        return next((s for s in self.suggestions if s.key == key), None)


def rate_sweep(
    objective: Objective,
    optimizer: Method,
    rates: Any = None,
    *,
    start: Any = None,
    check: Callable[[], object] | None = None,
    **keywords: Any,
) -> RateSweep:
    """Run an optimizer at many learning rates, from one start and with all else the same.

    Parameters
    ----------
    objective, optimizer, start
        As for `descend`.
    rates : array (B,), optional
        Learning rates; 200 on a log scale around the default rate if nothing is said.
    check : callable, optional
        Called before every step of the runs; what it raises ends the sweep.
    **keywords
        As for `sweep`, without `lr`.

    Returns
    -------
    RateSweep

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> out = gdviz.rate_sweep(gdviz.surface("x^2 + 4y^2"), "gd")
    >>> out.rates.shape, out.edge.theory, round(out.edge.above, 2)
    ((200,), 0.25, 0.25)
    """
    optimizer.check_rate()
    if "lr" in keywords:
        raise ValueError("a sweep over learning rates takes them as rates, not as lr")
    keywords = {"steps": 300, **keywords}
    check_single(keywords, "runs of the sweep")
    optimizer, begin = rule_of_equations(optimizer), check_start(objective, start)
    options, hyper = split_keywords(optimizer, keywords)
    given = _check_rates(default_rates(objective, optimizer, begin) if rates is None else rates)
    known = {name: float(value) for name, value in check_parameters(optimizer, hyper).items()}
    run = partial(judged_sweep, objective, optimizer, begin, check=check, **keywords)
    out = run(lr=given)
    first = float(objective.value(begin))
    edge = _edge(run, given, out, first, options.maximize)
    at = curvature_for(objective, begin)
    plain = is_plain(options)
    if at is not None and at.where == "everywhere" and plain:
        limit = rate_limits(optimizer, known, at.low, at.high).stable
        edge = edge._replace(theory=limit, formula="" if limit is None else as_read(optimizer.stable))
    test = range_test(objective, optimizer, begin, given[0], given[-1], options, hyper, check)
    suggestions = [
        *(from_theory(optimizer, known, at, plain) if at is not None else ()),
        *_best(run, given, out, first, options),
        *(() if options.maximize else from_test(test)),  # its rules look for a falling loss
    ]
    return RateSweep(
        title=objective.name,
        rule=optimizer,
        hyper=known,
        planned=options.steps,
        rates=given,
        loss=out.loss,
        steps=out.steps,
        codes=out.codes,
        first=first,
        maximize=options.maximize,
        edge=edge,
        suggestions=tuple(suggestions),
        test=test,
    )


def default_rates(objective: Objective, rule: Rule, start: Any) -> np.ndarray:
    """Return 200 rates around the default rate of a start, evenly on a log scale, of four digits each."""
    usual = default_rate(objective, rule, start)
    low = max(usual * REACH[0], SMALLEST)
    return rounded(np.geomspace(low, low * REACH[1] / REACH[0], COUNT))


def has_diverged(ends: Sweep | RateSweep, first: float, maximize: bool) -> np.ndarray:
    """Whether runs left for good, or ended with a worse loss than the one at the start."""
    sign = -1.0 if maximize else 1.0
    diverged: np.ndarray = (ends.codes == CODES.index(Status.DIVERGED)) | ~(sign * ends.loss <= sign * first)
    return diverged


def _check_rates(rates: Any) -> np.ndarray:
    """Return learning rates in ascending order. Raises ValueError."""
    try:
        given = np.asarray(rates, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"rates must be positive numbers, not {str(rates)[:60]}") from None
    if given.ndim != 1 or not np.isfinite(given).all() or not (given > 0).all():
        raise ValueError("rates must be a row of positive finite numbers")
    given = np.unique(given)
    if not 2 <= len(given) <= MAX_RATES:
        raise ValueError(f"a sweep takes 2 to {MAX_RATES} different rates, not {len(given)}")
    return given


def _edge(run: Callable[..., Sweep], rates: np.ndarray, out: Sweep, first: float, maximize: bool) -> Edge:
    """Find where runs begin to diverge, between two rates that are swept again more finely."""
    bad = has_diverged(out, first, maximize)
    if not bad.any():
        return Edge(float(rates[-1]), None, 0, None, "")
    i = int(np.argmax(bad))
    again = int((~bad[i:]).sum())
    if i == 0:
        return Edge(None, float(rates[0]), again, None, "")
    fine = np.geomspace(rates[i - 1], rates[i], FINER + 2)
    fine[[0, -1]] = rates[[i - 1, i]]
    j = int(np.argmax([False, *has_diverged(run(lr=fine[1:-1]), first, maximize), True]))
    return Edge(float(fine[j - 1]), float(fine[j]), again, None, "")


def _best(
    run: Callable[..., Sweep], rates: np.ndarray, out: Sweep, first: float, options: Options
) -> list[Suggestion]:
    """Return the best rate: of those that end lowest the one that is there first."""
    fine = ~has_diverged(out, first, options.maximize)
    if not fine.any():
        return []
    sign = -1.0 if options.maximize else 1.0
    loss, steps = np.where(fine, sign * out.loss, np.inf), out.steps
    alike = fine & (out.codes == CODES.index(Status.REACHED))
    if not alike.any():
        enough = loss.min() + ALIKE * max(sign * first - loss.min(), 0.0)
        alike = loss <= enough
        steps = steps.copy()
        steps[alike] = run(lr=rates[alike], stop=Stop(gradient=None, loss=sign * enough)).steps
    best = int(np.lexsort((loss, steps, ~alike))[0])
    assumes = f"this start and {options.steps} steps"
    return [Suggestion("best", "Best of the sweep", float(rates[best]), "this sweep", assumes, True)]
