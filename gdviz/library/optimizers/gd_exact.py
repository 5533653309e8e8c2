"""Steepest descent with Cauchy's step: to the minimum of the quadratic model along the gradient."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="GD, exact step", family="Line search", authors="Cauchy", year=1847,
    text="""
        q = hess(theta) @ g
        a = where(norm(g) > 0, dot(g, g)/dot(g, q), 0)
        theta = theta - lr*a*g
    """,
    unit="none", lr=1.0,
    note="Cauchy's steepest descent. On a quadratic a is the exact minimum along the gradient, each step at "
         "right angles to the one before: a zigzag that leaves up to (k - 1)^2/(k + 1)^2 of the loss, k the "
         "condition number. Elsewhere it is exact for the local quadratic model only; where the curvature "
         "along g is negative it climbs.",
    reference="Cauchy (1847), Comptes Rendus 25, 536-538; Nocedal & Wright (2006), eq. 3.26",
)
