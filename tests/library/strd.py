"""NIST's Statistical Reference Datasets for nonlinear regression, with their certified values.

Source: https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml. Works of the United States government are not subject
to copyright. Each problem has numbers x and y, the model, NIST's second start, and the certified parameters and residual
sum of squares to 11 digits: a digit of the data that were wrong would show in the sum of squares.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

import gdviz


class Problem(NamedTuple):
    x: np.ndarray
    y: np.ndarray
    text: str
    start: tuple[float, ...]
    certified: tuple[float, ...]
    sum_of_squares: float


def numbers(text: str) -> np.ndarray:
    return np.array(text.split(), dtype=float)


_adsorption = gdviz.datasets["misra1a"].table().columns

MISRA1A = Problem(
    _adsorption["pressure"],
    _adsorption["volume"],
    "b1*(1 - exp(-b2*x))",
    (250, 0.0005),
    (2.3894212918e02, 5.5015643181e-04),
    1.2455138894e-01,
)
THURBER = Problem(
    numbers(
        "-3.067 -2.981 -2.921 -2.912 -2.840 -2.797 -2.702 -2.699 -2.633 -2.481 -2.363 -2.322 -1.501 -1.460 -1.274 "
        "-1.212 -1.100 -1.046 -0.915 -0.714 -0.566 -0.545 -0.400 -0.309 -0.109 -0.103 0.010 0.119 0.377 0.790 "
        "0.963 1.006 1.115 1.572 1.841 2.047 2.200"
    ),
    numbers(
        "80.574 84.248 87.264 87.195 89.076 89.608 89.868 90.101 92.405 95.854 100.696 101.060 401.672 390.724 "
        "567.534 635.316 733.054 759.087 894.206 990.785 1090.109 1080.914 1122.643 1178.351 1260.531 1273.514 "
        "1288.339 1327.543 1353.863 1414.509 1425.208 1421.384 1442.962 1464.350 1468.705 1447.894 1457.628"
    ),
    "(b1 + b2*x + b3*x^2 + b4*x^3)/(1 + b5*x + b6*x^2 + b7*x^3)",
    (1300, 1500, 500, 75, 1, 0.4, 0.05),
    (
        1.2881396800e03,
        1.4910792535e03,
        5.8323836877e02,
        7.5416644291e01,
        9.6629502864e-01,
        3.9797285797e-01,
        4.9727297349e-02,
    ),
    5.6427082397e03,
)
MGH09 = Problem(
    numbers("4 2 1 0.5 0.25 0.167 0.125 0.1 0.0833 0.0714 0.0625"),
    numbers("0.1957 0.1947 0.1735 0.16 0.0844 0.0627 0.0456 0.0342 0.0323 0.0235 0.0246"),
    "b1*(x^2 + x*b2)/(x^2 + x*b3 + b4)",
    (0.25, 0.39, 0.415, 0.39),
    (1.9280693458e-01, 1.9128232873e-01, 1.2305650693e-01, 1.3606233068e-01),
    3.0750560385e-04,
)
PROBLEMS = {"misra1a": MISRA1A, "thurber": THURBER, "mgh09": MGH09}
