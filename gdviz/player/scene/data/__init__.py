"""The panel of a linear model: the data beside the loss, and the gradient row by row."""

from gdviz.player.scene.data.view import DataView

__all__ = ["DataView"]
