"""What a run leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gdviz.engine.method.rule import Rule
from gdviz.engine.objective import HasDistance, Objective
from gdviz.engine.run.batches import Batches
from gdviz.engine.run.column import way
from gdviz.engine.run.stop import Status

if TYPE_CHECKING:
    import pandas as pd


class Whole(NamedTuple):
    """Of a run whose record has gaps: the step of each recorded iterate (m+1,), and of all n steps losses (n+1,) and length."""

    at: np.ndarray
    losses: np.ndarray
    length: float


class Evaluations(NamedTuple):
    """How often the method asked the objective (what is evaluated for the picture only is not counted)."""

    value: int
    gradient: int
    hessian: int


@dataclass(frozen=True, eq=False)
class Path:
    """A run of n steps. Row k of `theta`, `loss`, `gradient` is after k steps; row k of `rate`, `quantities` is step k + 1.

    Attributes
    ----------
    theta (n+1, D), loss (n+1,), gradient (n+1, D) : iterates, true loss and true gradient there
    rate (n,) : learning rate of each step
    quantities : name -> (n,), (n, D) or (n, D, D), every name that the equations assign, and g as the rule saw it
    initial : state name -> value before the first step
    status, reason : how it ended, and one sentence that names the step and the cause
    evaluations : totals; `gradients` (n+1,) counts gradient evaluations up to each iterate
    planned : T, the number of steps that the run was given
    batches, batch_loss : which rows each step saw, and their loss (n,) before the step; None for full batches
    whole : where the record has gaps, so that it has m+1 rows instead of n+1, what is known of all steps; else None
    notes : what others have computed of this run and would compute again
    """

    objective: Objective
    rule: Rule
    hyper: dict[str, float]
    lr: float
    theta: np.ndarray
    loss: np.ndarray
    gradient: np.ndarray
    rate: np.ndarray
    quantities: dict[str, np.ndarray]
    initial: dict[str, np.ndarray]
    status: Status
    reason: str
    evaluations: Evaluations
    gradients: np.ndarray
    planned: int
    maximize: bool = field(default=False)
    batches: Batches | None = None
    batch_loss: np.ndarray | None = None
    whole: Whole | None = None
    notes: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def steps(self) -> int:
        """n, the number of steps made."""
        return int(self.whole.at[-1]) if self.whole else len(self.rate)

    @property
    def at(self) -> np.ndarray:
        """The step (m+1,) that each row of `theta`, `loss` and `gradient` is after: 0, 1, ... n where the record has no gaps."""
        return self.whole.at if self.whole else np.arange(len(self.theta))

    def distance(self) -> np.ndarray:
        """Distance (n+1,) of each iterate to the nearest known minimum; nan where none is known."""
        if isinstance(self.objective, HasDistance):
            return np.asarray(self.objective.distance(self.theta))
        if not len(self.objective.minima):
            return np.full(len(self.theta), np.nan)
        with np.errstate(all="ignore"):
            d = self.theta[:, None, :] - self.objective.minima
            return np.asarray(np.sqrt((d * d).sum(-1)).min(-1))

    def length(self) -> float:
        """Length of the way that was gone."""
        with np.errstate(all="ignore"):
            return self.whole.length if self.whole else way(self.theta)

    def steps_to(self, tolerance: float = 1e-3) -> int | None:
        """First step whose loss is within `tolerance` of the known minimum; None if never or unknown."""
        if self.objective.minimum is None or self.maximize:
            return None
        hit = np.flatnonzero(
            (self.whole.losses if self.whole else self.loss) - self.objective.minimum <= tolerance
        )
        return int(hit[0]) if len(hit) else None

    def frame(self) -> pd.DataFrame:
        """The run as a table, one row per iterate; vectors get a column per coordinate, matrices one per entry.

        Columns: step, the coordinates, loss, `gradient x` per coordinate, learning rate, batch loss, then what the equations
        assign. The first meaning of a heading keeps it; where a coordinate or an equation is called so too, its heading says
        which it is, as in `loss (parameter)` or `step (assigned)`, and then counts.
        """
        import pandas as pd

        names = self.objective.names
        columns: dict[str, np.ndarray] = {}

        def put(label: str, column: np.ndarray, kind: str = "") -> None:
            heading, k = label, 1
            while heading in columns or kind and heading in _HEADINGS:
                heading, k = f"{label} ({kind}{f' {k}' if k > 1 else ''})", k + 1
            columns[heading] = column

        put("step", self.at)
        for i, n in enumerate(names):
            put(n, self.theta[:, i], "parameter")
        put("loss", self.loss)
        for i, n in enumerate(names):
            put(f"gradient {n}", self.gradient[:, i], "gradient")
        put("learning rate", _shift(self.rate))
        if self.batch_loss is not None:
            put("batch loss", _shift(self.batch_loss))
        for key, q in self.quantities.items():
            if key == "theta":
                continue
            flat = q.reshape(len(q), int(np.prod(q.shape[1:])))
            labels = (
                [""] if q.ndim == 1 else names if q.ndim == 2 else [f"{a}{b}" for a in names for b in names]
            )
            for i, label in enumerate(labels):
                put(f"{key} {label}".strip(), _shift(flat[:, i]), "assigned")
        return pd.DataFrame(columns)


_HEADINGS = (
    "step",
    "loss",
    "learning rate",
    "batch loss",
)  # of every run, whatever its parameters and quantities are called


def _shift(column: np.ndarray) -> np.ndarray:
    """Step k's quantity stands beside iterate k; the start has none."""
    return np.concatenate([[np.nan], column])


