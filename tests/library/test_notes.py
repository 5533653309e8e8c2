"""Numbers that notes state, measured."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

import gdviz

SURFACES = gdviz.surfaces


def condition(slug: str) -> float:
    values = np.linalg.eigvalsh(SURFACES[slug].hessian(SURFACES[slug].minima[0]))
    return float(values[-1] / values[0])


def grid(slug: str, n: int = 601) -> np.ndarray:
    (a, b), (c, d) = SURFACES[slug].domain
    return np.stack(np.meshgrid(np.linspace(a, b, n), np.linspace(c, d, n)), -1)


def wells(values: np.ndarray) -> int:
    """Grid points inside the grid that are lower than their eight neighbours."""
    n, m = values.shape
    inner = values[1:-1, 1:-1]
    lower = np.ones(inner.shape, dtype=bool)
    for i in (0, 1, 2):
        for j in (0, 1, 2):
            if (i, j) != (1, 1):
                lower &= inner < values[i : n - 2 + i, j : m - 2 + j]
    return int(lower.sum())


def leon() -> bool:
    largest = np.abs(np.linalg.eigvalsh(SURFACES["leon"].hessian(grid("leon")))).max(-1)
    return 145_000 < largest.max() / largest.min() < 155_000


def goldstein_price() -> bool:
    values = SURFACES["goldstein_price"].value(grid("goldstein_price"))
    width = np.ptp(np.array(SURFACES["goldstein_price"].domain), axis=1)
    return 0.9e6 < values.max() < 1.2e6 and SURFACES["goldstein_price"].minimum == 3 and (width == 4).all()


def radam() -> bool:
    path = gdviz.descend("sphere", "radam", steps=8, lr=0.01, stop=None)
    m_hat = path.quantities["m_hat"] if "m_hat" in path.quantities else None
    plain = (
        [bool(np.allclose(path.theta[k] - 0.01 * m_hat[k], path.theta[k + 1])) for k in range(8)]
        if m_hat is not None
        else []
    )
    return plain == [True] * 5 + [False] * 3


def polyak() -> bool:
    """lr = 0.5 halves the step; optax 0.2's, written out, doubles the one that is not bounded."""
    bowl, start = gdviz.surface("4x^2 + 3y^2"), (1.0, -1.0)
    whole, half = (
        np.diff(gdviz.descend(bowl, "polyak", start, steps=1, lr=lr, f_min=0, gamma_max=100).theta, axis=0)[0]
        for lr in (1.0, 0.5)
    )
    u = -0.5 * bowl.gradient(start)
    optax = min(bowl.value(start) / (u @ u), 100) * u
    return np.allclose(half, whole / 2) and np.allclose(optax, 2 * whole)


def rprop() -> bool:
    runs = [
        gdviz.descend("rosenbrock", "rprop", steps=20, lr=0.01, schedule=gdviz.schedule(s)).theta
        for s in ("lr", "lr/t", "lr*0.5^(t - 1)", "lr/2")
    ]
    return (
        np.array_equal(runs[0], runs[1])
        and np.array_equal(runs[0], runs[2])
        and not np.array_equal(runs[0], runs[3])
    )


def spread(slug: str) -> float:
    """How many times the gradient of the steepest percent of the window is that of the flattest."""
    slopes = np.linalg.norm(SURFACES[slug].gradient(grid(slug)), axis=-1)
    return float(np.quantile(slopes, 0.99) / np.quantile(slopes, 0.01))


def quartic() -> bool:
    newton = gdviz.optimizer("theta = theta - lr*solve(hess(theta), g)")
    theta = gdviz.descend("quartic_bowl", newton, steps=5, lr=1.0).theta
    return np.allclose(theta[1:] / theta[:-1], 2 / 3)


def novograd() -> bool:
    path = gdviz.descend(gdviz.surface("x + 0y"), "novograd", steps=200, lr=0.01, beta1=0.9, stop=None)
    return np.isclose(path.theta[-2, 0] - path.theta[-1, 0], 0.01 / (1 - 0.9), rtol=1e-4)


def lamb() -> bool:
    theta = gdviz.descend("sphere", "lamb", steps=5, lr=0.1, weight_decay=0).theta
    return np.allclose(
        np.linalg.norm(np.diff(theta, axis=0), axis=1), 0.1 * np.linalg.norm(theta[:-1], axis=1)
    )


def cross() -> float:
    """Largest inner value of cross-in-tray, by its formula."""
    x, y = np.moveaxis(grid("cross_in_tray"), -1, 0)
    return float(np.abs(np.sin(x) * np.sin(y) * np.exp(np.abs(100 - np.hypot(x, y) / np.pi))).max())


