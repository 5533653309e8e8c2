"""SciPy's L-BFGS-B, without bounds."""

from gdviz.engine import Minimizer

ENTRY = Minimizer(
    name="L-BFGS-B (SciPy)", family="SciPy", authors="Byrd, Lu, Nocedal, Zhu", year=1995,
    method="L-BFGS-B", asks=("value", "gradient"),
    text="""
        param maxcor = 10 from 1 to 50 integer                        # pairs of step and change of gradient that it remembers
        param ftol = 2.220446049250313e-9 from 1e-16 to 0.1 log       # ends where the loss falls by a smaller share of itself
        param gtol = 1e-5 from 1e-14 to 1 log                         # ends where no slope is larger
    """,
    note=(
        "BFGS out of the last 10 pairs instead of a matrix, begun anew in each step with a multiple of the identity; "
        "its line search is Moré and Thuente's with Wolfe's c1 = 1e-3 and c2 = 0.9 (optax, and L-BFGS here: c1 = 1e-4). "
        "It may end because the loss hardly falls, while the gradient is not small. torch.optim.LBFGS keeps 100 pairs, "
        "makes up to 20 iterations in each step, and has no line search unless asked. Without bounds, as here, the B "
        "means nothing."
    ),
    reference="Byrd, Lu, Nocedal and Zhu (1995), SIAM J. Sci. Comput. 16(5); scipy.optimize.minimize(method='L-BFGS-B')",
)
