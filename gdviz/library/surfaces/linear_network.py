"""The loss of a two-layer linear network with one sample."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Two-layer linear network", family="Saddles and plateaus",
    text="""
        param decay = 0.05 from 0.001 to 0.9    # weight decay
        (xy - 1)^2 + decay*(x^2 + y^2)
    """,
    domain=((-2.5, 2.5), (-2.5, 2.5)), start=(-0.2, 0.4),
    minima=[
        ("sqrt(1 - decay)", "sqrt(1 - decay)"),
        ("-sqrt(1 - decay)", "-sqrt(1 - decay)"),
    ],
    minimum="2*decay - decay^2",
    note=(
        "Two weights in a row, trained to give 1: a saddle at the origin, two equal valleys, and "
        "weight decay that picks the balanced point of each."
    ),
    reference=(
        "Saxe, McClelland and Ganguli (2014), Exact solutions to the nonlinear dynamics of learning "
        "in deep linear neural networks, ICLR"
    ),
    levels="log",
)
