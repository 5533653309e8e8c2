"""Gradient descent with momentum: the heavy ball."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Momentum", family="Momentum", authors="Polyak", year=1964,
    text="""
        param momentum = 0.9 from 0 to 0.999      # fraction of the velocity that is kept
        state v = 0
        arrow momentum_term = -lr*momentum*v
        v = momentum*v + g
        theta = theta - lr*v
    """,
    torch="SGD(momentum={momentum})",
    unit="1/curvature", stable="2*(1 + momentum)/lam_max", tuned_by="Polyak",
    tuned={
        "lr": "4/(sqrt(lam_max) + sqrt(lam_min))^2",
        "momentum": "((sqrt(lam_max) - sqrt(lam_min))/(sqrt(lam_max) + sqrt(lam_min)))^2",
    },
    note=(
        "Heavy ball as in torch.optim.SGD: lr stands outside v. With lr inside (v = momentum*v + lr*g, "
        "Sutskever, TensorFlow) the path is the same at a constant rate and differs under a schedule. "
        "Slides that average (v = momentum*v + (1 - momentum)*g) take steps shorter by the factor 1 - "
        "momentum. On a curvature lam the roots of z^2 - (1 + momentum - lr lam) z + momentum leave the unit "
        "circle at z = -1, where lr lam = 2 + 2 momentum."
    ),
    reference="Polyak (1964), USSR Computational Mathematics and Mathematical Physics 4(5), 1-17",
    slot=1,
)
