"""Lasso penalty."""

from gdviz.engine import Penalty

ENTRY = Penalty(
    name="L1 (lasso)", family="Penalties", authors="Tibshirani", year=1996,
    text="""
        param strength = 0.1 from 0.0001 to 100 log    # lambda
        strength*abs(w)
    """,
    prox="sign(w)*max(abs(w) - s*strength, 0)",
    note="Weights become exactly 0 under proximal steps (ISTA); plain steps use the subgradient 0 at 0 and "
         "hop around it.",
    reference="Tibshirani (1996), Regression shrinkage and selection via the lasso, J. R. Stat. Soc. B "
              "58(1), 267-288",
)
