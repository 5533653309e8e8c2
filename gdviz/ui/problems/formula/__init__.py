"""A formula model over data as a problem: the model is typed, its loss over the data is descended."""

from gdviz.ui.problems.formula.problem import PROBLEM
from gdviz.ui.problems.formula.spec import FormulaChoice

__all__ = ["PROBLEM", "FormulaChoice"]
