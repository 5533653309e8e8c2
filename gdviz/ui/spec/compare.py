"""What the fair comparison shows beside its race, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.ui.spec.option import number, one_of, whole

TUNED = {"all": "All parameters", "rate": "The rate only"}


@dataclass(frozen=True)
class CompareChoice:
    """How a comparison is made; each optimizer of the race takes part."""

    tuned: str = one_of("all", TUNED, "tune", "What is tuned")
    trials: int = whole(
        16,
        "trials",
        "Trials each",
        1,
        64,
        help="The defaults first, then points spread evenly over the ranges",
    )
    starts: int = whole(
        50, "from", "Starts that count", 1, 200, help="Drawn evenly in the window, the same for all"
    )
    evaluations: int = whole(
        500,
        "evals",
        "Evaluations each run",
        10,
        5000,
        help="Values, gradients and Hessians count alike: who asks for more in a step has fewer steps",
    )
    tolerance: float = number(
        1e-3,
        "near",
        "Tolerance",
        0.0,
        1e9,
        help="The target is so far from the minimum; where that is not known, from the best loss found",
    )
    drawn: int = whole(
        0, "drawn", "Seed of the comparison", 0, 10**9, help="Another one, other starts and other trials"
    )
