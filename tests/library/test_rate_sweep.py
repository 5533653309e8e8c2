"""Sweeps over learning rates: cells are single runs, edges agree with theory, suggestions are what they say."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.maps.rates import range_test
from gdviz.engine.maps.rates.rate_sweep import default_rates
from gdviz.engine.maps.rates.theory import quadratic_curvature

QUADRATICS = [s for s, f in gdviz.surfaces.items() if quadratic_curvature(f)]
CLAIMING = [s for s, r in gdviz.optimizers.items() if r.stable and not r.preconditioner]
TUNED = [s for s, r in gdviz.optimizers.items() if r.tuned]
BOWL = gdviz.surface("x^2/2 + 5y^2/2", ((-3, 3), (-3, 3)), start=(2.0, 1.0))


def objectives() -> list[Any]:
    fits = [gdviz.data_loss("line"), gdviz.data_loss("cars", scaling="standardise", penalty="l2")]
    return [*(gdviz.surfaces[s] for s in QUADRATICS), *fits, BOWL]


def test_there_are_quadratics_and_claims() -> None:
    assert len(QUADRATICS) >= 4 and {"gd", "momentum", "nesterov"} <= set(CLAIMING)


@pytest.mark.parametrize("slug", CLAIMING)
@pytest.mark.parametrize("objective", objectives(), ids=lambda f: f.name)
def test_the_edge_on_quadratics_is_within_a_cell_of_theory(slug: str, objective: Any) -> None:
    out = gdviz.rate_sweep(objective, slug, steps=400)
    edge, rates = out.edge, out.rates
    assert edge.theory is not None and edge.below is not None and edge.above is not None
    at = np.searchsorted(rates, [edge.below, edge.theory, edge.above])
    assert abs(at[0] - at[1]) <= 1 and abs(at[2] - at[1]) <= 1
    assert rates[0] < edge.theory < rates[-1] and edge.below < edge.above


@pytest.mark.parametrize("slug", ["gd", "momentum", "adam", "rprop", "dog", "sam"])
def test_cells_are_single_runs_to_the_bit(slug: str) -> None:
    out = gdviz.rate_sweep("himmelblau", slug, steps=60, noise=0.1, seed=4, start=(1.0, -1.0))
    for i in np.random.default_rng(0).choice(len(out.rates), 12, replace=False):
        path = gdviz.descend(
            "himmelblau", slug, (1.0, -1.0), steps=60, noise=0.1, seed=4, lr=float(out.rates[i])
        )
        assert (path.loss[-1] == out.loss[i] or math.isnan(out.loss[i])) and path.steps == out.steps[i]
        assert path.status is out.status[i]


def test_every_optimizer_can_be_swept() -> None:
    for slug in gdviz.optimizers:
        out = gdviz.rate_sweep("booth", slug, steps=20)
        assert out.rates.shape == out.loss.shape == out.steps.shape == out.status.shape == (200,)
        assert len({s.key for s in out.suggestions}) == len(out.suggestions)
        assert all(s.rate > 0 for s in out.suggestions)


def test_rates_are_as_short_as_they_are_shown() -> None:
    for slug in ("gd", "adam", "adadelta"):
        rates = default_rates(gdviz.surfaces["rosenbrock"], gdviz.optimizers[slug], None)
        assert (np.diff(rates) > 0).all() and all(float(f"{r:.4g}") == r for r in rates)
        usual = gdviz.default_rate(gdviz.surfaces["rosenbrock"], gdviz.optimizers[slug])
        assert rates[0] < usual / 1000 and usual * 10 < rates[-1]


def test_the_best_of_the_sweep_is_beaten_by_none() -> None:
    out = gdviz.rate_sweep("rosenbrock", "momentum")
    best = out.suggested("best")
    i = out.rates.tolist().index(best.rate)
    assert out.loss[i] <= np.nanmin(out.loss) + 1e-9 * out.first and not out.diverged[i]
    reached = gdviz.rate_sweep("rosenbrock", "adam", stop=gdviz.Stop(loss=1e-3))
    i = reached.rates.tolist().index(reached.suggested("best").rate)
    assert reached.status[i].name == "REACHED"
    assert reached.steps[i] == min(
        n for n, s in zip(reached.steps, reached.status, strict=True) if s.name == "REACHED"
    )


def test_a_climb_has_its_own_best() -> None:
    out = gdviz.rate_sweep("egg_crate", "gd", maximize=True, steps=50)
    i = out.rates.tolist().index(out.suggested("best").rate)
    assert out.loss[i] == np.nanmax(out.loss[~out.diverged]) and out.edge.theory is None


def test_fastais_rules_are_not_offered_for_a_climb() -> None:
    for surface in ("egg_crate", "sphere"):
        out = gdviz.rate_sweep(surface, "adam", maximize=True, steps=20)
        assert all(out.suggested(key) is None for key in ("valley", "steep", "minimum"))


def test_theory_is_silent_outside_of_the_range_of_a_parameter() -> None:
    out = gdviz.rate_sweep(BOWL, "momentum", momentum=1.5, steps=200)
    assert out.edge.theory is None and out.suggested("own limit") is None


@pytest.mark.parametrize(
    "options", [{"noise": 0.1}, {"clip": 1.0}, {"schedule": "cosine"}, {"maximize": True}]
)
def test_theory_is_silent_where_runs_are_not_as_it_assumes(options: dict[str, Any]) -> None:
    out = gdviz.rate_sweep(BOWL, "gd", **options)
    assert out.edge.theory is None
    assert not any(s.holds for s in out.suggestions if s.key in ("limit", "fastest"))


def test_theory_says_where_it_holds() -> None:
    out = gdviz.rate_sweep(BOWL, "gd")
    limit, fastest = out.suggested("limit"), out.suggested("fastest")
    assert (limit.rate, fastest.rate) == (2 / 5, 2 / 6) and limit.holds and fastest.holds
    assert (limit.formula, fastest.formula) == ("2/λ_max", "2/(λ_min + λ_max)")
    for objective, slug in ((BOWL, "momentum"), ("rosenbrock", "gd"), (BOWL, "adam")):
        other = gdviz.rate_sweep(objective, slug).suggested("limit")
        assert not other.holds and "valid only for" in other.assumes and "quadratics" in other.assumes
    assert (
        gdviz.rate_sweep("rosenbrock", "gd")
        .suggested("limit")
        .assumes.endswith("the curvature at the minimum")
    )
    assert gdviz.rate_sweep(BOWL, "momentum").suggested("own limit").holds
    for divides in ("adam", "rmsprop", "adagrad"):  # what they declare is no limit of the rate alone
        out = gdviz.rate_sweep(BOWL, divides)
        assert out.edge.theory is None and out.suggested("own limit") is None
        assert not any(s.holds for s in out.suggestions if s.key in ("limit", "fastest"))
    flat = gdviz.surface("x^2", ((-1, 1), (-1, 1)))
    assert gdviz.rate_sweep(flat, "momentum").suggested("pair") is None  # no least curvature to speak of
    sloping = gdviz.surface("x + y")
    assert gdviz.rate_sweep(sloping, "gd", steps=20).suggested("limit") is None


def radius(slug: str, hyper: dict[str, float], eigenvalues: tuple[float, ...]) -> float:
    """How much of the error a step leaves in the long run: of the rule's own steps on x^2*lambda/2."""
    worst = 0.0
    for eigenvalue in eigenvalues:
        f = gdviz.surface(f"{eigenvalue!r}*x^2/2", ((-1, 1),), names=("x",))
        path = gdviz.descend(f, slug, (1.0,), steps=400, stop=None, **hyper)
        tail = np.abs(path.theta[200:, 0]) + 1e-300
        worst = max(worst, float(np.exp(np.polyfit(np.arange(len(tail)), np.log(tail), 1)[0])))
    return worst


