"""What is sent of the one step at rest: exact numbers, finer pictures, and the passes of a chosen row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdviz.engine import Network, RowTerms, row_terms, unit_outputs
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.data.across import Across
from gdviz.player.scene.network.pictures import still_cells, still_side, unit_places
from gdviz.player.scene.tabled.codes import coded
from gdviz.player.scene.tabled.places import CURVE, Axes, places_of


def step_at_rest(
    net: Network,
    axes: Axes,
    theta: NDArray[np.float64],
    gradient: NDArray[np.float64],
    points: NDArray[np.float64],
    row: int,
    over: Across | None = None,
) -> tuple[dict[str, Any], Arrays]:
    """Return header and arrays of a step at rest.

    Parameters
    ----------
    net : the network
    axes : of the data's picture
    theta : (D,), its parameters
    gradient : (D,), of the loss there
    points : (P, p), the features of those that are drawn
    row : the training row whose passes are told, from 0
    over : the features that pictures of classes are over; None: the first two
    """
    places = places_of(net, axes, points, still_cells(net.scores), over)
    units = unit_places(net, CURVE, still_side(sum(net.hidden)), over)
    outputs = np.concatenate(unit_outputs(net, theta, units.x)[:-1], axis=0) if net.hidden else None
    arrays = {
        "rest:predicted": as_matrix(net.predict(theta, places.x).T),
        "rest:weights": as_matrix(theta),
        "rest:gradient": as_matrix(gradient),
    }
    exact = units.grid[1] == 1  # along a curve codes would be the steps of a stair
    if outputs is not None:
        arrays["rest:units"] = as_matrix(outputs.T) if exact else coded(outputs.T)
    terms = row_terms(net, theta, row)
    picked = net.data
    header = {
        "grid": list(places.grid),
        "unit_grid": list(units.grid),
        "exact_units": exact,
        "row": int(np.flatnonzero(~net.all_rows.test)[row]) + 1,
        "features": picked.x[row].tolist(),
        "target": picked.classes[int(picked.y[row])] if picked.classes else float(picked.y[row]),
        "targets": [float(t[row]) for t in net.targets],
        **_passes(terms),
    }
    return header, arrays


def _passes(terms: RowTerms) -> dict[str, Any]:
    """Write the passes of a row; null for what is not finite."""

    def plain(parts: list[NDArray[np.float64]]) -> list[list[float | None]]:
        return [[float(v) if np.isfinite(v) else None for v in part] for part in parts]

    return {
        "signals": plain(terms.signals),
        "sums": plain(terms.sums),
        "slopes": plain(terms.slopes),
        "deltas": plain(terms.deltas),
        "cost": float(terms.cost) if np.isfinite(terms.cost) else None,
    }
