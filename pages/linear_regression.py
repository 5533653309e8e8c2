"""The Linear regression page: pick or bring data, watch a line find its place while its loss is descended."""

from gdviz.ui import frame, style
from gdviz.ui.race import data_page

frame.ensure()
style.apply("Linear regression")
data_page.show("regression")
frame.settle()
