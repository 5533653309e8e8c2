"""1/2*m is not 1/(2*m)."""

import numpy as np

from gdviz.engine import Slip


def published(theta, x, y, lr):
    m = len(y)
    X = np.column_stack([x, np.ones(m)])
    cost = 1/2*m * np.sum((X @ theta - y)**2)
    grad = 1/m * X.T @ (X @ theta - y)
    return cost, theta - lr * grad


def corrected(theta, x, y, lr):
    m = len(y)
    X = np.column_stack([x, np.ones(m)])
    cost = 1/(2*m) * np.sum((X @ theta - y)**2)
    grad = 1/m * X.T @ (X @ theta - y)
    return cost, theta - lr * grad


ENTRY = Slip(
    name="1/2*m instead of 1/(2*m)", family="Cost", number=1, published=published, corrected=corrected,
    explanation=(
        "Python reads 1/2*m as (1/2) times m. The path is right, but the loss is m² times too large: it "
        "grows with the number of rows, and losses of different data cannot be compared. Add rows with the "
        "slider and watch the curve."
    ),
)
