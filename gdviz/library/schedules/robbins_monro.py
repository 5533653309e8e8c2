"""A power of the step number."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Robbins-Monro", family="Decay",
    text="""
        param power = 0.75 from 0 to 2                # between 0.5 (excluded) and 1 the conditions hold
        lr/t^power
    """,
    note=(
        "The sum of the rates must be infinite, so that every distance can be covered, and the sum of "
        "their squares finite, so that the noise dies out: 0.5 < power <= 1. Outside of it one of the two "
        "fails, and can be seen to."
    ),
    reference=(
        "Robbins and Monro (1951), A Stochastic Approximation Method, Annals of Mathematical Statistics "
        "22(3), 400-407"
    ),
)
