"""Local models that the player shows: single steps beside them, and the point that is looked at there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

import gdviz
from gdviz.engine import Objective, Path, StepRule, default_rate
from gdviz.player.scene.along.sharp import StepRules, local_told
from gdviz.ui.problems.kinds import axis_names, pairs, problem_of
from gdviz.ui.spec.curvature import CurvatureChoice
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import memory


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


def look(place: Sequence[float] | None) -> None:
    """Remember the point that is looked at in the player; None: there is none.

    It is no choice of the page, so it stands in no link.
    """
    if place is None:
        memory().pop("looked", None)
    else:
        memory()["looked"] = list(place)


def row_of_step(path: Path, step: int) -> int:
    """Return the row of a step in the record of a run; a long run has not every step recorded."""
    return int(np.searchsorted(path.at, min(step, path.steps), "right")) - 1


def chosen_place(spec: Spec) -> tuple[float, ...] | None:
    """Return the point at which the page looks where one is chosen that the picture has; else None.

    One that was chosen in a picture of fewer or more coordinates is none of this one.
    """
    at = spec.beside.at if isinstance(spec.beside, CurvatureChoice) else None
    return at if at is not None and len(at) == len(axis_names(spec)) else None


def told_place(spec: Spec, followed: Path | None) -> dict[str, Any]:
    """Return what the player is told of where the page looks; nothing on a page that looks at no point.

    "at" is the point that is chosen, or None: then the page looks at the run, and the play head opens at the
    row "head" of it, unless it plays.
    """
    choice = spec.beside
    if not isinstance(choice, CurvatureChoice):
        return {}
    if (at := chosen_place(spec)) is not None:
        return {"at": list(at)}
    at_head = {"head": row_of_step(followed, choice.step)} if choice.step and followed else {}
    return {"at": None, **at_head}


def looked(spec: Spec, followed: Path | None, step: int | None) -> dict[str, Any]:
    """Return what the player is told of the point that is looked at; nothing where there is none."""
    place = memory().get("looked")
    if place is None or not isinstance(spec.beside, CurvatureChoice):
        return {}
    shown = problem_of(spec).picture(spec, followed, step).objective
    if shown.dimension != len(place):
        return {}
    window = pairs(spec.window) if spec.window else shown.domain
    return {"looked": local_told(shown, place, window, single_steps(spec, shown)(followed, 0))}
