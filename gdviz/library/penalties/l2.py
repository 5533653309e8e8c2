"""Ridge penalty."""

from gdviz.engine import Penalty

ENTRY = Penalty(
    name="L2 (ridge)", family="Penalties", authors="Hoerl & Kennard", year=1970,
    text="""
        param strength = 0.1 from 0.0001 to 100 log    # lambda
        strength/2*w^2
    """,
    prox="w/(1 + s*strength)",
    note="lambda/2 times the sum of squares, the intercept left out. sklearn's Ridge adds alpha times the "
         "sum of squares to the sum over the rows, torch's weight_decay is lambda.",
    reference="Hoerl & Kennard (1970), Ridge regression, Technometrics 12(1), 55-67",
)
