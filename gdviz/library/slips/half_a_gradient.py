"""Mean squares with the gradient of half of them."""

import numpy as np

from gdviz.engine import Slip


def published(theta, x, y, lr):
    n = len(y)
    X = np.column_stack([x, np.ones(n)])
    cost = np.mean((X @ theta - y)**2)
    grad = X.T @ (X @ theta - y) / n
    return cost, theta - lr * grad


def corrected(theta, x, y, lr):
    n = len(y)
    X = np.column_stack([x, np.ones(n)])
    cost = np.mean((X @ theta - y)**2)
    grad = 2 * X.T @ (X @ theta - y) / n
    return cost, theta - lr * grad


ENTRY = Slip(
    name="Mean squares with the gradient of half of them", family="Gradient", number=3, average="mean",
    published=published, corrected=corrected, factor=lambda n: 0.5,
    explanation=(
        "The 2 of the derivative is lost: every step is half as long as the rate says, and the largest "
        "stable rate seems to be twice the 2/λ_max of the loss."
    ),
)
