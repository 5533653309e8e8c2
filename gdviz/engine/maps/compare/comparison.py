"""What a fair comparison found: of each optimizer its tuning, its evaluations to the target, its profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdviz.engine.maps.drawable import Drawable
from gdviz.engine.method.method import Method

TAU_MAX = 16.0  # how many times the best a method may take, to be seen in the profile and its area


@dataclass(frozen=True, eq=False)
class Standing:
    """How one optimizer fared.

    Attributes
    ----------
    method : the optimizer
    hyper : what was chosen for it by tuning, "lr" included; the other parameters have their defaults
    tried : how many trials it had; 1 where nothing was tuned
    trial : which of them was the best; 0 is the default
    steps : the most steps that its evaluations pay for; None where steps cost differently
    evaluations : (N,), evaluations to the target from each start; inf where it was missed
    loss : (N,), at the end of each run; nan where it diverged
    """

    method: Method
    hyper: Mapping[str, float]
    tried: int
    trial: int
    steps: int | None
    evaluations: np.ndarray
    loss: np.ndarray

    @property
    def name(self) -> str:
        """The optimizer's name."""
        return self.method.name

    @property
    def solved(self) -> int:
        """From how many starts it reached the target."""
        return int(np.isfinite(self.evaluations).sum())

    @property
    def success(self) -> float:
        """From which share of the starts it reached the target."""
        return self.solved / len(self.evaluations)

    @property
    def median(self) -> float:
        """Evaluations within which half of the starts are solved; inf where fewer than half are."""
        return self.quantile(0.5)

    @property
    def quartiles(self) -> tuple[float, float]:
        """Evaluations within which a quarter and three quarters of the starts are solved."""
        return self.quantile(0.25), self.quantile(0.75)

    def quantile(self, share: float) -> float:
        """Return the least evaluations within which this share of the starts is solved; inf: never."""
        return float(np.sort(self.evaluations)[int(np.ceil(share * len(self.evaluations))) - 1])


@dataclass(frozen=True, eq=False)
class Comparison(Drawable):
    """A fair comparison of M optimizers from N starts.

    Attributes
    ----------
    title : what was descended
    standings : (M), how each optimizer fared, in the order in which they were given
    starts : (N, D), where the runs began that count
    tuning_starts : (S, D), where those began by which the optimizers were tuned; none of them counts
    budget : evaluations (values, gradients and Hessians alike) that each run might take
    trials : how many trials each optimizer had
    target : the loss that was to be reached; nan where no run ended with a finite loss
    tolerance : how far the target is from the minimum, or from the best loss found
    known : whether the minimum is known; else the best is that of all runs of the tuning
    maximize : whether the runs climb
    seed : settles starts and trials
    """

    title: str
    standings: tuple[Standing, ...]
    starts: np.ndarray
    tuning_starts: np.ndarray
    budget: int
    trials: int
    target: float
    tolerance: float
    known: bool
    maximize: bool
    seed: int

    @property
    def evaluations(self) -> np.ndarray:
        """Evaluations to the target (M, N); inf where it was missed."""
        return np.array([s.evaluations for s in self.standings])

    @property
    def ratios(self) -> np.ndarray:
        """How many times the evaluations of the best at each start (M, N); inf where it was missed."""
        return ratios(self.evaluations)

    def profile(self, tau: Any) -> np.ndarray:
        """Compute the performance profiles of Dolan and More (2002).

        Parameters
        ----------
        tau : number or array (...)
            How many times the evaluations of the best.

        Returns
        -------
        array (M, ...)
            Share of the starts that each optimizer solves within that. A start that nobody solves counts.
        """
        tau = np.asarray(tau, dtype=float)
        ratios = self.ratios.reshape(len(self.standings), -1, *(1,) * tau.ndim)
        return np.asarray(((ratios <= tau) & np.isfinite(ratios)).mean(1))

    def area(self, tau_max: float = TAU_MAX) -> np.ndarray:
        """Compute the area below each profile over log2(tau), from 1 to `tau_max`, as a share of all (M,).

        It is 1 for an optimizer that is the best from every start, and 0 for one that never is within
        `tau_max` times the best.

        Raises
        ------
        ValueError
            Where tau_max is not above 1.
        """
        if not 1 < tau_max < np.inf:
            raise ValueError(f"tau_max must be a number above 1, not {tau_max!r}")
        whole = np.log2(tau_max)
        return np.asarray(np.maximum(whole - np.log2(self.ratios), 0.0).mean(1) / whole)


def ratios(evaluations: np.ndarray) -> np.ndarray:
    """Divide evaluations (M, N) by the least at each start; inf where the target was missed.

    Who needs none, since the start has reached the target already, is the best.
    """
    solved = np.isfinite(evaluations)
    least = evaluations.min(0)
    out = np.full(evaluations.shape, np.inf)
    np.divide(evaluations, least, out=out, where=solved & (least > 0))
    out[evaluations == 0] = 1.0
    return out
