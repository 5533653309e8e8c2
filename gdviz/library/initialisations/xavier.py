"""Xavier (Glorot) normal."""

from gdviz.engine import Initialisation

ENTRY = Initialisation(
    name="Xavier (Glorot)", family="Scaled to the layer", authors="Glorot & Bengio", year=2010,
    text="sqrt(2/(fan_in + fan_out))",
    note="A compromise that keeps the variance of signals forward and of gradients backward, for units of "
         "slope 1 at 0. torch: xavier_normal_.",
    reference="Glorot & Bengio (2010), Understanding the difficulty of training deep feedforward neural "
              "networks, AISTATS",
)
