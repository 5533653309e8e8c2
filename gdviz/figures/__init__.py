"""Still figures of many runs: a result of the engine -> a Plotly figure. They are returned, never shown.

A figure is one file, or a folder where it is drawn in several ways: `OF`, the class of the result, and
`figure(result, *, dark=False, ...)`. It is found by module.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any

import plotly.graph_objects as go


@cache  # constant: of the figures that there are
def _figures() -> dict[type, Callable[..., go.Figure]]:
    """Return the function that draws each class of results."""
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {module.OF: module.figure for module in modules if hasattr(module, "OF")}


def draw(result: Any, **options: Any) -> go.Figure:
    """Draw a result of many runs; the options are those of its figure."""
    return _figures()[type(result)](result, **options)
