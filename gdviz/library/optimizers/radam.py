"""RAdam: Adam that waits until v can be trusted."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="RAdam", family="Adam and relatives", authors="Liu et al.", year=2019,
    text="""
        param beta1 = 0.9 from 0 to 0.999         # memory of the mean m of the gradients
        param beta2 = 0.999 from 0.5 to 0.9999    # memory of the mean v of the squared gradients
        param eps = 1e-8 from 1e-12 to 0.1 log    # keeps the division finite where v is 0
        state m = 0; state v = 0
        m = beta1*m + (1 - beta1)*g
        v = beta2*v + (1 - beta2)*g^2
        m_hat = m/(1 - beta1^t)
        rho_inf = 2/(1 - beta2) - 1
        rho = rho_inf - 2*t*beta2^t/(1 - beta2^t)
        r = sqrt(max((rho - 4)*(rho - 2)*rho_inf/((rho_inf - 4)*(rho_inf - 2)*rho), 0))
        scale = where(rho > 5, r*sqrt(1 - beta2^t)/(sqrt(v) + eps), 1)
        arrow momentum_term = -lr*scale*(m - (1 - beta1)*g)/(1 - beta1^t)
        theta = theta - lr*scale*m_hat
    """,
    torch="RAdam(betas=({beta1}, {beta2}), eps={eps})",
    unit="1/curvature",
    note="As in torch.optim.RAdam: adaptive once rho > 5 (paper: > 4; optax: >= 5), which is step 6 for "
         "beta2 = 0.999. Before, the step is lr*m_hat, plain momentum, so that lr must suit the curvature; "
         "afterwards it is a length, like Adam's. eps is added to the uncorrected root.",
    reference="Liu et al. (2019), On the Variance of the Adaptive Learning Rate and Beyond, arXiv:1908.03265",
)
