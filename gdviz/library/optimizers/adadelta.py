"""Adadelta: the units of the step come from earlier steps."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Adadelta", family="Adaptive rates", authors="Zeiler", year=2012,
    text="""
        param rho = 0.9 from 0.5 to 0.9999        # memory of both means
        param eps = 1e-6 from 1e-12 to 0.1 log    # sets the length of the first steps
        state v = 0; state u = 0
        v = rho*v + (1 - rho)*g^2
        delta = sqrt(u + eps)/sqrt(v + eps)*g
        u = rho*u + (1 - rho)*delta^2
        theta = theta - lr*delta
    """,
    torch="Adadelta(rho={rho}, eps={eps})",
    unit="none",
    lr=1.0,
    note=(
        "As in torch.optim.Adadelta: lr = 1 as in the paper (Keras: 0.001), eps inside both roots; the "
        "mean u of squared steps is of the step before lr. The first steps have length sqrt(eps/(1 - "
        "rho)) at most: a small eps means a slow start."
    ),
    reference="Zeiler (2012), ADADELTA: An Adaptive Learning Rate Method, arXiv:1212.5701",
)
