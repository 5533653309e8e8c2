"""Every registered schedule against torch.optim.lr_scheduler (golden files) or its own closed form."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

import gdviz
from tests.library.proofs import proofs

GOLDEN = Path(__file__).parents[1] / "golden" / "schedules"
BOWL = gdviz.surface("x^2 + 3y^2", start=(3.0, -2.0))


class Run(NamedTuple):
    """One run of a golden file."""

    lr: float
    hyper: dict[str, float]
    rates: np.ndarray
    losses: np.ndarray | None


def golden(slug: str) -> list[Run]:
    """The runs of a golden file (its format: see golden/make_schedules.py)."""
    out = []
    text = (GOLDEN / f"{slug}.txt").read_text(encoding="utf-8").split("\n", 1)[1]
    for block in text.strip().split("\n\n"):
        lr, hyper, columns, *rows = block.splitlines()
        pairs = (pair.split("=") for pair in hyper.split()[1:])
        table = np.array([[float(c) for c in row.split()] for row in rows])
        out.append(
            Run(
                float(lr.split()[1]),
                {k: float(v) for k, v in pairs},
                table[:, 0],
                table[:, 1] if "loss" in columns else None,
            )
        )
    return out


FILES = sorted(p.stem for p in GOLDEN.glob("*.txt"))
RUNS = {f"{slug}-{i}": (slug, run) for slug in FILES for i, run in enumerate(golden(slug))}
PROOFS: dict[str, list[str]] = {}  # schedules that torch does not have -> the tests that prove them
proves = proofs(PROOFS)


class Table:
    """An objective over x = 0, 1, 2, ... whose loss is read from a list: any sequence of losses can be played."""

    name, dimension, names, domain, start = "table", 2, ("x", "y"), ((0.0, 200.0), (0.0, 1.0)), (0.0, 0.0)
    minima, minimum = np.empty((0, 2)), None

    def __init__(self, losses: np.ndarray) -> None:
        self.losses = losses

    def value(self, p: Any) -> np.ndarray:
        """The loss of the nearest whole x; after the end its last."""
        return self.losses[np.minimum(np.asarray(p)[..., 0].round().astype(int), len(self.losses) - 1)]

    def gradient(self, p: Any) -> np.ndarray:
        """Not used by the walk."""
        return np.ones_like(p)

    def evaluate(self, p: Any) -> tuple[np.ndarray, np.ndarray]:
        """Value and gradient."""
        return self.value(p), self.gradient(p)


WALK = gdviz.optimizer("theta = theta + where(g == 1, 1, 1)")


def rates(schedule: object, run: Run) -> np.ndarray:
    """The rates of a run under a schedule."""
    objective = BOWL if run.losses is None else Table(run.losses)
    path = gdviz.descend(
        objective, WALK, steps=len(run.rates), lr=run.lr, schedule=schedule, stop=None, **run.hyper
    )
    return path.rate


def test_every_schedule_has_an_oracle() -> None:
    assert set(gdviz.schedules) == set(FILES) | set(PROOFS)
    assert not set(FILES) & set(PROOFS)


@pytest.mark.parametrize("case", RUNS)
def test_golden(case: str) -> None:
    slug, run = RUNS[case]
    assert len(run.rates) == 200
    np.testing.assert_allclose(rates(slug, run), run.rates, rtol=1e-12, atol=1e-12 * run.lr)


@pytest.mark.parametrize("slug", FILES)
def test_golden_feels_every_parameter(slug: str) -> None:
    defaults = gdviz.schedules[slug].program.defaults
    params = {p.name: p for p in gdviz.schedules[slug].params}
    for name in defaults:
        moved = []
        for r in golden(slug):
            value = r.hyper.get(name, defaults[name])
            other = r.hyper | {name: value + 1 if params[name].integer else 1.5 * value + 1e-3}
            moved.append(np.abs(rates(slug, r._replace(hyper=other)) - r.rates).max() / r.lr)
        assert max(moved) > 1e-6, name


def test_plateau_is_felt() -> None:
    """The made losses lead to cuts, to a cooldown and to the lowest rate."""
    for run in golden("reduce_on_plateau"):
        assert len(np.unique(run.rates)) > 2
    assert golden("reduce_on_plateau")[1].rates.min() == 2e-3


@proves("inverse_time")
@pytest.mark.parametrize("decay", [0, 0.05, 1])
def test_inverse_time(decay: float) -> None:
    rate = gdviz.schedules["inverse_time"].rates(200, 0.3, decay=decay)
    np.testing.assert_allclose(0.3 / rate, 1 + decay * np.arange(200), rtol=1e-14)


@proves("robbins_monro")
@pytest.mark.parametrize("power", [0, 0.5, 0.75, 1])
def test_robbins_monro(power: float) -> None:
    rate = gdviz.schedules["robbins_monro"].rates(200, 0.3, power=power)
    np.testing.assert_allclose(np.log(rate / 0.3), -power * np.log(np.arange(1, 201)), rtol=1e-12, atol=1e-15)


def test_one_over_t_averages() -> None:
    """On f = x^2/2 seen with noise, the rate 1/t makes theta the mean of the samples: Robbins and Monro's case."""
    bowl = gdviz.surface("x^2/2 + y^2/2", start=(3.0, -2.0))
    path = gdviz.descend(
        bowl, "gd", steps=50, lr=1.0, schedule="robbins_monro", power=1, noise=0.5, seed=4, stop=None
    )
    noise = path.quantities["g"] - path.theta[:-1]
    np.testing.assert_allclose(path.theta[1:], -np.cumsum(noise, 0) / np.arange(1, 51)[:, None], atol=1e-12)


@pytest.mark.parametrize("slug", gdviz.schedules)
def test_any_schedule_with_any_optimizer(slug: str) -> None:
    for optimizer in gdviz.optimizers:
        path = gdviz.descend("rosenbrock", optimizer, steps=40, schedule=slug)
        assert np.isfinite(path.rate).all() and (path.rate >= 0).all()


@pytest.mark.parametrize("slug", gdviz.schedules)
@pytest.mark.parametrize("steps", [1, 2, 3, 10])
def test_short_runs(slug: str, steps: int) -> None:
    path = gdviz.descend("rosenbrock", "gd", steps=steps, schedule=slug, lr=1e-4)
    assert np.isfinite(path.rate).all() and (path.rate >= 0).all() and path.rate.max() <= 1e-4 * (1 + 1e-12)


@pytest.mark.parametrize("slug", gdviz.schedules)
def test_closed_rates_are_those_of_a_run(slug: str) -> None:
    schedule = gdviz.schedules[slug]
    run = gdviz.descend(BOWL, "gd", steps=60, lr=0.1, schedule=schedule, stop=None)
    if schedule.compiled.closed:
        np.testing.assert_allclose(schedule.rates(60, 0.1), run.rate, rtol=1e-13)
    else:
        with pytest.raises(ValueError, match="reads the run"):
            schedule.rates(60, 0.1)


@pytest.mark.parametrize("slug", gdviz.schedules)
def test_says_what_it_is(slug: str) -> None:
    schedule = gdviz.schedules[slug]
    assert schedule.note and schedule.reference and all(p.help for p in schedule.params)
