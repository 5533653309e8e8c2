"""Circular stairs."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Stairs", family="Cliffs and steps",
    text="""
        param flatness = 1 from 0 to 1    # 0 leaves a bowl, 1 makes the steps level
        u = (x^2 + y^2)/2
        u - flatness*sin(2pi*u)/(2pi)
    """,
    domain=((-3, 3), (-3, 3)), start=(2.2, 1.3),
    minima=[(0, 0)], minimum=0,
    note=(
        "Level steps with slopes between them: on each step the gradient is nearly zero, and only "
        "what the optimizer remembers carries it over the next edge."
    ),
    reference="A teaching surface of gdviz",
)
