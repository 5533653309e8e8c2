"""Newton's method with a multiple of the identity added to the Hessian."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="Damped Newton", family="Second order", authors="Levenberg", year=1944,
    text="""
        param lam = 1 from 0.001 to 1000 log      # added to every curvature
        H = hess(theta)
        A = H + lam*eye
        p = -solve(A, g)
        theta = theta + lr*p
    """,
    unit="none", lr=1.0,
    note="Levenberg's damping: between Newton (lam near 0) and gradient descent with the rate 1/lam (lam far "
         "above the curvatures). It goes downhill where lam is larger than the most negative curvature, and "
         "climbs where it is not. Levenberg and Marquardt use J^T J of least squares in place of the "
         "Hessian, scale lam by its diagonal (Marquardt 1963) and change lam from step to step; here it "
         "stays.",
    reference="Levenberg (1944), Quarterly of Applied Mathematics 2(2), 164-168",
)
