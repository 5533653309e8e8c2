"""The gradient of the penalty divided by the number of rows."""

import numpy as np

from gdviz.engine import Slip


def published(theta, x, y, lr):
    n, strength = len(y), 0.5
    X = np.column_stack([x, np.ones(n)])
    weights = np.array([theta[0], 0])
    cost = np.sum((X @ theta - y)**2) / (2*n) + strength/2 * np.sum(weights**2)
    grad = (X.T @ (X @ theta - y) + strength * weights) / n
    return cost, theta - lr * grad


def corrected(theta, x, y, lr):
    n, strength = len(y), 0.5
    X = np.column_stack([x, np.ones(n)])
    weights = np.array([theta[0], 0])
    cost = np.sum((X @ theta - y)**2) / (2*n) + strength/2 * np.sum(weights**2)
    grad = X.T @ (X @ theta - y) / n + strength * weights
    return cost, theta - lr * grad


ENTRY = Slip(
    name="The penalty's gradient divided by the batch size", family="Gradient", number=7,
    published=published, corrected=corrected, penalty="l2", penalty_parameters={"strength": 0.5},
    explanation=(
        "The bracket closes too late: the penalty is no mean over the rows, so its gradient is not divided "
        "by n. Only the slope is wrong, the intercept has no penalty. The run ends beside the minimum, and "
        "the penalty seems to fade with the number of rows."
    ),
)
