"""The part of a scene that tells its plane, and the loss on it where a run is projected to."""

from __future__ import annotations

import numpy as np

from gdviz.engine import Path, Plane
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.part import Part, make_part


def plane_part(over: Plane) -> Part:
    """Return kind, geometry and a sentence of a plane, and how much of a path lies along its directions."""
    header = {
        "kind": over.kind,
        "of": over.of,
        "shares": None if over.shares is None else over.shares.tolist(),
        "told": plane_sentence(over),
    }
    arrays = {
        "plane:origin": as_matrix(over.origin),
        "plane:directions": as_matrix(over.directions),
        "plane:components": as_matrix(over.components),
    }
    return make_part(header, arrays)


def plane_sentence(over: Plane) -> str:
    """Say in a sentence which plane is shown.

    Examples
    --------
    >>> import gdviz
    >>> path = gdviz.descend(gdviz.data_loss("cars"), "momentum", steps=50)
    >>> plane_sentence(gdviz.plane(path, "random"))
    "Two random directions through the last point of Momentum's path."
    """
    point = f"the last point of {over.of}'s path" if over.of else "a point"
    if over.shares is not None:
        first, second = (percent(share) for share in over.shares)
        return (
            f"The first two principal components of {over.of}'s path: {first} and {second} of the squared "
            "distances from its last point."
        )
    if over.kind == "random":
        return f"Two random directions through {point}."
    return f"{' and '.join(over.names)}, all other parameters as at {point}."


def percent(share: float) -> str:
    """Write a share in percent. What is less than the whole is not written as the whole, nor some as none.

    Examples
    --------
    >>> percent(0.93412), percent(0.99999), percent(1.0), percent(2e-7)
    ('93.4 %', 'more than 99.9 %', '100 %', 'less than 0.1 %')
    """
    if 0.999 < share < 1 - 1e-12:
        return "more than 99.9 %"
    if 0 < share < 0.001:
        return "less than 0.1 %"
    return f"{100 * share:.3g} %"


def losses_on(over: Plane, path: Path) -> Arrays:
    """Return the loss on a plane at the projections of a path's iterates: not the path's own loss."""
    with np.errstate(all="ignore"):  # of runs that diverge
        return {"on_plane": as_matrix(over.value(over.project(path.theta)))}
