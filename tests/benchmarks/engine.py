"""The engine beside the same loops written out by hand in NumPy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import gdviz
from tests.benchmarks.timing import pairs

STEPS = 1000


def adam_by_hand(
    n: int, lr: float = 0.05, b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8
) -> dict[str, np.ndarray]:
    """Adam on Rosenbrock; every quantity of every step kept."""
    th, m, v = np.array([-1.2, 1.0]), np.zeros(2), np.zeros(2)
    kept: dict[str, list] = {k: [] for k in ("theta", "loss", "g", "m", "v", "m_hat", "v_hat", "rate")}
    for t in range(1, n + 1):
        x, y = th
        loss = (1 - x) ** 2 + 100 * (y - x * x) ** 2
        g = np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g**2
        m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
        th = th - lr * m_hat / (np.sqrt(v_hat) + eps)
        for k, q in zip(kept, (th, loss, g, m, v, m_hat, v_hat, lr), strict=True):
            kept[k].append(q)
    return {k: np.array(q) for k, q in kept.items()}


def momentum_by_hand(starts: np.ndarray, n: int, lr: float = 0.005, mu: float = 0.9) -> np.ndarray:
    """Momentum on Himmelblau, all starts in one block."""
    th, v = starts.copy(), np.zeros_like(starts)
    for _ in range(n):
        x, y = th[:, 0], th[:, 1]
        a, b = x * x + y - 11, x + y * y - 7
        g = np.stack([4 * x * a + 2 * b, 2 * a + 4 * y * b], -1)
        v = mu * v + g
        th = th - lr * v
    return th


def rows() -> Iterator[str]:
    ours, hand, ratio = pairs(
        lambda: gdviz.descend("rosenbrock", "adam", lr=0.05, steps=STEPS, stop=None),
        lambda: adam_by_hand(STEPS),
    )
    checked, _, other = pairs(
        lambda: gdviz.descend("rosenbrock", "adam", lr=0.05, steps=STEPS), lambda: adam_by_hand(STEPS)
    )
    yield (
        f"one step of Adam on Rosenbrock, everything recorded: {ours / STEPS * 1e6:.1f} us (with stop rules "
        f"{checked / STEPS * 1e6:.1f}), by hand {hand / STEPS * 1e6:.1f} us; ratio {ratio:.2f} ({other:.2f}); to reach 1.5"
    )
    starts = np.random.default_rng(0).uniform(-5, 5, (65_536, 2))
    ours, hand, ratio = pairs(
        lambda: gdviz.sweep("himmelblau", "momentum", starts, steps=200, lr=0.005),
        lambda: momentum_by_hand(starts, 200),
        5,
    )
    yield (
        f"65 536 starts x 200 momentum steps (Himmelblau): {ours:.3f} s, by hand {hand:.3f} s; ratio {ratio:.2f}; to reach 1.0"
    )
