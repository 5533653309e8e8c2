"""Binary cross-entropy on the score."""

from gdviz.engine import Loss

ENTRY = Loss(
    name="Cross-entropy", family="Two classes", authors="Cox", year=1958,
    text="where(z > 0, (1 - y)*z + log1p(exp(-z)), log1p(exp(z)) - y*z)",
    task="binary", probability="1/(1 + exp(-z))",
    note="Logistic regression: -y log p - (1 - y) log(1 - p) with p = 1/(1 + exp(-z)), written on the score z in two branches of "
         "which neither overflows nor cancels. torch calls it BCEWithLogitsLoss.",
    reference="Cox (1958), The regression analysis of binary sequences, J. R. Stat. Soc. B 20(2), 215-242",
)
