"""Quantile loss."""

from gdviz.engine import Loss

ENTRY = Loss(
    name="Quantile loss", family="Regression", authors="Koenker & Bassett", year=1978,
    text="""
        param tau = 0.5 from 0.01 to 0.99      # which quantile: 0.5 is the median
        r = y - z
        max(tau*r, (tau - 1)*r)
    """,
    note="The pinball loss: the best line has a share tau of the points below it. At 0.5 it is half the "
         "absolute error.",
    reference="Koenker & Bassett (1978), Regression quantiles, Econometrica 46(1), 33-50",
)
