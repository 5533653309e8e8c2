"""Nesterov's accelerated gradient, as torch writes it."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Nesterov", family="Momentum", authors="Nesterov", year=1983,
    text="""
        param momentum = 0.9 from 0 to 0.999      # fraction of the velocity that is kept
        state v = 0
        arrow momentum_term = -lr*momentum^2*v
        v = momentum*v + g
        theta = theta - lr*(g + momentum*v)
    """,
    torch="SGD(momentum={momentum}, nesterov=True)",
    unit="1/curvature", stable="2*(1 + momentum)/((1 + 2*momentum)*lam_max)", tuned_by="Lessard, Recht and Packard",
    tuned={
        "lr": "4/(3*lam_max + lam_min)",
        "momentum": "1 - 4*sqrt(lam_min)/(sqrt(3*lam_max + lam_min) + 2*sqrt(lam_min))",
    },
    note=(
        "As in torch.optim.SGD(nesterov=True): the iterates shown are the looked-ahead points, so the "
        "gradient is taken where the path is. The look-ahead form of the lectures is its own entry; both "
        "are one method seen in two variables. On a curvature lam the roots of z^2 - (1 + b)(1 - lr lam) z + "
        "b(1 - lr lam), b = momentum, leave the unit circle at z = -1, where lr lam = (2 + 2b)/(1 + 2b)."
    ),
    reference="Nesterov (1983), Soviet Mathematics Doklady 27, 372-376; form: Sutskever et al. (2013), ICML",
    slot=3,
)
