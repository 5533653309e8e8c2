"""How uncertain the end of a run is: entropies of boxes of a map (Daza et al. 2016)."""

from __future__ import annotations

import numpy as np

LN_2 = float(np.log(2))  # a boundary entropy above this is possible for fractal boundaries only


def box_entropies(label: np.ndarray, box: int) -> np.ndarray:
    """Compute the entropy of the labels in each box of a map (ny, nx), in nats.

    Boxes have `box` cells a side and lie side by side from the first cell on; cells at the far edges that
    fill no box are left out. In a map of one row or one column, boxes have one row or column, too.

    Raises
    ------
    ValueError
        For a box that is no whole number of cells, 2 or more, or that is larger than the map. For a map of
        one cell.
    """
    most = min((n for n in label.shape if n > 1), default=1)
    if most == 1:
        raise ValueError("a map of one cell has no entropy: its boxes need 2 cells or more")
    if isinstance(box, bool) or not isinstance(box, (int, np.integer)) or not 2 <= box <= most:
        raise ValueError(f"a box must have from 2 to {most} cells a side, not {box!r}")
    high, wide = (min(box, n) for n in label.shape)
    ny, nx = label.shape[0] // high, label.shape[1] // wide
    boxes = label[: ny * high, : nx * wide].reshape(ny, high, nx, wide).swapaxes(1, 2).reshape(ny * nx, -1)
    ordered = np.sort(boxes, axis=1)
    begins = np.ones(ordered.shape, dtype=bool)
    begins[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    places = np.flatnonzero(begins)
    share = np.diff(np.append(places, ordered.size)) / ordered.shape[1]
    out: np.ndarray = np.bincount(places // ordered.shape[1], share * -np.log(share), len(ordered))
    out += 0.0  # no -0
    return out


def basin_entropy(label: np.ndarray, box: int) -> float:
    """Average the entropies of all boxes."""
    return float(box_entropies(label, box).mean())


def boundary_entropy(label: np.ndarray, box: int) -> float:
    """Average the entropies of the boxes that hold more than one label; nan where there is none."""
    found = box_entropies(label, box)
    mixed = found[found > 0]
    return float(mixed.mean()) if len(mixed) else float("nan")
