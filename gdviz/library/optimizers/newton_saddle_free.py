"""Newton's method with the absolute values of the curvatures: saddles repel it."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Saddle-free Newton", family="Second order", authors="Dauphin et al.", year=2014,
    text="""
        param lam = 0.001 from 1e-9 to 1000 log   # added to every curvature
        H = hess(theta)
        A = spectral_abs(H) + lam*eye
        p = -solve(A, g)
        theta = theta + lr*p
    """,
    unit="none", lr=1.0,
    note="|H| is the Hessian with the absolute values of its eigenvalues, so that every step goes downhill: "
         "Newton's lengths, but away from saddles and maxima. As in the paper's section 6, with damping lam, "
         "here of the whole Hessian and with a fixed lam; the paper works in a Krylov subspace and tries "
         "several lam.",
    reference="Dauphin et al. (2014), NeurIPS 2014, arXiv:1406.2572",
)
