"""Two coupled residuals."""

from gdviz.engine import Surface

ENTRY = Surface(
    name="Perm 0", family="Valleys", authors="Neumaier",
    text="""
        param beta = 10 from 0.5 to 50    # the larger, the more alike the two weights
        p = 1 + beta
        q = 2 + beta
        r1 = p*(x - 1) + q*(y - 1/2)
        r2 = p*(x^2 - 1) + q*(y^2 - 1/4)
        r1^2 + r2^2
    """,
    domain=((-2, 2), (-2, 2)), start=(-1.5, -1),
    minima=[(1, 0.5), ("(1 + beta)/(3 + 2*beta)", "1/2 + (1 + beta)/(3 + 2*beta)")], minimum=0,
    note=(
        "A sum of squared residuals with two exact solutions in one narrow valley: as in least "
        "squares, the valley is where the large residual is small."
    ),
    reference="Neumaier, Test problems for global optimization (collection), University of Vienna",
    levels="log",
)
