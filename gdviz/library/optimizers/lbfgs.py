"""L-BFGS: BFGS from the last three steps, by the two-loop recursion."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="L-BFGS", family="Second order", authors="Nocedal", year=1980,
    text="""
        param c1 = 1e-4 from 1e-6 to 0.1 log    # sufficient decrease of the line search
        param c2 = 0.9 from 0.2 to 0.99         # how much of the slope may be left after it
        state s1 = 0*g; state s2 = 0*g; state s3 = 0*g; state y1 = 0*g; state y2 = 0*g; state y3 = 0*g
        state gamma = min(1, 1/norm(g))
        a1 = rho1*dot(s1, g); q1 = g - a1*y1
        a2 = rho2*dot(s2, q1); q2 = q1 - a2*y2
        a3 = rho3*dot(s3, q2); q3 = q2 - a3*y3; r = gamma*q3
        r3 = r + (a3 - rho3*dot(y3, r))*s3
        r2 = r3 + (a2 - rho2*dot(y2, r3))*s2; r1 = r2 + (a1 - rho1*dot(y1, r2))*s1
        a = wolfe(-r1, 1, c1, c2)
        s3 = s2; y3 = y2; rho3 = rho2; s2 = s1; y2 = y1; rho2 = rho1
        s1 = -lr*a*r1; y1 = grad(theta + s1) - g
        rho1 = where(dot(s1, y1) > 0, 1/dot(s1, y1), 0)
        gamma = where(rho1 > 0, dot(s1, y1)/dot(y1, y1), gamma)
        theta = theta + s1
    """,
    unit="none", lr=1.0,
    note="Remembers 3 pairs s, y, scaled by gamma; SciPy and optax 10, torch 100. Wolfe's c1 = 1e-4, c2 = "
         "0.9 as in optax (SciPy: c1 = 1e-3); torch searches only if asked, 20 iterations a step(), first "
         "min(1, 1/|g|_1) lr.",
    reference="Nocedal (1980), Mathematics of Computation 35, 773-782; Nocedal & Wright, alg. 7.4",
)
