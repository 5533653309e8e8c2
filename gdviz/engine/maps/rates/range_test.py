"""The learning-rate range test: one run while the rate rises. fastai reads its suggestions from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.method.rule import Rule
from gdviz.engine.method.schedule import Schedule
from gdviz.engine.objective import Objective
from gdviz.engine.options import NAMES, Options
from gdviz.engine.run.descent import Descent

STEPS = 100
SMOOTHING = 0.98  # of the loss, as fastai's recorder does it
RISEN = 4.0  # times the best smoothed loss, at which the test ends
CUT = (STEPS // 10, 5)  # readings that are left out at its beginning and at its end
_RISING = Schedule("param decades = 6 from 0 to 1000\nlr*10^(decades*(t - 1)/T)", "Range test")


class RangeTest(NamedTuple):
    """What a range test read: the rate of each step and the smoothed loss (m,) there, as fastai plots it.

    `positive` says whether all losses were above 0, which the end of the test and its rules assume.
    """

    rates: np.ndarray
    loss: np.ndarray
    positive: bool


def range_test(
    objective: Objective,
    rule: Rule,
    start: np.ndarray,
    low: float,
    high: float,
    options: Options,
    hyper: Mapping[str, Any],
    check: Callable[[], object] | None = None,
) -> RangeTest:
    """Make one run while the rate rises from `low` to `high`, each step by the same factor.

    As fastai's `lr_find`: 100 steps, the loss smoothed, until it is 4 times the best or no number any more;
    of the readings the first tenth and the last 5 are left out.
    """
    decades = {"decades": float(np.log10(high) - np.log10(low))}
    how = replace(options, stop=None, schedule=_RISING, schedule_hyper=decades, steps=STEPS, lr=low)
    run = Descent(objective, rule, start, **{**hyper, **{name: getattr(how, name) for name in NAMES}})
    run.run(check=check)
    path = run.path()
    loss = path.loss[:-1] if path.batch_loss is None else path.batch_loss
    return read(path.rate, loss)


def read(rates: np.ndarray, loss: np.ndarray) -> RangeTest:
    """Read the test off the rates (n,) and the losses (n,) that the steps saw."""
    with np.errstate(all="ignore"):
        smooth = smoothed(loss)
        best = np.minimum.accumulate(smooth)
        over = np.flatnonzero(smooth > RISEN * best)
    end = over[0] + 1 if len(over) else len(loss)
    rates, smooth = rates[:end][CUT[0] : -CUT[1]], smooth[:end][CUT[0] : -CUT[1]]
    broken = np.flatnonzero(~np.isfinite(smooth))
    last = broken[0] if len(broken) else len(smooth)
    return RangeTest(rates[:last], smooth[:last], bool((loss[:end] > 0).all()))


def smoothed(loss: np.ndarray) -> np.ndarray:
    """Return the exponential mean (n,) of losses (n,), with its bias towards 0 taken out."""
    out, mean = np.empty(len(loss)), 0.0
    for i, value in enumerate(loss):
        mean = SMOOTHING * mean + (1 - SMOOTHING) * float(value)
        out[i] = mean / (1 - SMOOTHING ** (i + 1))
    return out


def valley(test: RangeTest) -> float:
    """Return fastai's `valley`: a rate in the longest falling stretch, half way through it.

    The stretch is the longest falling subsequence of the losses, taken as if it were without gaps.
    """
    loss = test.loss
    longest = np.ones(len(loss), dtype=int)  # of the falling subsequences that end at a reading
    for i in range(1, len(loss)):
        above = longest[:i][loss[:i] > loss[i]]
        longest[i] = 1 + above.max(initial=0)
    length = int(longest.max())
    end = int(np.argmax(longest == length)) if length > 1 else 0
    first = end - length if length > 1 else 0
    third = (end - first) / 3
    return float(test.rates[first + int(third) + int(third / 2)])


def steep(test: RangeTest) -> float:
    """Return fastai's `steep`: where the loss falls fastest for each decade of the rate."""
    slopes = np.diff(test.loss) / np.diff(np.log(test.rates))
    return float(test.rates[np.argmin(slopes)])


def least_tenth(test: RangeTest) -> float:
    """Return fastai's `minimum`: a tenth of the rate with the least loss."""
    return float(test.rates[np.argmin(test.loss)]) / 10
