"""The Basins page: from which starts an optimizer ends where, and how fast."""

from gdviz.ui import shell
from gdviz.ui.basins import panel
from gdviz.ui.race import stage

with shell.page("basins") as page:
    stage.show(page, above=stage.Above("Where each start ends", panel.show))
