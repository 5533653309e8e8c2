"""The panels of models over rows: the data beside the loss, and the gradient row by row."""

from gdviz.player.scene.data.across import Across
from gdviz.player.scene.data.model_view import ModelView
from gdviz.player.scene.data.view import DataView

__all__ = ["Across", "DataView", "ModelView"]