@pytest.mark.parametrize("slug", TUNED)
def test_a_tuned_pair_is_the_fastest(slug: str) -> None:
    low, high = 1.0, 25.0
    out = gdviz.rate_sweep(gdviz.surface("x^2/2 + 25y^2/2", ((-3, 3), (-3, 3))), slug)
    pair = out.suggested("pair")
    assert pair.holds and list(pair.hyper) == ["momentum"]
    at = radius(slug, {"lr": pair.rate, **pair.hyper}, (low, high))
    expected = {"momentum": 1 - 2 / (math.sqrt(25) + 1), "nesterov": 1 - 2 / math.sqrt(3 * 25 + 1)}
    assert at == pytest.approx(expected[slug], abs=0.02)
    for share in (0.8, 1.2):
        assert radius(slug, {"lr": pair.rate * share, **pair.hyper}, (low, high)) > at - 0.005
        momentum = {"momentum": min(0.999, pair.hyper["momentum"] * share)}
        assert radius(slug, {"lr": pair.rate, **momentum}, (low, high)) > at - 0.005


# fastai's rules, written out as its documentation and source tell them, one reading after the other


def fastai_smooth(losses: list[float]) -> list[float]:
    """AvgSmoothLoss: lerp with 0.98, divided by 1 - 0.98^count."""
    value, out = 0.0, []
    for count, loss in enumerate(losses, 1):
        value = value * 0.98 + loss * (1 - 0.98)
        out.append(value / (1 - 0.98**count))
    return out


