"""LeCun normal."""

from gdviz.engine import Initialisation

ENTRY = Initialisation(
    name="LeCun", family="Scaled to the layer", authors="LeCun et al.", year=1998,
    text="1/sqrt(fan_in)",
    note="Sums of standardised inputs have variance 1.",
    reference="LeCun, Bottou, Orr & Mueller (1998), Efficient BackProp, section 4.6",
)
