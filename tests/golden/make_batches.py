"""Writes batches/*.txt: mini-batch runs of every loss by torch 2.13 (autograd and torch.optim) in double precision.

Run by hand, only when a loss is added; the tests read the files and need no torch:

    pip install torch==2.13.0 numpy --index-url https://download.pytorch.org/whl/cpu
    PYTHONPATH=. python tests/golden/make_batches.py

A file holds two runs, separated by an empty line. Of a run, `loss`, `penalty` and `rule` name an entry and what is not at its
default, `batches` says size, replacement, seed; `row` lines are the data (features, target), `batch` lines the row numbers
that each step saw, `step` lines the parameters, the loss over all rows and that of the next batch (nan after the last step).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from gdviz.engine import Batches

torch.set_default_dtype(torch.float64)
HERE = Path(__file__).parent / "batches"
ROWS, STEPS, SIZE = 13, 80, 4
Costs = Callable[..., torch.Tensor]  # scores (n,) or (n, K), targets, parameters -> what each row costs


def log_cosh(z: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    r = z - y
    return r + F.softplus(-2 * r, threshold=1e9) - np.log(2)


# loss: (kind of target, costs, name of the oracle, rates of momentum and Adam, parameters of the second run)
CASES: dict[str, tuple[str, Costs, str, tuple[float, float], dict[str, float]]] = {
    "squared": ("number", lambda z, y: F.mse_loss(z, y, reduction="none"), "mse_loss", (0.02, 0.1), {}),
    "absolute": ("number", lambda z, y: F.l1_loss(z, y, reduction="none"), "l1_loss", (0.05, 0.1), {}),
    "huber": (
        "number",
        lambda z, y, delta=1.0: F.huber_loss(z, y, reduction="none", delta=delta),
        "huber_loss",
        (0.05, 0.1),
        {"delta": 0.4},
    ),
    "log_cosh": ("number", log_cosh, "softplus(-2r) + r - log 2, by autograd", (0.05, 0.1), {}),
    "quantile": (
        "number",
        lambda z, y, tau=0.5: torch.where(y > z, tau * (y - z), (tau - 1) * (y - z)),
        "Koenker & Bassett's formula, by autograd",
        (0.05, 0.1),
        {"tau": 0.85},
    ),
    "cross_entropy": (
        "0 1",
        lambda z, y: F.binary_cross_entropy_with_logits(z, y, reduction="none"),
        "binary_cross_entropy_with_logits",
        (0.1, 0.1),
        {},
    ),
    "hinge": ("-1 1", lambda z, y: F.relu(1 - y * z), "relu(1 - yz), by autograd", (0.05, 0.1), {}),
    "squared_hinge": (
        "-1 1",
        lambda z, y: F.relu(1 - y * z) ** 2,
        "relu(1 - yz)^2, by autograd",
        (0.02, 0.1),
        {},
    ),
    "softmax": (
        "class",
        lambda z, y: F.cross_entropy(z, y.long(), reduction="none"),
        "cross_entropy",
        (0.1, 0.1),
        {},
    ),
}


def data(kind: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two features (ROWS, 2) and a target (ROWS,): a number, or the index of the class."""
    rng = np.random.default_rng([2026, seed])
    x = rng.normal(size=(ROWS, 2)) * (1.0, 1.6) + (0.5, -0.3)
    score = x @ (1.2, -0.8) + rng.normal(size=ROWS)
    if kind == "number":
        return x, score + 0.7
    return x, np.digitize(score, np.quantile(score, (1 / 3, 2 / 3) if kind == "class" else (0.45,)))


def words(name: str, values: dict[str, float]) -> str:
    return " ".join([name, *(f"{k}={v!r}" for k, v in values.items())])


def run(slug: str, rule: str, average: str, replacement: bool, strength: float) -> Iterator[str]:
    """The lines of one run; a positive strength is that of a ridge penalty on the weights but not on the intercepts."""
    kind, costs, _, rates, others = CASES[slug]
    second = rule == "adam"
    x, target = data(kind, second)
    parameters = others if second else {}
    a = torch.tensor(np.column_stack([x, np.ones(ROWS)]))
    y = torch.tensor(2.0 * target - 1 if kind == "-1 1" else target.astype(float))
    scores = 3 if kind == "class" else 1
    theta = torch.zeros(scores * 3, requires_grad=True)
    lr = rates[second]
    make = {
        "momentum": lambda: torch.optim.SGD([theta], lr=lr, momentum=0.9),
        "adam": lambda: torch.optim.Adam([theta], lr=lr),
    }
    optimizer = make[rule]()
    batches = Batches(ROWS, SIZE, replacement, 5 + second)

    def loss(rows: np.ndarray) -> torch.Tensor:
        z = a[rows] @ theta.reshape(scores, 3).T
        mean = costs(z if scores > 1 else z[:, 0], y[rows], **parameters).mean()
        return {"half mean": 0.5, "mean": 1.0, "sum": ROWS}[average] * mean + strength / 2 * (
            theta.reshape(scores, 3)[:, :2] ** 2
        ).sum()

    yield words(f"loss {slug}", parameters)
    yield f"average {average}"
    yield words("penalty l2", {"strength": strength}) if strength else "penalty none"
    yield words(f"rule {rule}", {"lr": lr})
    yield f"batches {SIZE} {int(replacement)} {5 + second}"
    for features, value in zip(x, target, strict=True):
        yield "row " + " ".join(f"{v:.17g}" for v in (*features, value))
    for k in range(1, STEPS + 1):
        yield "batch " + " ".join(map(str, batches.rows_of_step(k)))
    for k in range(STEPS + 1):
        optimizer.zero_grad()
        batch = loss(batches.rows_of_step(k + 1)) if k < STEPS else torch.tensor(float("nan"))
        numbers = [*theta.tolist(), loss(np.arange(ROWS)).item(), batch.item()]
        yield "step " + " ".join(f"{v:.17g}" for v in numbers)
        if k < STEPS:
            batch.backward()
            optimizer.step()


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for slug, (_, _, oracle, _, _) in CASES.items():
        first = run(slug, "momentum", "mean", False, 0.0)
        second = run(slug, "adam", "half mean" if slug == "squared" else "sum", True, 0.3)
        head = f"# {slug}: {oracle}; torch.optim.SGD(momentum=0.9) and Adam; torch {torch.__version__.split('+')[0]}, float64"
        (HERE / f"{slug}.txt").write_text(f"{head}\n" + "\n".join(first) + "\n\n" + "\n".join(second) + "\n")
