"""The player: the animated, linked view of runs on a surface, in the app, as one HTML file, and in notebooks."""

from .palette import COLORS, DASHES, slots
from .scene import Competitor, Scene

__all__ = ["COLORS", "DASHES", "Competitor", "Scene", "slots"]
