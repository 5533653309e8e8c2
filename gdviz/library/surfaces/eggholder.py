"""A wild landscape with its minimum on the edge."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Eggholder", family="Many minima", authors="Whitley et al.", year=1996,
    text="-(y + 47)*sin(sqrt(abs(x/2 + y + 47))) - x*sin(sqrt(abs(x - y - 47)))",
    domain=((-512, 512), (-512, 512)), start=(200, 100),
    minima=[(512, 404.2318051137578)], minimum=-959.6406627208509,
    note=(
        "Hundreds of deep, irregular wells, the deepest one on the edge: no local method has a "
        "chance, whatever its rate."
    ),
    reference=(
        "Whitley, Rana, Dzubera and Mathias (1996), Evaluating evolutionary algorithms, Artificial "
        "Intelligence 85(1-2), 245-276"
    ),
)
