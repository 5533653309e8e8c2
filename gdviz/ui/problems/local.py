"""The single steps that are shown beside a local model: at the play head, on the page."""

from __future__ import annotations

from typing import Any

import numpy as np

import gdviz
from gdviz.engine import Objective, Path, StepRule, default_rate
from gdviz.player.scene.along.sharp import StepRules
from gdviz.ui.spec.curvature import CurvatureChoice
from gdviz.ui.spec.spec import Spec


def single_steps(spec: Spec, shown: Objective) -> StepRules:
    """Return what gives the rules for rows of a run: gradient descent, Newton, damped Newton.

    Gradient descent has the rate that the run has there, where it is gradient descent itself; else the one
    that is derived for what is shown.
    """
    damping = spec.beside.damping if isinstance(spec.beside, CurvatureChoice) else 1.0
    known, common = gdviz.optimizers, {"maximize": spec.maximize}

    def rules(path: Path | None, rows: Any) -> list[StepRule]:
        plain = known["gd"]
        if path is not None and path.rule.slug == plain.slug and len(path.rate):
            rate = path.rate[np.minimum(rows, len(path.rate) - 1)]
        else:
            rate = default_rate(shown, plain)
        return [
            (plain.name, plain, {"lr": rate, **common}),
            ("Newton", known["newton"], common),
            (f"Newton, damped by {damping:g}", known["newton_damped"], {"lam": damping, **common}),
        ]

    return rules
