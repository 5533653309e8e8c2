"""One over time."""

from gdviz.engine import Schedule

ENTRY = Schedule(
    name="Inverse time (1/t)", family="Decay",
    text="""
        param decay = 0.05 from 0 to 1                # how fast the rate falls
        lr/(1 + decay*(t - 1))
    """,
    note=(
        "Halved after 1/decay steps. For large t it is the 1/t of the theory of stochastic approximation; "
        "decay = 1 gives lr/t."
    ),
    reference=(
        "Robbins and Monro (1951), Annals of Mathematical Statistics 22(3), 400-407; TensorFlow's "
        "InverseTimeDecay"
    ),
)
