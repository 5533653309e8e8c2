"""Rings that grow towards the centre."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Schaffer N.1 (F6)", family="Many minima", authors="Schaffer et al.", year=1989,
    text="""
        q = x^2 + y^2
        0.5 + (sin(sqrt(q))^2 - 0.5)/(1 + 0.001q)^2
    """,
    domain=((-100, 100), (-100, 100)), start=(-14, 9),
    minima=[(0, 0)], minimum=0,
    note="The rings are highest around the minimum: the closer one comes, the harder the last step.",
    reference=(
        "Schaffer, Caruana, Eshelman and Das (1989), A study of control parameters affecting online "
        "performance of genetic algorithms for function optimization, ICGA 3, 51-60"
    ),
)
