"""Huber loss."""

from gdviz.engine import Loss

ENTRY = Loss(
    name="Huber loss", family="Regression", authors="Huber", year=1964,
    text="""
        param delta = 1 from 0.01 to 10 log    # residuals beyond this count linearly
        r = z - y
        where(abs(r) <= delta, r^2/2, delta*(abs(r) - delta/2))
    """,
    note="Squared (with factor 1/2) near 0, absolute beyond delta. As torch.nn.HuberLoss; SmoothL1Loss "
         "divides by its beta.",
    reference="Huber (1964), Robust estimation of a location parameter, Ann. Math. Statist. 35(1), 73-101",
)
