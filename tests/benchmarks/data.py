"""Losses over data beside the same loops written out by hand in NumPy; bytes and seconds of what a page draws of many rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import gdviz
from gdviz.ui.problems.fit import FitChoice, picture
from gdviz.ui.runs import pictures, races
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from tests.benchmarks.timing import pairs, seconds

ROWS, STEPS, LR = 100_000, 300, 0.1
GRID = 128


def table(rows: int) -> gdviz.Table:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(rows, 2))
    return gdviz.Table(
        "Rows", {"x1": x[:, 0], "x2": x[:, 1], "y": 1 + x @ (2.0, -3.0) + rng.normal(size=rows)}
    )


def huber(r: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Costs and slopes of residuals."""
    far = np.abs(r)
    return np.where(far <= 1, r * r / 2, far - 0.5), np.clip(r, -1, 1)


def huber_by_hand(x: np.ndarray, y: np.ndarray) -> tuple[list[float], list[np.ndarray]]:
    """The same under the Huber loss."""
    w, b, n = np.zeros(2), 0.0, len(y)
    losses, path = [], []
    for _ in range(STEPS):
        cost, slope = huber(x @ w + b - y)
        losses.append(cost.mean())
        w = w - LR / n * (x.T @ slope)
        b = b - LR / n * slope.sum()
        path.append(np.array([*w, b]))
    return losses, path


def full_by_hand(x: np.ndarray, y: np.ndarray) -> tuple[list[float], list[np.ndarray]]:
    """Gradient descent on the mean square; loss and parameters of each step kept."""
    w, b, n = np.zeros(2), 0.0, len(y)
    losses, path = [], []
    for _ in range(STEPS):
        r = x @ w + b - y
        losses.append((r**2).mean())
        w = w - LR * 2 / n * (x.T @ r)
        b = b - LR * 2 / n * r.sum()
        path.append(np.array([*w, b]))
    return losses, path


def batches_by_hand(
    x: np.ndarray, y: np.ndarray, size: int, steps: int
) -> tuple[list[float], list[float], list[np.ndarray], list[np.ndarray]]:
    """Mini-batch descent; the loss of the batch, and loss and gradient of all rows kept, as in a `Path`."""
    rng, w, b, n = np.random.default_rng(0), np.zeros(2), 0.0, len(y)
    losses, batch_losses, gradients, path = [], [], [], []
    order, place = rng.permutation(n), 0
    for _ in range(steps):
        if place >= n:
            order, place = rng.permutation(n), 0
        rows = order[place : place + size]
        place += size
        whole = x @ w + b - y
        losses.append((whole**2).mean())
        gradients.append(np.array([*(2 / n * (x.T @ whole)), 2 / n * whole.sum()]))
        a, r = x[rows], x[rows] @ w + b - y[rows]
        batch_losses.append((r**2).mean())
        w = w - LR * 2 / len(r) * (a.T @ r)
        b = b - LR * 2 / len(r) * r.sum()
        path.append(np.array([*w, b]))
    return losses, batch_losses, gradients, path