def fastai_valley(rates: list[float], losses: list[float]) -> float:
    falling = [1] * len(losses)
    end = start = 0
    for i in range(1, len(losses)):
        for j in range(i):
            if losses[i] < losses[j]:
                falling[i] = max(falling[i], falling[j] + 1)
            if falling[end] < falling[i]:
                end, start = i, i - falling[i]
    third = (end - start) / 3
    return rates[start + int(third) + int(third / 2)]


def fastai_steep(rates: list[float], losses: list[float]) -> float:
    slopes = [
        (losses[i + 1] - losses[i]) / (math.log(rates[i + 1]) - math.log(rates[i]))
        for i in range(len(rates) - 1)
    ]
    return rates[slopes.index(min(slopes))]


def fastai_readings(path: Any) -> tuple[list[float], list[float]]:
    """What lr_find hands to its rules: up to 4 times the best loss, without the first 10 and the last 5."""
    smooth, kept, best = fastai_smooth(path.loss[:-1].tolist()), [], math.inf
    for loss in smooth:
        kept.append(loss)
        best = min(best, loss)
        if loss > 4 * best:
            break
    rates, losses = path.rate[: len(kept)].tolist()[10:-5], kept[10:-5]
    end = next((i for i, loss in enumerate(losses) if math.isnan(loss)), len(losses))
    return rates[:end], losses[:end]


@pytest.mark.parametrize("surface", ["sphere", "rosenbrock", "beale", "ill_conditioned_bowl", "matyas"])
@pytest.mark.parametrize("slug", ["gd", "momentum", "adam"])
def test_fastais_suggestions_are_those_of_its_algorithm(surface: str, slug: str) -> None:
    out = gdviz.rate_sweep(surface, slug)
    low, high = out.rates[0], out.rates[-1]
    rising = gdviz.schedule(f"lr*({float(high / low)!r})^((t - 1)/100)")
    path = gdviz.descend(surface, slug, steps=100, lr=low, schedule=rising, stop=None)
    rates, losses = fastai_readings(path)
    np.testing.assert_allclose(out.test.rates, rates, rtol=1e-9)
    np.testing.assert_allclose(out.test.loss, losses, rtol=1e-6)
    kept = list(zip(out.test.rates.tolist(), out.test.loss.tolist(), strict=True))
    rates, losses = map(list, zip(*kept, strict=True))
    assert out.suggested("valley").rate == fastai_valley(rates, losses)
    assert out.suggested("steep").rate == pytest.approx(fastai_steep(rates, losses))
    assert out.suggested("minimum").rate == rates[losses.index(min(losses))] / 10


