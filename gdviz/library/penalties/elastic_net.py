"""Elastic net penalty."""

from gdviz.engine import Penalty

ENTRY = Penalty(
    name="Elastic net", family="Penalties", authors="Zou & Hastie", year=2005,
    text="""
        param strength = 0.1 from 0.0001 to 100 log    # lambda
        param ratio = 0.5 from 0 to 1                  # share of L1
        strength*(ratio*abs(w) + (1 - ratio)/2*w^2)
    """,
    prox="sign(w)*max(abs(w) - s*strength*ratio, 0)/(1 + s*strength*(1 - ratio))",
    note="Between ridge (ratio 0) and lasso (ratio 1), as in sklearn and glmnet.",
    reference="Zou & Hastie (2005), Regularization and variable selection via the elastic net, J. R. Stat. "
              "Soc. B 67(2), 301-320",
)
