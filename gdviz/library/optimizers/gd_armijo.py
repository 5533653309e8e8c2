"""Gradient descent with a line search by Armijo's rule."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="GD, Armijo search", family="Line search", authors="Armijo", year=1966,
    text="""
        p = -g
        a = line_search(p)
        theta = theta + lr*a*p
    """,
    unit="none", lr=1.0,
    note="Every step begins with the length 1, which is halved until the loss falls by at least 1e-4 of what "
         "the slope promises (Nocedal & Wright 2006, alg. 3.1; Armijo has 1/2). Each trial costs a value of "
         "the loss, no gradient. It cannot take a step longer than the gradient. lr multiplies the step that "
         "was found.",
    reference="Armijo (1966), Pacific Journal of Mathematics 16(1), 1-3",
)
