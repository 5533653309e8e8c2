"""The Learning rates page: the same run at many rates, where it diverges, and what is suggested."""

from gdviz.ui import shell
from gdviz.ui.hyper import page as rates
from gdviz.ui.race import stage

with shell.page("rates") as page:
    stage.show(page, above=stage.Above("What the learning rate does", rates.show))
