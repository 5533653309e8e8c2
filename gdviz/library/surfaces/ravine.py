"""A winding ravine."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Ravine", family="Valleys",
    text="""
        param steepness = 10 from 1 to 100 log    # curvature across the ravine
        param bend = 1 from 0 to 2                # how far the floor swings to the sides
        steepness*(y - bend*sin(x))^2 + 0.05x^2
    """,
    domain=((-7, 7), (-4, 4)), start=(-6, 2.5),
    minima=[(0, 0)], minimum=0,
    note=(
        "Steep walls, a gentle floor and bends: plain descent bounces between the walls, momentum "
        "rolls along the floor but overshoots in the bends."
    ),
    reference=(
        "Sutskever, Martens, Dahl and Hinton (2013), On the importance of initialization and momentum "
        "in deep learning, ICML"
    ),
    levels="log",
)
