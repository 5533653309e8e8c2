"""The Loss surface page: pick or write a surface and optimizers, watch them descend."""

from gdviz.ui import shell
from gdviz.ui.race import stage

with shell.page("surface") as page:
    stage.show(page)
