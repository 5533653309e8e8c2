"""The Learning rates page: the same run at many rates, where it diverges, and what is suggested."""

from gdviz.ui import shell
from gdviz.ui.race import stage
from gdviz.ui.rates import page as rates

with shell.page("rates") as page:
    stage.show(page, above=stage.Above("What the learning rate does", rates.show))
