"""How each kind of objective is written."""

from gdviz.export.objectives import rows as rows
from gdviz.export.objectives import surface as surface
from gdviz.export.objectives.written import Written, written

__all__ = ["Written", "written"]
