"""A loss surface or a curve as a problem: a formula of its coordinates."""

from gdviz.ui.problems.surface.problem import PROBLEM
from gdviz.ui.problems.surface.spec import SurfaceChoice

__all__ = ["PROBLEM", "SurfaceChoice"]
