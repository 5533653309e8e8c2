"""A loss over data as a problem: data and model are chosen, the loss of the model is descended."""

from gdviz.ui.problems.fit.problem import PROBLEM
from gdviz.ui.problems.fit.spec import FitChoice

__all__ = ["PROBLEM", "FitChoice"]
