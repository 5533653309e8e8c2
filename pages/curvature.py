"""The Curvature page: the Hessian at a point, what steps it leads to, and all critical points."""

from gdviz.ui import shell
from gdviz.ui.curvature import panel
from gdviz.ui.race import stage

with shell.page("curvature") as page:
    stage.show(page, panel.show)
