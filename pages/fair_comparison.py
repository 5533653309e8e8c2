"""The Fair race page: optimizers tuned alike, run from many starts with equal evaluations."""

from gdviz.ui import shell
from gdviz.ui.compare import panel
from gdviz.ui.race import stage

with shell.page("compare") as page:
    stage.show(page, above=stage.Above("Not one lucky path", panel.show))
