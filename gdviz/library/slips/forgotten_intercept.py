"""No column of ones."""

import numpy as np

from gdviz.engine import Slip


def published(theta, x, y, lr):
    n = len(y)
    X = x.reshape(n, 1)
    theta = theta[:1]
    cost = np.sum((X @ theta - y)**2) / (2*n)
    grad = X.T @ (X @ theta - y) / n
    return cost, theta - lr * grad


def corrected(theta, x, y, lr):
    n = len(y)
    X = np.column_stack([x, np.ones(n)])
    cost = np.sum((X @ theta - y)**2) / (2*n)
    grad = X.T @ (X @ theta - y) / n
    return cost, theta - lr * grad


ENTRY = Slip(
    name="A forgotten column of ones", family="Model", number=6, published=published, corrected=corrected,
    explanation=(
        "Without the column of ones the line has to go through the origin. The gradient is right for that "
        "loss, so a check of derivatives finds nothing: the model is wrong, not the calculus. The line "
        "tilts to make up for the intercept that it lacks. A fit by a library shows a lower loss."
    ),
)
