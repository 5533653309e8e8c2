"""Averaged gradient descent (Polyak-Ruppert)."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="ASGD", family="Averages and flatness", authors="Polyak, Juditsky", year=1992,
    text="""
        param lambd = 1e-4 from 0 to 0.1          # decay of theta and of the rate
        param alpha = 0.75 from 0.5 to 1          # power of the rate's decay
        param t0 = 1e6 from 1 to 1e6 log          # step from which theta_mean averages
        state rate = lr; state mu = 1; state theta_mean = 0
        theta = theta*(1 - lambd*rate) - rate*g
        theta_mean = theta_mean + mu*(theta - theta_mean)
        rate = lr/(1 + lambd*lr*t)^alpha
        mu = 1/max(1, t - t0)
    """,
    torch="ASGD(lambd={lambd}, alpha={alpha}, t0={t0})",
    unit="1/curvature",
    note=(
        "As in torch.optim.ASGD: the path is that of theta; the average theta_mean is recorded beside it "
        "and moves no step. With torch's t0 = 1e6 the average only copies theta: set t0 near 1 to see it "
        "work, best with noise."
    ),
    reference="Polyak and Juditsky (1992), SIAM Journal on Control and Optimization 30(4), 838-855",
)
