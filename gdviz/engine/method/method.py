"""What descends an objective, seen from outside: its name, its learning rate, what a step of it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gdviz.engine.entry import Entry


@dataclass(frozen=True, eq=False)
class Method(Entry):
    """A method of descent: an update rule of equations, or one of SciPy's minimisers.

    Attributes
    ----------
    unit : unit of the learning rate, from which a default is derived for any objective:
        "1/curvature" (gradient steps), "length" (normalised steps), "none" (then `lr` is the default); ""
        where the method has no learning rate
    lr : default learning rate where the unit is "none"
    slot : preferred place in the palette, for the best known methods
    stable, fastest : on a quadratic the limit of the learning rate and the rate that converges soonest,
        formulas of the extreme curvatures lam_min, lam_max and the parameters; "" where there is none
    preconditioner : what the gradient's coordinates are divided by before the step, a formula P of quantities
        that a step assigns; then lam_min and lam_max are eigenvalues of P^-1/2 H P^-1/2, which change from
        step to step, and `stable` is no limit for the whole run
    """

    unit: str = ""
    lr: float | None = None
    slot: int | None = None
    stable: str = ""
    fastest: str = ""
    preconditioner: str = ""

    @property
    def has_rate(self) -> bool:
        """Whether it has a learning rate."""
        return bool(self.unit)

    def check_rate(self) -> None:
        """Raise ValueError where it has no learning rate."""
        if not self.has_rate:
            raise ValueError(f"{self.name} chooses the length of its steps itself: it has no learning rate")

    @property
    def arrows(self) -> tuple[str, ...]:
        """Names of the quantities that are drawn as arrows at the head."""
        return ()

    @property
    def told(self) -> str:
        """A sentence in place of equations; "" where there are equations."""
        return ""

    def code(self, hyper: Mapping[str, float]) -> str:
        """Return what is run with these parameters, as it is written."""
        return self.text

    def numbers_of_step(self, dimension: int) -> int:
        """Count the numbers that a step records besides iterate, loss, gradient and rate."""
        return 0
