"""The player: the animated, linked view of runs, in the app, as one HTML file, and in notebooks."""

from gdviz.player.scene.competitor import Competitor
from gdviz.player.scene.palette import COLORS, DASHES, slots
from gdviz.player.web.html import Scene

__all__ = ["COLORS", "DASHES", "Competitor", "Scene", "slots"]
