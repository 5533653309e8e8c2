"""Which surface is descended, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.ui.spec.option import entry
from gdviz.ui.spec.spec import Choice


@dataclass(frozen=True)
class SurfaceChoice:
    """Which surface is descended."""

    surface: Choice = entry(Choice("rosenbrock"), "surface", "f")
