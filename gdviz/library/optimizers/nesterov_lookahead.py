"""Nesterov's accelerated gradient with the look-ahead written out."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Nesterov (look-ahead)", family="Momentum", authors="Nesterov", year=1983,
    text="""
        param momentum = 0.9 from 0 to 0.999      # fraction of the velocity that is kept
        state v = 0
        arrow momentum_term = -lr*momentum*v
        ahead = theta - lr*momentum*v
        v = momentum*v + grad(ahead)
        theta = theta - lr*v
    """,
    unit="1/curvature", stable="2*(1 + momentum)/((1 + 2*momentum)*lam_max)",
    note=(
        "The form of most lectures: first go where the velocity leads, take the gradient there, then "
        "correct. At a constant rate, theta - lr*momentum*v here is exactly the iterate of the entry "
        "Nesterov (torch). Nesterov's own momentum grows with the step like (t - 1)/(t + 2); here it is "
        "constant. On a curvature lam the roots of z^2 - (1 + b)(1 - lr lam) z + "
        "b(1 - lr lam), b = momentum, leave the unit circle at z = -1, where lr lam = (2 + 2b)/(1 + 2b)."
    ),
    reference="Nesterov (1983), Soviet Mathematics Doklady 27, 372-376; form: Sutskever et al. (2013), ICML",
)
