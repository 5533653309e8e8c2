"""Sweeps whose runs are judged where they end, also where no stop rule watches them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from gdviz.engine.method.method import Method
from gdviz.engine.objective import Objective
from gdviz.engine.options import Stop
from gdviz.engine.run.many.sweep import Sweep, sweep
from gdviz.engine.run.stop import CODES, Status, Watch

DIVERGED = CODES.index(Status.DIVERGED)


def judged_sweep(objective: Objective, optimizer: Method, starts: Any = None, **keywords: Any) -> Sweep:
    """Run many descents at once, see `sweep`, and say of each whether it diverged.

    With `stop=None` no run is stopped, not even one that leaves for good, so that all have made all their
    steps. One that is then not finite, or far outside, has diverged none the less: where there is no bottom
    its loss would pass for the best.
    """
    out = sweep(objective, optimizer, starts, **keywords)
    if keywords.get("stop", Stop()) is not None:
        return out
    theta, loss = out.theta.reshape(-1, objective.dimension), out.loss.reshape(1, -1)
    watch = Watch(Stop(gradient=None), objective, False, len(theta))
    with np.errstate(all="ignore"):
        left = watch.judge(theta[None], loss, objective.gradient(theta)[None])[0] == DIVERGED
    return replace(out, codes=np.where(left.reshape(out.codes.shape), np.int8(DIVERGED), out.codes))
