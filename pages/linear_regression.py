"""The Linear regression page: pick or bring data, watch a line find its place while its loss is descended."""

from gdviz.ui import shell
from gdviz.ui.race import stage

with shell.page("regression") as page:
    stage.show(page)
