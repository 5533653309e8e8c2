"""Nonlinear conjugate gradients with the factor of Polak and Ribiere, never negative."""

from gdviz.engine import Rule

ENTRY = Rule(
    name="CG, Polak-Ribière+", family="Second order", authors="Polak, Ribière", year=1969,
    text="""
        param c1 = 1e-4 from 1e-6 to 0.01 log    # sufficient decrease of the line search
        param c2 = 0.4 from 0.02 to 0.9          # how much of the slope may be left after it
        state p = 0*g; state g_old = g; state f_old = f + norm(g)/2
        beta = where(norm(g_old) > 0, max(dot(g, g - g_old)/dot(g_old, g_old), 0), 0)
        p = -g + beta*p
        first = min(1, 2.02*(f - f_old)/dot(g, p))
        a = wolfe(p, first, c1, c2)
        g_old = g; f_old = f
        theta = theta + lr*a*p
    """,
    unit="none", lr=1.0,
    note="Nonlinear conjugate gradients. PR+, as SciPy's CG: beta = 0 in place of a negative one (Gilbert & "
         "Nocedal 1992), which restarts with the gradient, also after a step that led nowhere. Strong Wolfe "
         "conditions with c1 = 1e-4 and c2 = 0.4 as in SciPy (Nocedal & Wright: 0.1). Made for full "
         "gradients: with noise or batches beta compares gradients of different functions.",
    reference="Polak and Ribière (1969), RIRO 3(R1), 35-43; PR+: Nocedal & Wright (2006), eq. 5.45",
)
