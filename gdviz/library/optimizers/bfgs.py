"""BFGS: the inverse Hessian learnt from differences of gradients."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="BFGS", family="Second order", authors="Broyden, Fletcher, Goldfarb, Shanno", year=1970,
    text="""
        param c1 = 1e-4 from 1e-6 to 0.1 log    # sufficient decrease of the line search
        param c2 = 0.9 from 0.2 to 0.99         # how much of the slope may be left after it
        state H = eye
        p = -(H @ g)
        first = where(t > 1, 1, min(1, 1/norm(g)))
        a = wolfe(p, first, c1, c2)
        s = lr*a*p
        y = grad(theta + s) - g
        rho = where(dot(s, y) > 0, 1/dot(s, y), 0)
        V = eye - rho*outer(y, s)
        H = transpose(V) @ H @ V + rho*outer(s, s)
        theta = theta + s
    """,
    unit="none", lr=1.0,
    note="H approximates the inverse Hessian. As in SciPy it begins with I and is not rescaled (Nocedal & "
         "Wright, eq. 6.20, would multiply it by s.y/y.y after the first step), strong Wolfe conditions with "
         "c1 = 1e-4, c2 = 0.9. Where s.y is not positive (lr other than 1, noise, kinks) H stays. y is over "
         "the step's batch.",
    reference="Broyden, Fletcher, Goldfarb, Shanno (1970); Nocedal & Wright (2006), alg. 6.1",
)
