"""Gradient descent whose rate is the inverse of the curvature along the last step."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Barzilai-Borwein", family="Line search", authors="Barzilai, Borwein", year=1988,
    text="""
        state theta_old = theta; state g_old = g
        s = theta - theta_old
        y = g - g_old
        a = where(dot(s, y) > 0, dot(s, s)/dot(s, y), lr)
        theta_old = theta; g_old = g
        theta = theta - a*g
    """,
    unit="1/curvature",
    note="The long step s.s/s.y (BB1; the paper's other one, BB2, is s.y/y.y). lr is the rate of the first "
         "step, and of those after a step along which the curvature was not positive, where the formula "
         "would climb; Raydan (1997) takes 1/|g| there, within bounds, and adds a line search. The loss does "
         "not fall in every step.",
    reference="Barzilai and Borwein (1988), IMA Journal of Numerical Analysis 8(1), 141-148",
)
