"""A well in a plain."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Plateau", family="Saddles and plateaus",
    text="""
        param width = 1 from 0.5 to 3    # width of the well
        1 - exp(-(x^2 + y^2)/(2*width^2))
    """,
    domain=((-5, 5), (-5, 5)), start=(2.6, 1.4),
    minima=[(0, 0)], minimum=0,
    note=(
        "Outside the well the gradient vanishes, as in a saturated neuron: steps proportional to the "
        "gradient stand still, normalised ones walk on."
    ),
    reference=(
        "Fukumizu and Amari (2000), Local minima and plateaus in hierarchical structures of "
        "multilayer perceptrons, Neural Networks 13(3), 317-327"
    ),
)
