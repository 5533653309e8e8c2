"""A name that only another cell of the notebook defines."""

import numpy as np

from gdviz.engine import Slip


def published(theta, x, y, lr):
    X = np.column_stack([x, np.ones(len(y))])
    cost = np.mean((X @ theta - y)**2)
    grad = 2/N * X.T @ (X @ theta - y)
    return cost, theta - lr * grad


def corrected(theta, x, y, lr):
    n = len(y)
    X = np.column_stack([x, np.ones(n)])
    cost = np.mean((X @ theta - y)**2)
    grad = 2/n * X.T @ (X @ theta - y)
    return cost, theta - lr * grad


ENTRY = Slip(
    name="2/N where N is defined nowhere", family="Program", number=9, average="mean",
    published=published, corrected=corrected, leftover={"N": 100}, factor=lambda n: n / 100,
    explanation=(
        "The program stops at once with a NameError, unless an N is left over from another cell of the "
        "notebook. The picture shows that case with N = 100: every step is n/100 of what it should be, "
        "right for 100 rows only. Restart the notebook and run all cells before you publish."
    ),
)
