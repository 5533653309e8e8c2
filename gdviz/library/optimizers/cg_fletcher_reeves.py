"""Nonlinear conjugate gradients with the factor of Fletcher and Reeves."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="CG, Fletcher-Reeves", family="Second order",
    authors="Fletcher, Reeves", year=1964,
    text="""
        param c1 = 1e-4 from 1e-6 to 0.01 log    # sufficient decrease of the line search
        param c2 = 0.4 from 0.02 to 0.49         # how much of the slope may be left after it
        state p = 0*g; state g_old = g; state f_old = f + norm(g)/2
        beta = where(norm(g_old) > 0, dot(g, g)/dot(g_old, g_old), 0)
        p = -g + beta*p
        first = min(1, 2.02*(f - f_old)/dot(g, p))
        a = wolfe(p, first, c1, c2)
        g_old = g; f_old = f
        theta = theta + lr*a*p
    """,
    unit="none", lr=1.0,
    note="Nonlinear conjugate gradients. Strong Wolfe conditions with c1 = 1e-4 and c2 = 0.4 as in SciPy "
         "(Nocedal & Wright: 0.1); below 0.5 every p leads downhill. The search first tries the length that "
         "would repeat the last decrease, at most 1, as in SciPy (Nocedal & Wright, eq. 3.60). Without "
         "restarts it can jam: long series of tiny steps, where Polak-Ribière restarts. Made for full "
         "gradients: with noise or batches beta compares gradients of different functions.",
    reference="Fletcher and Reeves (1964), The Computer Journal 7(2), 149-154",
)
