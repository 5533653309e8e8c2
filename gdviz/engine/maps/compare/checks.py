"""What a fair comparison may be asked for, and the starts of its runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gdviz.engine.entry import check_number, check_parameters
from gdviz.engine.method.method import Method
from gdviz.engine.objective import Objective, check_domain
from gdviz.engine.options import NAMES, Options
from gdviz.engine.streams import Use, stream

BOUNDS = {"trials": (1, 256), "starts": (1, 1000), "tuning_starts": (1, 100), "evaluations": (10, 20_000)}
SETTLED = {
    "lr": "the rate is tuned; to hold it, give it with the optimizer, as in (optimizer, {'lr': 0.1})",
    "steps": "evaluations pay for the steps",
    "stop": "runs stop at the target",
}
MOST = 32  # optimizers


def check_counts(**counts: Any) -> None:
    """Raise ValueError for a count that is no whole number within its bounds."""
    for name, value in counts.items():
        low, high = BOUNDS[name]
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        if not whole or not low <= value <= high:
            raise ValueError(f"{name} must be a whole number from {low} to {high}, not {value!r}")


def check_tolerance(tolerance: Any) -> float:
    """Return one number, 0 or more. Raises ValueError."""
    value = check_number("tolerance", tolerance)
    if np.ndim(value) or value < 0:
        raise ValueError(f"tolerance must be one number, 0 or more, not {tolerance!r}")
    return float(value)


def check_keywords(keywords: Mapping[str, Any]) -> Options:
    """Return the options that all runs have. Raises ValueError for what the comparison settles itself."""
    for name in keywords:
        if name in SETTLED:
            raise ValueError(f"{name} is no option of a comparison: {SETTLED[name]}")
        if name not in NAMES:
            raise ValueError(f"a comparison has no option '{name}'; hyper-parameters belong to an optimizer")
    return Options(**keywords)


def check_competitors(optimizers: Any) -> list[tuple[Method, dict[str, float]]]:
    """Return each optimizer with the values that it is not to be tuned in. Raises ValueError."""
    pairs = [o if isinstance(o, tuple) else (o, {}) for o in optimizers]
    if not 1 <= len(pairs) <= MOST:
        raise ValueError(f"optimizers must name 1 to {MOST} optimizers, not {len(pairs)}")
    for pair in pairs:
        if not (len(pair) == 2 and isinstance(pair[0], Method) and isinstance(pair[1], Mapping)):
            raise ValueError(
                "optimizers must hold optimizers, or pairs of one and its values such as "
                f"(optimizer, {{'momentum': 0.9}}), not {_shown(pair)}"
            )
    return [(method, _held(method, values)) for method, values in pairs]


def _shown(pair: tuple[Any, ...]) -> str:
    """Write a pair that cannot be used, with an optimizer by its name."""
    parts = [part.name if isinstance(part, Method) else repr(part) for part in pair]
    return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"


def _held(method: Method, values: Mapping[str, Any]) -> dict[str, float]:
    given = check_parameters(method, {k: v for k, v in values.items() if k != "lr"})
    held = {name: check_number(name, values[name]) for name in values}
    for name, value in (given | held).items():
        if np.ndim(value):
            raise ValueError(f"{name} of {method.name} must be one number, not an array")
    return {name: float(value) for name, value in held.items()}


def draw_starts(objective: Objective, window: Any, count: int, seed: int) -> np.ndarray:
    """Draw starts (count, D) evenly in a window, (low, high) for each coordinate. Raises ValueError."""
    domain = objective.domain if window is None else window
    check_domain(domain, objective.names)
    low, high = np.array(domain, dtype=float).T
    return stream(seed, Use.STARTS).uniform(low, high, (count, len(low)))
