"""Ready-made scenes of the Basins page: a sentence, a link, the sentence as a tested claim on the maps."""

from __future__ import annotations

from collections import Counter
from typing import Any

import gdviz
from gdviz.engine.maps.entropy import LN_2
from gdviz.ui.spec.page import Scene

COARSE = 48  # starts along a side of the map that a claim is about


def _map(outcome: Any, slug: str) -> gdviz.Basins:
    """Return the map of an optimizer of a race."""
    path, spec = outcome[slug], outcome.spec
    return gdviz.basins(
        path.objective,
        path.rule,
        shape=(COARSE, COARSE),
        lr=path.lr,
        steps=spec.steps,
        stop=gdviz.Stop(gradient=spec.stop_gradient),
        **path.hyper,
    )


def _each_has_a_quarter(outcome: Any) -> bool:
    map = _map(outcome, "gd")
    return map.kinds == ("minimum",) * 4 and bool((abs(map.shares - 0.25) < 0.03).all())


def _momentum_folds_the_borders(outcome: Any) -> bool:
    plain, heavy = _map(outcome, "gd"), _map(outcome, "momentum")
    return len(heavy.ends) == len(plain.ends) == 4 and heavy.entropy() > 2.5 * plain.entropy()


def _newton_climbs(outcome: Any) -> bool:
    map = _map(outcome, "own")
    kinds = Counter(minimum=4, saddle=4, maximum=1)
    return Counter(map.kinds) == kinds and map.boundary_entropy() > LN_2 and map.share(-2) == 0


def _the_sharpest_is_lost(outcome: Any) -> bool:
    map, objective = _map(outcome, "gd"), outcome.race.objective
    sharpness = [float(max(gdviz.engine.curvature(objective, p), 0)) for p in objective.minima]
    unstable = [s > 2 / map.lr for s in sharpness]
    return sum(unstable) == 1 and len(map.ends) == 3 and map.share(-2) > 0.2 and map.cut_off == 0


BASINS = {
    "Four minima, four basins": Scene(
        "Gradient descent on Himmelblau's surface: every start ends in one of four minima, and each of them "
        "draws about a quarter of the window.",
        "opt=gd&gd.lr=0.005",
        _each_has_a_quarter,
    ),
    "Momentum folds the borders": Scene(
        "Momentum rolls past one minimum into the next. If a start is known roughly, its end is more than "
        "twice as uncertain as with gradient descent: compare the basin entropies.",
        "opt=gd,momentum&gd.lr=0.005&momentum.lr=0.006&beside=momentum",
        _momentum_folds_the_borders,
    ),
    "Newton climbs, too": Scene(
        "Newton's method seeks any point where the gradient vanishes: besides the four minima it ends in "
        "four saddles and a maximum, and the borders between the basins are fractal.",
        "opt=own&own=%23+Newton's+method%0Atheta+%3D+theta+-+lr*solve(hess(theta),+g)&own.lr=1&steps=100",
        _newton_climbs,
    ),
    "The sharpest minimum is lost first": Scene(
        "At the rate 0.018 one of the four minima is too sharp, its largest curvature above 2/0.018: no run "
        "of gradient descent stays there, and those starts do not end even with twice as many steps.",
        "opt=gd&gd.lr=0.018",
        _the_sharpest_is_lost,
    ),
}
