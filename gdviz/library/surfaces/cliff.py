"""A cliff where gradients explode."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Cliff", family="Cliffs and steps",
    text="""
        param height = 4 from 1 to 20             # height of the cliff
        param steepness = 10 from 1 to 100 log    # slope of its face
        top = height*x^2/(x^2 + 0.3)
        0.1(x^2 + y^2) + top*(1 + tanh(steepness*(x - 1)))/2
    """,
    domain=((-3, 3), (-3, 3)), start=(1.8, 2.2),
    minima=[(0, 0)], minimum=0,
    note=(
        "Gentle ground above and below a wall, as in the loss of a recurrent network: one gradient "
        "taken on the wall throws the point far out. Clip its norm and it climbs down."
    ),
    reference=(
        "Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks, "
        "ICML"
    ),
)
