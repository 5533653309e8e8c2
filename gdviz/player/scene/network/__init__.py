"""The panels of a network: the data with its predictions, its units, its gradients layer by layer."""

from gdviz.player.scene.network.view import NetworkView

__all__ = ["NetworkView"]
