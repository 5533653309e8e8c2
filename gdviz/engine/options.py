"""How a run is made: the keywords of `descend`, `Descent` and `sweep` that are no hyper-parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from gdviz.engine.entry import Entry, check_clip, check_noise, check_seed, check_steps


@dataclass(frozen=True)
class Stop:
    """Stop rules besides the number of steps. Divergence always stops a run; None switches a rule off.

    Parameters
    ----------
    gradient : float or None
        Stop when the gradient's norm is at most this.
    loss : float or None
        Stop when the loss is at most this (at least this when maximizing).
    patience : int or None
        Stop when the loss has not improved by more than `progress` in so many steps.
    progress : float
        What counts as an improvement.

    Raises
    ------
    ValueError
        For a rule that no run could meet.

    Examples
    --------
    >>> import gdviz
    >>> path = gdviz.descend("sphere", "gd", steps=500, lr=0.1, stop=gdviz.Stop(loss=0.01))
    >>> path.status.name, path.steps
    ('REACHED', 18)
    """

    gradient: float | None = 1e-9
    loss: float | None = None
    patience: int | None = None
    progress: float = 0.0

    def __post_init__(self) -> None:
        """Check the rules."""
        for name in ("gradient", "progress"):
            bound = getattr(self, name)
            if bound is not None and not bound >= 0:
                raise ValueError(f"stop rule {name} must be 0 or more, not {bound!r}")
        if self.patience is not None and not self.patience >= 1:
            raise ValueError(f"stop rule patience must be 1 step or more, not {self.patience!r}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Options:
    """How runs are made. A new option is a new field here, and its use.

    Parameters
    ----------
    steps : int
        The largest number of steps, T in the equations.
    lr : float or array, optional
        Base learning rate; None for the default of objective and rule.
    schedule : Schedule, optional
        Makes the rate of each step out of `lr`; None for the same rate in each step.
    schedule_hyper : mapping
        Parameters of the schedule. Those that the rule does not have may also be plain keywords.
    noise : float
        Standard deviation of normal noise on each coordinate of the gradient.
    seed : int
        Settles noise and mini-batches before the run, the same for every rule.
    clip : float, optional
        Largest norm of the gradient that the rule sees.
    maximize : bool
        Climb instead of descending.
    stop : Stop or None
        When to stop before the last step; None: never, not even where the run diverges (which maps tell
        from where it ends).
    batch_size : int, optional
        Rows of each step's mini-batch, for a loss over data; None for all rows.
    replacement : bool
        Draw each batch from all rows instead of going through them epoch by epoch.

    Raises
    ------
    ValueError
        Naming the option that cannot be used.
    """

    steps: int = 300
    lr: Any = None
    schedule: Entry | None = None
    schedule_hyper: Mapping[str, Any] = field(default_factory=dict)
    noise: float = 0.0
    seed: int = 0
    clip: float | None = None
    maximize: bool = False
    stop: Stop | None = Stop()
    batch_size: int | None = None
    replacement: bool = False

    def __post_init__(self) -> None:
        """Check the options, and bring numbers to the type that runs use."""
        for name, check in (
            ("steps", check_steps),
            ("noise", check_noise),
            ("seed", check_seed),
            ("clip", check_clip),
            ("maximize", bool),
        ):
            object.__setattr__(self, name, check(getattr(self, name)))


NAMES = frozenset(option.name for option in fields(Options))
# names that a rule or a schedule cannot give to a parameter: a call could not tell it from another keyword
_OF_RUNS = {"self", "objective", "optimizer", "start", "starts", "paths", "check"}
_OF_MAPS = {"rates", "x", "y", "window", "shape", "axes"}
RESERVED = NAMES | _OF_RUNS | _OF_MAPS


def split_keywords(rule: Entry, keywords: Mapping[str, Any]) -> tuple[Options, dict[str, Any]]:
    """Split the keywords of a call into options and the rule's hyper-parameters.

    A keyword that only the schedule knows is a parameter of the schedule; a name that both have is the
    rule's. Raises ValueError for an option that cannot be used. Unknown names stay among the
    hyper-parameters.
    """
    options = {k: v for k, v in keywords.items() if k in NAMES}
    hyper = {k: v for k, v in keywords.items() if k not in NAMES}
    schedule = options.get("schedule")
    its_own = schedule.program.defaults.keys() - rule.program.defaults.keys() if schedule else set()
    plain = {k: hyper.pop(k) for k in list(hyper) if k in its_own}
    options["schedule_hyper"] = plain | dict(options.get("schedule_hyper") or {})
    return Options(**options), hyper


def check_single(keywords: Mapping[str, Any], runs: str) -> None:
    """Check that each keyword has one value for all `runs`, those of the schedule too. Raises ValueError."""
    of_schedule = dict(keywords.get("schedule_hyper") or {})
    values = {k: v for k, v in keywords.items() if k != "schedule_hyper"}
    values |= {f"{name} of the schedule": value for name, value in of_schedule.items()}
    for name, value in values.items():
        if getattr(value, "ndim", 0) or isinstance(value, Sequence) and not isinstance(value, str):
            raise ValueError(f"{name} must be one number, the same for all {runs}")
