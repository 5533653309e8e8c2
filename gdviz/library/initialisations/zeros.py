"""All weights 0."""

from gdviz.engine import Initialisation

ENTRY = Initialisation(
    name="Zeros", family="Lessons",
    text="0",
    note="All units of a layer compute the same and get the same gradient, so they stay alike: nothing "
         "breaks the tie. With tanh or ReLU the gradient of all weights is 0 from the start.",
)
