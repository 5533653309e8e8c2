"""The numbers of a run, each declared once: its name in a link, its label and help, what it may be, what empty means.

Links, checks and fields are made from this table; defaults are those of the page's default Spec.
"""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.engine.entry import MAX_STEPS
from gdviz.ui.values import shown


@dataclass(frozen=True)
class Option:
    """A number that is a field of a Spec. `off` is what an empty field says; "" where there must be a number."""

    field: str
    link: str
    label: str
    low: float
    high: float
    whole: bool = False
    off: str = ""
    help: str = ""

    def check(self, value: float | None) -> None:
        """Raises ValueError where the field may not hold the value."""
        if value is None and not self.off:
            raise ValueError("it must be a number")
        if value is not None and not self.low <= value <= self.high:
            raise ValueError(f"it must lie from {shown(self.low)} to {shown(self.high)}, not {shown(value)}")


OPTIONS = {
    o.field: o
    for o in (
        Option(
            "noise",
            "noise",
            "Gradient noise",
            0.0,
            1e6,
            help="Standard deviation of normal noise on each gradient, the same for every optimizer",
        ),
        Option(
            "clip",
            "clip",
            "Clip gradient to norm",
            1e-12,
            1e12,
            off="no clipping",
            help="Longer gradients are shortened to this norm; empty: none is",
        ),
        Option("stop_gradient", "tol", "Gradient norm at most", 0.0, 1e6, off="off"),
        Option(
            "stop_loss",
            "target",
            "Loss at most",
            -1e300,
            1e300,
            off="off",
            help="With gradient ascent: at least",
        ),
        Option("progress", "progress", "Progress is more than", 0.0, 1e6),
        Option("steps", "steps", "Steps", 1, MAX_STEPS, whole=True),
        Option("seed", "seed", "Seed", 0, 10**9, whole=True, help="Another seed, another noise"),
        Option("patience", "patience", "No progress for steps", 1, MAX_STEPS, whole=True, off="off"),
        Option(
            "batch",
            "batch",
            "Batch size",
            1,
            10**9,
            whole=True,
            off="all rows",
            help="Rows that the gradient of a step is taken over: empty for all, 1 for stochastic descent. Seeded (under More), "
            "and the same for all optimizers.",
        ),
    )
}
