"""No activation."""

from gdviz.engine import Activation

ENTRY = Activation(
    name="Linear", family="Linear",
    text="z",
    note="Layers without an activation are together one linear model, however many there are; only the loss "
         "over their weights is another one.",
    reference="Saxe, McClelland & Ganguli (2014), Exact solutions to the nonlinear dynamics of learning in "
              "deep linear neural networks, ICLR, arXiv:1312.6120",
)
