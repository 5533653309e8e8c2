"""A point on the picture of the loss, tried by hand: its loss is told, nothing is descended from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from gdviz.engine import LossOverRows, Restriction
from gdviz.ui.problems.kinds import axis_names
from gdviz.ui.spec.spec import Spec
from gdviz.ui.spec.values import sent_place
from gdviz.ui.state import memory


def explore(spec: Spec, message: Any) -> None:
    """Remember the place of the point, {"x", "y"}, or {"x"} on a curve; None: it is taken away.

    It is no choice of the page, so it stands in no link.

    Raises
    ------
    ValueError
        With one sentence, for anything else.
    """
    if message is None:
        memory().pop("explored", None)
        return
    names = axis_names(spec)
    memory()["explored"] = names, sent_place(message, names)


def explored(picture: Callable[[], Restriction]) -> dict[str, float | None] | None:
    """Return the place of the point in a picture with its loss and the penalty in it; None without a point.

    The picture is made only where there is a point.

    Parameters that the picture does not span are those that it holds. A number that is not finite is None.
    """
    names, place = memory().get("explored", ((), ()))
    if not names or names != (shown := picture()).names:
        return None
    whole = shown.whole
    assert isinstance(whole, LossOverRows)
    theta = shown.embed(place)
    with np.errstate(all="ignore"):
        loss = float(whole.value(theta))
        penalty = 0.0 if whole.penalty is None else float(whole.penalised(theta[None])[0][0])
    numbers = {**dict(zip("xy", place, strict=False)), "loss": loss, "penalty": penalty}
    return {name: value if np.isfinite(value) else None for name, value in numbers.items()}
