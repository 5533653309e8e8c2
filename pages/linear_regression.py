"""The Linear regression page: pick or bring data, watch a line find its place while its loss is descended."""

from gdviz.ui import data_page, frame, style

frame.ensure()
style.apply("Linear regression")
data_page.show("regression")
frame.settle()
