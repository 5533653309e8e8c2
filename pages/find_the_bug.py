"""The Find the bug page: programs that were published with a slip, and a check of a gradient of one's own."""

from gdviz.ui import shell
from gdviz.ui.bugs import exercise, own_gradient, programs
from gdviz.ui.widgets.url_choice import url_choice

with shell.page("bug"):
    slips = programs.slips_by_number()
    programs.renew_link()
    labels = {str(number): f"Program {number}" for number in slips} | {"own": "Your own gradient"}
    program = url_choice("Program", labels, "bug")
    if program == "own":
        own_gradient.show()
    else:
        exercise.show(slips[int(program)])
