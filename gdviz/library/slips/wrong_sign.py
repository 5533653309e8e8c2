"""The residual turned round, the gradient not."""

import numpy as np

from gdviz.engine import Slip


def published(theta, x, y, lr):
    n = len(y)
    X = np.column_stack([x, np.ones(n)])
    error = y - X @ theta
    cost = np.sum(error**2) / (2*n)
    grad = X.T @ error / n
    return cost, theta - lr * grad


def corrected(theta, x, y, lr):
    n = len(y)
    X = np.column_stack([x, np.ones(n)])
    error = y - X @ theta
    cost = np.sum(error**2) / (2*n)
    grad = -X.T @ error / n
    return cost, theta - lr * grad


ENTRY = Slip(
    name="A wrong sign", family="Gradient", number=4, published=published, corrected=corrected,
    explanation=(
        "The cost does not care whether the error is y - z or z - y, since it is squared; the gradient "
        "does. With y - z the derivative is minus the sum: without the minus every step climbs, at every "
        "rate. No smaller rate cures it."
    ),
)
