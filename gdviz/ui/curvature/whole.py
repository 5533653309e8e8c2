"""What is said of a loss of many parameters of which the picture shows two."""

from __future__ import annotations

import numpy as np

from gdviz.engine import Slice, local_model
from gdviz.ui.curvature.card import MEANING

SHOWN = 8  # eigenvalues that are written out


def told(shown: Slice, place: np.ndarray, held: str) -> str:
    """Say that a slice is shown, and what the whole loss is at a point of it.

    Parameters
    ----------
    shown : the slice
    place : (K,) the point in it
    held : where the other parameters are held, in words
    """
    whole, point = shown.whole, shown.embed(place)
    told = (
        f"The loss has {whole.dimension} parameters. Picture, numbers, steps and critical points below are "
        f"of its slice along {' and '.join(shown.names)}; the others are held {held}. The sharpness of the "
        "runs is of all parameters."
    )
    model = local_model(whole, point)
    if not np.isfinite(model.eigenvalues).all():
        return f"{told} The full Hessian is not finite here."
    return (
        f"{told} The full Hessian has the eigenvalues {_listed(model.eigenvalues)} here, and for the whole "
        f"loss the point is {MEANING[model.kind.item()]}."
    )


def _listed(values: np.ndarray) -> str:
    """Return eigenvalues as text; of many the smallest and the largest."""
    text = [f"{v:.5g}".replace("-", "\N{MINUS SIGN}") for v in values]
    half = SHOWN // 2
    return ", ".join(text if len(text) <= SHOWN else [*text[:half], "...", *text[-half:]])
