"""A wall between two gentle slopes."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Cliff in one dimension", family="Curves",
    text="""
        param height = 4 from 1 to 20             # height of the cliff
        param steepness = 10 from 1 to 100 log    # slope of its face
        top = height*x^2/(x^2 + 0.3)
        0.1x^2 + top*(1 + tanh(steepness*(x - 1)))/2
    """,
    names=("x",), domain=((-3, 3),), start=(2.4,),
    minima=[(0,)], minimum=0,
    note=(
        "On gentle ground a rate may be large; the one gradient that is taken on the wall then throws "
        "the point far out. Clip its norm and it climbs down."
    ),
    reference=(
        "Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent neural networks, "
        "ICML"
    ),
)
