"""A plateau where the gradient vanishes."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Saturated neuron", family="Curves", authors="Glorot and Bengio", year=2010,
    text="(1/(1 + exp(-x)) - 1/2)^2",
    names=("x",), domain=((-8, 8),), start=(6,),
    minima=[(0,)], minimum=0,
    note=(
        "The squared error of one sigmoid unit: away from the middle the sigmoid is flat, the "
        "gradient nearly 0, and steps in proportion to it stand still although the error is large. "
        "Methods that divide by the gradient's size walk on."
    ),
    reference=(
        "Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural "
        "networks, AISTATS"
    ),
)
