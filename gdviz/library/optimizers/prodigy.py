"""Prodigy: Adam that estimates its distance to the solution."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Prodigy", family="Without a learning rate", authors="Mishchenko, Defazio", year=2023,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean v of the squared gradients
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        param d0 = 1e-6 from 1e-8 to 1 log        # first estimate of the distance
        param d_coef = 1 from 0.1 to 10 log       # factor on the estimate
        state theta0 = theta; state d = d0
        state m = 0; state v = 0; state s = 0; state r = 0
        rate = d*lr*sqrt(1 - beta2^t)/(1 - beta1^t)
        arrow momentum_term = -rate*beta1*m/(sqrt(beta2*v + (1 - beta2)*(d*g)^2) + d*eps)
        m = beta1*m + (1 - beta1)*d*g
        v = beta2*v + (1 - beta2)*(d*g)^2
        s = sqrt(beta2)*s + rate*d*g/d0
        r = sqrt(beta2)*r + rate*d*dot(g, theta0 - theta)/d0
        d = where(sum(abs(s)) > 0, max(d, d_coef*r/sum(abs(s))), d)
        theta = theta - rate*m/(sqrt(v) + d*eps)
    """,
    unit="none", lr=1.0,
    note="As in optax.contrib without weight decay and warm-up safeguard. d only grows; lr = 1 is the "
         "paper's. The paper's Algorithm 4 has no bias correction; the authors' package makes it an option.",
    reference="Mishchenko and Defazio (2023), Prodigy, ICML 2024, arXiv:2306.06101",
)