def tell(
    status: Status,
    step: int,
    theta: np.ndarray,
    loss: float,
    gradient: np.ndarray,
    names: tuple[str, ...],
    limit: str = "",
) -> str:
    """The sentence that says how a run ended, at which step and why."""
    where = ", ".join(f"{n} = {v:.4g}" for n, v in zip(names, theta, strict=True))
    if status is Status.DIVERGED:
        if not np.isfinite(theta).all():
            cause = "the step is not a finite number"
        elif not np.isfinite(loss):
            cause = f"the loss is not a finite number ({loss:.4g}) at {where}"
        elif not np.isfinite(gradient).all():
            cause = f"the gradient is not a finite number at {where}"
        else:
            cause = f"it is more than a million window widths away ({where})"
        if step == 0:
            return f"Cannot start: {cause}. Choose another start."
        return f"Diverged at step {step}: {cause}.{limit}"
    norm = float(np.hypot.reduce(gradient))
    return {
        Status.CONVERGED: f"Converged at step {step}: the gradient's norm is {norm:.3g} at {where}.",
        Status.REACHED: f"Reached the loss asked for at step {step}: {loss:.6g} at {where}.",
        Status.STALLED: f"Stopped at step {step}: no progress any more; the loss is {loss:.6g}.",
        Status.MAX_STEPS: f"Ran all {step} steps; the loss is {loss:.6g} at {where}.",
        Status.SPENT: f"Stopped after {step} {limit}",
        Status.RUNNING: f"At step {step} the loss is {loss:.6g}.",
    }[status]


def numbers_of_step(path: Path, step: int) -> dict[tuple[str, int], Any]:
    """What the slots mean at step 1..n: (key, when) -> number or array; parameters included."""
    k = step - 1
    known: dict[tuple[str, int], Any] = {(n, 0): v for n, v in path.hyper.items()}
    known |= {(n, -1): v for n, v in path.initial.items() if not k or n not in path.quantities}
    known |= {("t", 0): float(step), ("T", 0): float(path.planned), ("lr", 0): path.rate[k]}
    for key, q in path.quantities.items():
        known[key, 0] = q[k]
        if k:
            known[key, -1] = q[k - 1]
    known["theta", -1] = path.theta[k]
    return known
