"""A gradient without the 1/n of its loss."""

import numpy as np

from gdviz.engine import Slip


def published(theta, x, y, lr):
    n = len(y)
    X = np.column_stack([x, np.ones(n)])
    cost = np.sum((X @ theta - y)**2) / (2*n)
    grad = X.T @ (X @ theta - y)
    return cost, theta - lr * grad


def corrected(theta, x, y, lr):
    n = len(y)
    X = np.column_stack([x, np.ones(n)])
    cost = np.sum((X @ theta - y)**2) / (2*n)
    grad = X.T @ (X @ theta - y) / n
    return cost, theta - lr * grad


ENTRY = Slip(
    name="A gradient without the 1/n of its loss", family="Gradient", number=2,
    published=published, corrected=corrected,
    factor=float,
    explanation=(
        "The gradient is n times too long, so a rate that is fine for the loss can make the run diverge, "
        "and the more rows the sooner. Divide the rate by n and both paths are the same: the slip hides in "
        "the learning rate."
    ),
)
