"""Binary cross-entropy on the score."""

from gdviz.engine import Display, Loss

ENTRY = Loss(
    name="Cross-entropy", family="Two classes", authors="Cox", year=1958,
    text="""
        s = (1 - 2*y)*z
        where(s > 0, s + log1p(exp(-s)), log1p(exp(s)))
    """,
    display=Display("p = 1/(1 + exp(-z))\n-y*log(p) - (1 - y)*log(1 - p)", ("p - y",)),
    task="binary", probability="1/(1 + exp(-z))",
    note="Logistic regression: p is the probability of y = 1. It runs as log(1 + exp(s)) with s = z for y = "
         "0 and s = -z for y = 1, in two branches of which neither overflows nor cancels: the same number. "
         "torch calls it BCEWithLogitsLoss.",
    reference="Cox (1958), The regression analysis of binary sequences, J. R. Stat. Soc. B 20(2), 215-242",
)