def grid_by_hand(x: np.ndarray, y: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The mean square at (slope, intercept) points, row of the grid by row of the grid."""
    return np.array([((p[:, :1] * x + p[:, 1:] - y) ** 2).mean(1) for p in points.reshape(GRID, GRID, 2)])


def scene_bytes(rows: int, batch: int | None) -> int:
    """Bytes of a race of three on so many rows."""
    spec = Spec(
        FitChoice(table=table(rows), features=("x1",), target="y"),
        steps=STEPS,
        batch=batch,
        stop_gradient=None,
        entrants=tuple(Entrant(Choice(s)) for s in ("gd", "momentum", "adam")),
    )
    return len(pictures.scene_of(races.race(spec)).to_bytes())


def page_grid(rows: int, slug: str) -> tuple[int, float]:
    """Points a side of a page's grid of two features on so many rows, and the seconds that it takes."""
    made = table(rows).columns
    task, y = (
        ("regression", made["y"]) if slug == "squared" else ("classification", (made["y"] > 1).astype(float))
    )
    fit = FitChoice(
        task=task,
        table=gdviz.Table("Rows", {**made, "y": y}),
        features=("x1", "x2"),
        target="y",
        loss=Choice(slug),
    )
    shown, _ = picture.slice_of(Spec(fit), None, None)
    side = picture.resolution(fit)
    points = np.stack(np.meshgrid(*(np.linspace(*d, side) for d in shown.domain)), -1)
    return side, min(seconds(lambda: shown.value(points)) for _ in range(3))


def rows() -> Iterator[str]:
    w = gdviz.data_loss(table(ROWS))
    x, y = np.ascontiguousarray(w.design.a[:, :2]), w.design.y
    full = gdviz.descend(w, "gd", lr=LR, steps=STEPS, stop=None)
    np.testing.assert_allclose(full.theta[1:], full_by_hand(x, y)[1], rtol=1e-9)
    ours, hand, ratio = pairs(
        lambda: gdviz.descend(w, "gd", lr=LR, steps=STEPS, stop=None), lambda: full_by_hand(x, y), 7
    )
    yield (
        f"{ROWS:,} rows x 2 features x {STEPS} full-batch steps: {ours:.3f} s, by hand {hand:.3f} s; ratio {ratio:.2f}; "
        "to reach 1.3"
    )
    ours, hand, ratio = pairs(
        lambda: gdviz.descend(w, "gd", lr=LR, steps=STEPS, batch_size=32, stop=None),
        lambda: batches_by_hand(x, y, 32, STEPS),
        5,
    )
    yield f"the same in batches of 32, both losses and the whole gradient kept: {ours:.3f} s, by hand {hand:.3f} s; ratio {ratio:.2f}; to reach 1.3"
    bounded = gdviz.data_loss(table(ROWS), "huber")
    ours, hand, ratio = pairs(
        lambda: gdviz.descend(bounded, "gd", lr=LR, steps=STEPS, stop=None), lambda: huber_by_hand(x, y), 3
    )
    yield f"the same of the Huber loss: {ours:.3f} s, by hand {hand:.3f} s; ratio {ratio:.2f}; to reach 1.3"
    few = gdviz.data_loss(table(1000))
    x, y = np.ascontiguousarray(few.design.a[:, :2]), few.design.y
    ours, hand, ratio = pairs(
        lambda: gdviz.descend(few, "gd", lr=LR, steps=1000, batch_size=32, stop=None),
        lambda: batches_by_hand(x, y, 32, 1000),
    )
    yield (
        f"1000 rows, 1000 steps of 32 rows, both losses and the whole gradient kept: {ours * 1e3:.0f} ms, by hand {hand * 1e3:.0f} ms; ratio {ratio:.2f}"
    )
    line = gdviz.data_loss("line", parameters={"n": 1000})
    points = np.stack(np.meshgrid(*(np.linspace(*d, GRID) for d in line.domain)), -1).reshape(-1, 2)
    x, y = line.design.a[:, 0], line.design.y
    np.testing.assert_allclose(line.value(points), grid_by_hand(x, y, points).ravel(), rtol=1e-9)
    ours, hand, ratio = pairs(lambda: line.value(points), lambda: grid_by_hand(x, y, points))
    yield f"{GRID} x {GRID} grid on 1000 rows: {ours * 1e3:.0f} ms, by hand {hand * 1e3:.0f} ms; ratio {ratio:.2f}"
    for name, batch in (("all rows", None), ("batches of 32", 32)):
        sizes = ", ".join(f"{n:,} rows {scene_bytes(n, batch) / 1e3:.0f} KB" for n in (1000, ROWS))
        yield f"bytes of a scene, 3 x {STEPS} steps, {name}: {sizes}"
    for slug in ("squared", "cross_entropy"):
        found = ((n, *page_grid(n, slug)) for n in (1000, 10_000, ROWS))
        yield f"a page's grid, {slug}: " + ", ".join(f"{n:,} rows ({a} x {a}) {t:.2f} s" for n, a, t in found)
