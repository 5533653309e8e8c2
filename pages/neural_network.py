"""The Neural network page: data, the network's diagram at the play head, the loss over two weights."""

from gdviz.ui import shell
from gdviz.ui.race import stage

with shell.page("network") as page:
    stage.show(page)
