"""What the Curvature page shows beside its race, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.ui.spec.option import flag, number, numbers, whole


@dataclass(frozen=True)
class CurvatureChoice:
    """Where curvature is looked at: `at` a point of the picture, or where it is None at a `step` of the run.

    `damping` is what damped Newton adds to every curvature.
    """

    at: tuple[float, ...] | None = numbers(None, "at")
    step: int = whole(0, "step", "Step of the run", 0, 200_000)
    damping: float = number(10.0, "damping", "Damping, added to every curvature", 1e-3, 1e6)
    solid: bool = flag(False, "solid", "In three dimensions")
