"""A projection onto a ball in the 1-norm that lets signs turn."""

import numpy as np

from gdviz.engine import Slip


def published(theta, x, y, lr):
    n, radius = len(y), 1.0
    X = np.column_stack([x, np.ones(n)])
    cost = np.sum((X @ theta - y)**2) / (2*n)
    v = theta - lr * X.T @ (X @ theta - y) / n
    if np.sum(np.abs(v)) > radius:
        tau = (np.sum(np.abs(v)) - radius) / len(v)
        v = np.sign(v) * (np.abs(v) - tau)
    return cost, v


def corrected(theta, x, y, lr):
    n, radius = len(y), 1.0
    X = np.column_stack([x, np.ones(n)])
    cost = np.sum((X @ theta - y)**2) / (2*n)
    v = theta - lr * X.T @ (X @ theta - y) / n
    if np.sum(np.abs(v)) > radius:
        largest = np.sort(np.abs(v))[::-1]
        excess = (np.cumsum(largest) - radius) / np.arange(1, len(v) + 1)
        tau = excess[largest > excess][-1]
        v = np.sign(v) * np.maximum(np.abs(v) - tau, 0)
    return cost, v


ENTRY = Slip(
    name="A projection onto the l1 ball that does not clip", family="Update", number=8, radius=1.0,
    published=published, corrected=corrected,
    explanation=(
        "The step is followed by a projection: the nearest point whose absolute values add up to at most 1."
        " It shrinks all of them by the same amount, but none below 0. Without that clip a small coordinate"
        " turns its sign, and the sum is larger than 1: (3, 0.1) becomes (1.95, -0.95), of norm 2.9, where "
        "(1, 0) is right (Duchi et al. 2008, Efficient projections onto the l1-ball)."
    ),
)
