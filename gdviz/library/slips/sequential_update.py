"""The second parameter is updated with the first one's new value."""

import numpy as np

from gdviz.engine import Slip


def published(theta, x, y, lr):
    slope, intercept = theta
    cost = np.mean((slope*x + intercept - y)**2) / 2
    slope = slope - lr * np.mean((slope*x + intercept - y) * x)
    intercept = intercept - lr * np.mean(slope*x + intercept - y)
    return cost, np.array([slope, intercept])


def corrected(theta, x, y, lr):
    slope, intercept = theta
    error = slope*x + intercept - y
    cost = np.mean(error**2) / 2
    slope = slope - lr * np.mean(error * x)
    intercept = intercept - lr * np.mean(error)
    return cost, np.array([slope, intercept])


ENTRY = Slip(
    name="Two parameters updated one after the other", family="Update", number=5,
    published=published, corrected=corrected,
    explanation=(
        "The intercept's line reads the slope that the line above has just changed: its derivative is taken"
        " at a point where the run has never been. What is run is another method (one coordinate after the "
        "other). It has the same place of rest but another path and another limit of the rate. The error "
        "grows with the rate: make the rate small and the check almost agrees."
    ),
)
