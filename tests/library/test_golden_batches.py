"""A mini-batch run of every registered loss, step by step, beside torch's (see tests/golden/make_batches.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import gdviz

FOLDER = Path(__file__).parents[1] / "golden" / "batches"
TOLERANCE = 1e-10


class Golden(NamedTuple):
    """One run: options of data_loss and of descend, the row numbers of each batch, and theta, loss, batch loss of each step."""

    model: dict[str, Any]
    options: dict[str, Any]
    batches: list[list[int]]
    steps: np.ndarray


def named(text: str) -> tuple[str, dict[str, float]]:
    name, *pairs = text.split()
    return name, {k: float(v) for k, v in (p.split("=") for p in pairs)}


def golden(slug: str) -> list[Golden]:
    out = []
    for block in (FOLDER / f"{slug}.txt").read_text("ascii").split("\n", 1)[1].strip().split("\n\n"):
        lines: dict[str, list[str]] = {}
        for line in block.splitlines():
            key, _, rest = line.partition(" ")
            lines.setdefault(key, []).append(rest)
        loss, parameters = named(lines["loss"][0])
        penalty, strength = named(lines["penalty"][0])
        rule, rates = named(lines["rule"][0])
        size, replacement, seed = map(int, lines["batches"][0].split())
        x1, x2, y = np.array([r.split() for r in lines["row"]], dtype=float).T
        classes = gdviz.losses[loss].task != "regression"
        target = np.array(["abc"[int(v)] for v in y], dtype=object) if classes else y
        model = {
            "data": gdviz.Table("golden", {"x1": x1, "x2": x2, "y": target}),
            "loss": loss,
            "loss_parameters": parameters,
            "average": lines["average"][0],
            "penalty": None if penalty == "none" else penalty,
            "penalty_parameters": strength,
        }
        options = {
            "optimizer": rule,
            "batch_size": size,
            "replacement": bool(replacement),
            "seed": seed,
            **rates,
        }
        out.append(
            Golden(
                model,
                options,
                [list(map(int, b.split())) for b in lines["batch"]],
                np.array([s.split() for s in lines["step"]], dtype=float),
            )
        )
    return out


def deviation(run: Golden, **change: float) -> float:
    """The largest relative distance of parameters, loss and batch loss from the oracle's, over the steps."""
    model = run.model | {"loss_parameters": run.model["loss_parameters"] | change}
    path = gdviz.descend(gdviz.data_loss(**model), steps=len(run.batches), stop=None, **run.options)
    assert (
        path.batches is not None
        and [path.batches.rows_of_step(k + 1).tolist() for k in range(path.steps)] == run.batches
    )
    theta = run.steps[:, :-2]
    far = np.linalg.norm(path.theta - theta, axis=1)[1:] / np.linalg.norm(theta, axis=1)[1:]
    losses = np.abs(path.loss / run.steps[:, -2] - 1)
    least = np.abs(run.steps[:, -2]).min()  # a batch may cost nothing: relative to the loss of all rows
    assert path.batch_loss is not None
    batch = np.abs(path.batch_loss - run.steps[:-1, -1]) / np.maximum(np.abs(run.steps[:-1, -1]), least)
    return float(max(far.max(), losses.max(), batch.max()))


def test_every_loss_has_a_golden_run() -> None:
    assert {p.stem for p in FOLDER.glob("*.txt")} == set(gdviz.losses)


@pytest.mark.parametrize("slug", gdviz.losses)
def test_golden(slug: str) -> None:
    runs = golden(slug)
    assert len(runs) == 2 and all(len(r.batches) >= 60 and r.model["loss"] == slug for r in runs)
    assert {r.options["replacement"] for r in runs} == {False, True} and {
        bool(r.model["penalty"]) for r in runs
    } == {False, True}
    for run in runs:
        assert deviation(run) < TOLERANCE


@pytest.mark.parametrize("slug", [s for s, loss in gdviz.losses.items() if loss.params])
def test_golden_feels_every_parameter(slug: str) -> None:
    other = golden(slug)[1]
    assert set(other.model["loss_parameters"]) == set(gdviz.losses[slug].program.defaults)
    for name, value in other.model["loss_parameters"].items():
        assert value != gdviz.losses[slug].program.defaults[name]
        assert deviation(other, **{name: value * 1.001}) > TOLERANCE
