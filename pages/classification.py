"""The Classification page: points of classes, their border at the play head, the loss over two weights."""

from gdviz.ui import shell
from gdviz.ui.race import stage

with shell.page("classification") as page:
    stage.show(page)
