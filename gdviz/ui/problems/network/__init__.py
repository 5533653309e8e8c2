"""A network on data as a problem: data, layers and first weights are chosen, its loss is descended."""

from gdviz.ui.problems.network.problem import PROBLEM
from gdviz.ui.problems.network.spec import NetworkChoice

__all__ = ["PROBLEM", "NetworkChoice"]
