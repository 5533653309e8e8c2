"""Many runs at once: starts, rates or hyper-parameters as leading axes, in blocks that fit the cache."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.entry import check_number, check_steps
from gdviz.engine.method.rates import default_rate
from gdviz.engine.method.rule import Rule
from gdviz.engine.method.schedule import Schedule
from gdviz.engine.objective import Objective
from gdviz.engine.run.descent import split_hyper
from gdviz.engine.run.stepper import Stepper
from gdviz.engine.run.stop import CODES, Status, Stop, Watch

BLOCK = 4096  # runs at a time: about 64 KB an array, so that a step's arrays stay in the second-level cache
MAX_RUNS = 4_000_000


@dataclass(frozen=True, eq=False)
class Sweep:
    """Ends of B runs: theta (B, D), loss (B,), steps (B,), status (B,) of `Status`; `paths` (n+1, B, D) if asked for.

    The rows of `paths` after a run has ended repeat its end.
    """

    theta: np.ndarray
    loss: np.ndarray
    steps: np.ndarray
    codes: np.ndarray
    paths: np.ndarray | None = None

    @property
    def status(self) -> np.ndarray:
        """Status of each run, an object array (B,)."""
        return np.array(CODES, dtype=object)[self.codes]


def sweep(
    objective: Objective,
    optimizer: Rule,
    starts: Any = None,
    *,
    steps: int = 200,
    lr: Any = None,
    schedule: Schedule | None = None,
    noise: float = 0.0,
    seed: int = 0,
    clip: float | None = None,
    maximize: bool = False,
    stop: Stop | None = Stop(),  # noqa: B008
    paths: bool = False,
    batch_size: int | None = None,
    replacement: bool = False,
    schedule_hyper: Mapping[str, Any] | None = None,
    **hyper: Any,
) -> Sweep:
    """Run many descents; arguments as for `descend`, where starts (..., D), lr and all parameters (...) broadcast.

    Each row has the very bits that `descend` gives for it; without `lr` all have the default of the objective's own start.
    Raises ValueError naming the argument.
    """
    try:
        points = np.asarray(objective.start if starts is None else starts, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(
            f"starts must be points of {objective.dimension} numbers, not {str(starts)[:80]}"
        ) from None
    if points.shape[-1:] != (objective.dimension,):
        raise ValueError(f"starts need a last axis of length {objective.dimension}, not shape {points.shape}")
    if not np.isfinite(points).all():
        raise ValueError("starts must be finite numbers")
    if lr is None:
        lr = default_rate(objective, optimizer)
    own, foreign = split_hyper(optimizer, schedule, {k: check_number(k, v) for k, v in hyper.items()})
    foreign |= {k: check_number(k, v) for k, v in (schedule_hyper or {}).items()}
    axes = {"lr": check_number("lr", lr)} | own | {f"{k} of the schedule": v for k, v in foreign.items()}
    try:
        shape = np.broadcast_shapes(points.shape[:-1], *(np.shape(v) for v in axes.values()))
    except ValueError:
        raise ValueError(
            f"the shapes of starts {points.shape[:-1]} and "
            f"{ {k: np.shape(v) for k, v in axes.items()} } do not fit together"
        ) from None
    runs = int(np.prod(shape, dtype=int))
    check_steps(steps)
    if not 1 <= runs <= MAX_RUNS or paths and runs * steps > 20_000_000:
        raise ValueError(
            f"a sweep takes 1 to {MAX_RUNS} runs (with paths at most 20 million steps in all), not {runs}"
        )
    points = np.broadcast_to(points, (*shape, objective.dimension)).reshape(runs, -1)
    flat = {k: v if np.ndim(v) == 0 else np.broadcast_to(v, shape).reshape(runs) for k, v in axes.items()}
    out = Sweep(
        np.empty(points.shape),
        np.empty(runs),
        np.empty(runs, dtype=int),
        np.empty(runs, dtype=np.int8),
        np.empty((steps + 1, *points.shape)) if paths else None,
    )

    def block(rows: slice) -> None:
        part = {k: v if np.ndim(v) == 0 else v[rows] for k, v in flat.items()}
        with np.errstate(all="ignore"):
            s = Stepper(
                objective,
                optimizer,
                points[rows],
                steps=steps,
                lr=part.pop("lr"),
                schedule=schedule,
                schedule_hyper={k: part[f"{k} of the schedule"] for k in foreign},
                noise=noise,
                seed=seed,
                clip=clip,
                maximize=maximize,
                hyper={k: part[k] for k in own},
                batch_size=batch_size,
                replacement=replacement,
            )
            _run(s, Watch(stop, objective, maximize, len(points[rows])), out, rows)

    for i in range(
        0, runs, BLOCK
    ):  # one after the other: threads lose more to the interpreter's lock than they win
        block(slice(i, min(i + BLOCK, runs)))
    return Sweep(
        out.theta.reshape(*shape, -1),
        out.loss.reshape(shape),
        out.steps.reshape(shape),
        out.codes.reshape(shape),
        None if out.paths is None else out.paths.reshape(steps + 1, *shape, -1),
    )


def _run(s: Stepper, watch: Watch, out: Sweep, rows: slice) -> None:
    """Step until every run of the block has ended; each leaves its end at the step where it ended."""
    live = np.arange(rows.start, rows.stop)  # rows of `out` that are still stepped
    while True:
        if out.paths is not None:
            out.paths[s.k, live] = s.theta
        if not watch.quiet(s.theta, s.loss, s.gradient):
            found = watch.look(s.theta[None], s.loss[None], s.gradient[None])[0]
            ended = found != 0
            if ended.any():
                _leave(s, out, live, ended, found)
                live = live[~ended]
                s.keep(~ended)
                watch.keep(~ended)
        if s.k == s.steps or not len(live):
            break
        s.step()
    _leave(
        s,
        out,
        live,
        np.ones(len(live), dtype=bool),
        np.full(len(live), CODES.index(Status.MAX_STEPS), dtype=np.int8),
    )


def _leave(s: Stepper, out: Sweep, live: np.ndarray, ended: np.ndarray, codes: np.ndarray) -> None:
    """Write the ends of runs."""
    rows = live[ended]
    out.theta[rows], out.loss[rows], out.steps[rows], out.codes[rows] = (
        s.theta[ended],
        s.loss[ended],
        s.k,
        codes[ended],
    )
    if out.paths is not None:
        out.paths[s.k + 1 :, rows] = s.theta[ended]
