"""Binary cross-entropy on the score."""

from gdviz.engine import Loss

ENTRY = Loss(
    name="Cross-entropy", family="Two classes", authors="Cox", year=1958,
    text="""
        s = (1 - 2*y)*z
        where(s > 0, s + log1p(exp(-s)), log1p(exp(s)))
    """,
    task="binary", probability="1/(1 + exp(-z))",
    note=(
        "Logistic regression: -y log p - (1 - y) log(1 - p) with p = 1/(1 + exp(-z)) and y = 0 or 1. That is log(1 + exp(s)) with "
        "s = z or -z, in two branches of which neither overflows nor cancels. torch calls it BCEWithLogitsLoss."
    ),
    reference="Cox (1958), The regression analysis of binary sequences, J. R. Stat. Soc. B 20(2), 215-242",
)