def first_length(slug: str, **hyper: float) -> float:
    path = gdviz.descend("sphere", slug, steps=1, lr=1.0, stop=None, **hyper)
    return float(np.abs(path.theta[1] - path.theta[0]).max())


# slug: words of the note that hold the number, and what is measured
SAID: dict[str, tuple[str, Callable[[], bool]]] = {
    "leon": ("150 000", leon),
    "booth": ("condition number 9", lambda: np.isclose(condition("booth"), 9)),
    "matyas": ("condition number 25", lambda: np.isclose(condition("matyas"), 25)),
    "goldstein_price": ("From 3 to a million within four units", goldstein_price),
    "beale": ("more than 100 000 in the corners", lambda: SURFACES["beale"].value(grid("beale")).max() > 1e5),
    "freudenstein_roth": (
        "48.98 at (11.41, -0.90)",
        lambda: (
            round(float(SURFACES["freudenstein_roth"].value([11.41278, -0.89681])), 2) == 48.98
            and np.abs(SURFACES["freudenstein_roth"].gradient([11.41278, -0.89681])).max() < 0.01
        ),
    ),
    "rastrigin": (
        "About a hundred local minima",
        lambda: 90 <= wells(SURFACES["rastrigin"].value(grid("rastrigin"))) <= 125,
    ),
    "trefethen": (
        "Hundreds of local minima",
        lambda: 200 <= wells(SURFACES["trefethen"].value(grid("trefethen", 1501))) < 3000,
    ),
    "shubert": (
        "760 minima, 18 of them global",
        lambda: (
            len(SURFACES["shubert"].minima) == 18
            and 700 <= wells(SURFACES["shubert"].value(grid("shubert", 1501))) <= 800
        ),
    ),
    "schaffer_4": (
        "Four equal minima",
        lambda: (
            len(SURFACES["schaffer_4"].minima) == 4
            and (np.ptp(np.array(SURFACES["schaffer_4"].domain), axis=1) == 200).all()
        ),
    ),
    "salomon": (
        "A hundred ring-shaped trenches, each a tenth lower",
        lambda: (
            SURFACES["salomon"].domain == ((-100, 100), (-100, 100))
            and np.allclose(
                np.diff(SURFACES["salomon"].value(np.stack([np.arange(1.0, 9), np.zeros(8)], -1))),
                0.1,
                atol=1e-3,
            )
        ),
    ),
    "foxholes": (
        "height 500 with 25",
        lambda: (
            24 <= wells(SURFACES["foxholes"].value(grid("foxholes", 1201))) <= 26
            and abs(np.median(SURFACES["foxholes"].value(grid("foxholes"))) - 500) < 5
        ),
    ),
    "bird": ("hundredfold", lambda: 90 < spread("bird") < 150),
    "levy_13": (
        "over a thousand wells",
        lambda: 1000 < wells(SURFACES["levy_13"].value(grid("levy_13", 1501))) < 1300,
    ),
    "cross_in_tray": ("10^43", lambda: len(SURFACES["cross_in_tray"].minima) == 4 and 1e43 < cross() < 2e43),
    "quartic_bowl": ("each step leaves 2/3 of the way", quartic),
    "novograd": ("steps reach 1/(1 - beta1) times lr", novograd),
    "lamb": ("every step has the length lr*norm(theta)", lamb),
    "amsgrad": ("31.6 times", lambda: round(1 / np.sqrt(1 - 0.999), 1) == 31.6),
    "rmsprop": ("10 times lr", lambda: np.isclose(first_length("rmsprop", alpha=0.99), 10, rtol=1e-3)),
    "adadelta": (
        "sqrt(eps/(1 - rho))",
        lambda: first_length("adadelta", rho=0.9, eps=1e-6) <= np.sqrt(1e-6 / 0.1),
    ),
    "radam": ("step 6 for beta2 = 0.999", radam),
    "polyak": ("0.5 halves it", polyak),
    "rprop": ("of a schedule the first rate counts", rprop),
    "exponential": (
        "lr/(1 - gamma)",
        lambda: np.isclose(
            gdviz.schedules["exponential"].rates(100_000, 0.3, gamma=0.99).sum(), 0.3 / 0.01, rtol=0.02
        ),
    ),
    "inverse_time": (
        "Halved after 1/decay steps",
        lambda: 0.3 in gdviz.schedules["inverse_time"].rates(200, 0.6, decay=0.01),
    ),
}


@pytest.mark.quick(8)
@pytest.mark.parametrize("slug", SAID)
def test_a_number_in_a_note_is_the_one_that_is_measured(slug: str) -> None:
    words, measured = SAID[slug]
    entry = next(r[slug] for r in (gdviz.surfaces, gdviz.optimizers, gdviz.schedules) if slug in r)
    assert re.sub(r"\s+", " ", words) in entry.note
    assert measured()