@pytest.mark.parametrize("seed", range(40))
def test_the_valley_of_any_readings(seed: int) -> None:
    rng = np.random.default_rng(seed)
    losses = rng.integers(0, 12, rng.integers(1, 60)).astype(float)  # with ties
    rates = np.geomspace(1e-6, 10, len(losses))
    test = range_test.RangeTest(rates, losses, True)
    assert range_test.valley(test) == fastai_valley(rates.tolist(), losses.tolist())


def test_a_loss_below_0_is_told_of_fastais_rules() -> None:
    below = gdviz.rate_sweep("styblinski_tang", "adam")  # its test ends with the first step, as fastai's does
    assert below.suggested("valley") is None and not below.test.positive
    falls_below = gdviz.rate_sweep("six_hump_camel", "adam")
    assert falls_below.first > 0 and not falls_below.suggested("valley").holds
    assert gdviz.rate_sweep("sphere", "adam").suggested("valley").holds


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"rates": "fast"}, "rates must be positive numbers, not fast"),
        ({"rates": [0.1, -1.0]}, "a row of positive finite numbers"),
        ({"rates": [0.1, math.inf]}, "a row of positive finite numbers"),
        ({"rates": [[0.1, 0.2]]}, "a row of positive finite numbers"),
        ({"rates": 0.1}, "a row of positive finite numbers"),
        ({"rates": [0.1, 0.1]}, "2 to 10000 different rates, not 1"),
        ({"rates": np.linspace(1, 2, 10_001)}, "2 to 10000 different rates, not 10001"),
        ({"lr": 0.1}, "takes them as rates, not as lr"),
        ({"start": (1, 2, 3)}, "start must be 2 finite numbers"),
        ({"momentum": "x"}, "momentum"),
        ({"momentum": [0.1, 0.5]}, "momentum must be one number, the same for all runs of the sweep"),
        (
            {"schedule": "cosine", "schedule_hyper": {"floor": [0.1, 0.5]}},
            "floor of the schedule must be one",
        ),
        ({"schedule": "cosine", "floor": np.array([0.1, 0.5])}, "floor must be one number"),
        ({"nothing": 1.0}, "nothing"),
        ({"steps": 0}, "steps"),
        ({"batch_size": 5}, "batch"),
    ],
)
def test_what_cannot_be_swept_is_said_in_a_sentence(arguments: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        gdviz.rate_sweep("sphere", "momentum", **arguments)


@pytest.mark.parametrize("text", ["1/0", "1/0 + x", "0*x", "1e308*x^2", "log(x)", "x"])
@pytest.mark.parametrize("slug", ["gd", "adam", "bfgs"])
def test_a_loss_that_is_no_number_does_no_harm(text: str, slug: str) -> None:
    curve = gdviz.surface(text, ((-3, 3),), names=("x",))
    out = gdviz.rate_sweep(curve, slug, steps=20)
    assert np.isfinite(out.test.loss).all() and all(np.isfinite(s.rate) for s in out.suggestions)
    out.figure()
    gdviz.hyper_map(curve, slug, ("lr", [0.1, 0.2]), ("start.x", [1.0, 2.0]), steps=20).figure()


def test_what_has_no_rate_is_said_to_have_none() -> None:
    with pytest.raises(ValueError, match="BFGS.* has no learning rate"):
        gdviz.rate_sweep("sphere", "scipy_bfgs")


def test_extreme_rates_do_no_harm() -> None:
    out = gdviz.rate_sweep("rosenbrock", "gd", [1e-300, 1e-6, 1.0, 1e300], steps=30)
    assert out.edge.below is not None and 1e-6 <= out.edge.below < out.edge.above <= 1.0
    assert gdviz.rate_sweep("rosenbrock", "gd", [1.0, 2.0]).edge[:2] == (None, 1.0)
