"""The Classification page: points of several classes, the decision line at the play head, the loss over two weights."""

from gdviz.ui import frame, style
from gdviz.ui.race import data_page

frame.ensure()
style.apply("Classification")
data_page.show("classification")
frame.settle()
