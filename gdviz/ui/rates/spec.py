"""What the Learning rates page shows besides the race, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.ui.spec.option import one_of


@dataclass(frozen=True)
class RatesChoice:
    """What stands beside the race."""

    measure: str = one_of(
        "loss", {"loss": "Final loss", "steps": "Steps to the minimum"}, "measure", "Against the rate"
    )
