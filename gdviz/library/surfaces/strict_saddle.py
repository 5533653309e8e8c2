"""A saddle between two minima."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Saddle between two minima", family="Saddles and plateaus",
    text="""
        param c = 1 from 0.1 to 2    # how strongly the ridge bends down
        x^2/2 + y^4/4 - c*y^2/2
    """,
    domain=((-2, 2), (-2, 2)), start=(1.6, 0.01),
    minima=[(0, "sqrt(c)"), (0, "-sqrt(c)")], minimum="-c^2/4",
    note=(
        "A start close to the ridge runs into the saddle first and loses many steps there; a little "
        "noise in the gradient saves most of them."
    ),
    reference=(
        "Ge, Huang, Jin and Yuan (2015), Escaping from saddle points: online stochastic gradient for "
        "tensor decomposition, COLT"
    ),
)
