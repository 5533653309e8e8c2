"""A network on data, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gdviz.engine import Dataset
from gdviz.engine.network.inputs import INPUTS
from gdviz.engine.network.network import MAX_HIDDEN, MAX_UNITS
from gdviz.library.registry import activations, initialisations
from gdviz.ui.problems.fit.spec import RowsChoice
from gdviz.ui.spec.option import PROBLEM, flag, names, one_of, options, whole, wholes, word

MOST_DRAWS = 10**9


@dataclass(frozen=True)
class NetworkChoice(RowsChoice):
    """Data, network and loss.

    `seed` settles the data, `weights` the first weights. `sharp` says whether the sharpness is shown, and
    `row`, from 1, whose passes are told, and `parameter`, whose arithmetic is, by its name ("": that of those
    in the picture): all three change no run.
    """

    features: tuple[str, ...] | None = names(None, "x", "Features", scope=PROBLEM)
    inputs: tuple[str, ...] = names(("x",), "inputs", "Inputs", help=f"Of each feature: {', '.join(INPUTS)}")
    hidden: tuple[int, ...] = wholes((8,), "hidden", "Hidden layers", 1, MAX_UNITS, MAX_HIDDEN)
    activation: str = one_of(
        "tanh", {slug: a.name for slug, a in activations.items()}, "activation", "Activation"
    )
    init: str = one_of(
        "xavier", {slug: i.name for slug, i in initialisations.items()}, "init", "First weights"
    )
    weights: int = whole(0, "weights", "Draw of the first weights", 0, MOST_DRAWS)
    sharp: bool = flag(
        False,
        "sharp",
        "Show the sharpness",
        picture_only=True,
        help="The largest eigenvalue of the Hessian along each run, beside the limit of stability",
    )
    row: int = whole(1, "row", "Row that is explained", 1, MOST_DRAWS, picture_only=True)
    parameter: str = word("", "parameter", "Weight or bias that is explained", picture_only=True)

    def usual(self, known: Dataset) -> dict[str, Any]:
        """Return features and target as the data set has them."""
        return super().usual(known) | {"features": known.first_features}


OPTIONS = options(NetworkChoice)
# fields that are kept whatever the data are: the network itself
SHAPE = ("inputs", "hidden", "activation", "init", "weights", "sharp", "row", "parameter")
