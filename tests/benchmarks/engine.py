"""The engine beside the same loops written out by hand in NumPy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

import gdviz
from tests.benchmarks.timing import pairs, seconds

STEPS = 1000


def adam_by_hand(
    n: int, lr: float = 0.05, b1: float = 0.9, b2: float = 0.999, eps: float = 1e-8
) -> dict[str, np.ndarray]:
    """Adam on Rosenbrock; every quantity of every step kept."""
    th, m, v = np.array([-1.2, 1.0]), np.zeros(2), np.zeros(2)
    kept: dict[str, list[Any]] = {k: [] for k in ("theta", "loss", "g", "m", "v", "m_hat", "v_hat", "rate")}
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


def momentum_in_columns(starts: np.ndarray, n: int, lr: float = 0.005, mu: float = 0.9) -> np.ndarray:
    """The same faster: x and y as two contiguous arrays, all arrays made before, everything in place."""
    x, y = starts[:, 0].copy(), starts[:, 1].copy()
    u, v = np.zeros_like(x), np.zeros_like(x)
    a, b, t = np.empty_like(x), np.empty_like(x), np.empty_like(x)
    for _ in range(n):
        np.multiply(x, x, out=a)
        a += y
        a -= 11
        np.multiply(y, y, out=b)
        b += x
        b -= 7
        for velocity, own, factor, other in ((u, x, a, b), (v, y, b, a)):
            velocity *= mu
            np.multiply(own, factor, out=t)
            t *= 4
            velocity += t
            np.multiply(other, 2, out=t)
            velocity += t
        for place, velocity in ((x, u), (y, v)):
            np.multiply(velocity, lr, out=t)
            place -= t
    return np.stack([x, y], -1)


def single_runs() -> Iterator[str]:
    """Time one run of 300 steps, everything recorded: what a drag of the rate makes many times a second."""
    objectives: list[tuple[str, Any]] = [
        (slug, gdviz.surfaces[slug]) for slug in ("himmelblau", "rosenbrock")
    ]
    objectives += [
        (f"line of {n} rows", gdviz.data_loss("line", parameters={"n": n})) for n in (60, 200, 1000)
    ]
    for name, objective in objectives:
        times = []
        for slug in ("gd", "momentum", "adam"):
            rule, lr = gdviz.optimizers[slug], 0.001

            def run(objective: Any = objective, rule: Any = rule, lr: float = lr) -> None:
                descent = gdviz.Descent(objective, rule, lr=lr, steps=300, stop=None)
                descent.run()
                descent.path()

            run()
            times.append(f"{slug} {min(seconds(run) for _ in range(9)) * 1e3:.1f}")
        yield f"one run of 300 steps on {name}, from Descent to Path: {', '.join(times)} ms"
    ours, hand, ratio = pairs(
        lambda: gdviz.descend("rosenbrock", "adam", lr=0.05, steps=300, stop=None), lambda: adam_by_hand(300)
    )
    yield (
        f"one run of Adam on Rosenbrock, 300 steps: {ours * 1e3:.1f} ms, by hand {hand * 1e3:.1f} ms; "
        f"ratio {ratio:.2f}"
    )


GRID = """
import time
from pathlib import Path
import numpy as np
import gdviz
from gdviz.engine.threads import one_thread
one_thread()
def peak():  # of this process alone: ru_maxrss would begin with that of the parent
    (line,) = (l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
starts = np.stack(np.meshgrid(*2 * [np.linspace(-5, 5, {side})]), -1)
before, begun = peak(), time.process_time()
gdviz.sweep("himmelblau", "{rule}", starts, steps=300, lr={lr})
took = time.process_time() - begun
print(took, before, peak())
"""


def grids() -> Iterator[str]:
    """Time a grid of starts as on a map of basins, each in a process of its own that tells its memory (Linux)."""
    for rule, lr in (("gd", 0.01), ("momentum", 0.005), ("adam", 0.05)):
        told = []
        for side in (64, 128, 256, 512):
            code = GRID.format(side=side, rule=rule, lr=lr)
            done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
            took, before, peak = map(float, done.stdout.split())
            told.append(
                f"{side}^2 {took:.2f} s, {peak:.0f} MB at most ({peak - before:.0f} more than before)"
            )
        yield f"a grid of starts x 300 steps of {rule} (Himmelblau): {'; '.join(told)}; to reach 500 MB at 512^2"


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
    by_hand = {
        "one array (B, 2), new arrays": momentum_by_hand,
        "x and y contiguous, in place": momentum_in_columns,
    }
    end = gdviz.sweep("himmelblau", "momentum", starts, steps=200, lr=0.005, stop=None).theta
    for how, loop in by_hand.items():
        np.testing.assert_allclose(end, loop(starts, 200), atol=1e-8)
        ours, hand, ratio = pairs(
            lambda: gdviz.sweep("himmelblau", "momentum", starts, steps=200, lr=0.005),
            partial(loop, starts, 200),
        )
        yield (
            f"65 536 starts x 200 momentum steps (Himmelblau), stop rules at every step: {ours:.3f} s of CPU, "
            f"by hand without them ({how}) {hand:.3f} s; ratio {ratio:.2f}; to reach 1.0"
        )
    yield from grids()
    yield from single_runs()
