"""Six wells, two of them deepest."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Six-hump camel", family="A few minima",
    text="(4 - 2.1x^2 + x^4/3)*x^2 + xy + (4y^2 - 4)*y^2",
    domain=((-3, 3), (-2, 2)), start=(-1.5, 1.5),
    minima=[
        (0.08984201310031806, -0.7126564030207396),
        (-0.08984201310031806, 0.7126564030207396),
    ],
    minimum=-1.0316284534898774,
    note=(
        "Six minima of three depths in a point-symmetric landscape, with a saddle at the origin "
        "between the two best."
    ),
    reference=(
        "Dixon and Szego (1978), The global optimization problem: an introduction, in Towards Global "
        "Optimisation 2, North-Holland, 1-15"
    ),
    levels="log",
)
