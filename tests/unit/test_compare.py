"""A fair comparison: profiles by hand, equal evaluations, tuning that finds what is known, single runs."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Comparison, Contest, Standing
from gdviz.engine.maps.compare.space import PRIMES, halton, space_of, trials_of

GD, ADAM = gdviz.optimizers["gd"], gdviz.optimizers["adam"]
NEVER = np.inf
BOWL = gdviz.surface("x^2 + 4y^2", domain=((-3, 3), (-3, 3)))
LINE = gdviz.surface("x^2", domain=((1, 2),))  # gradient descent with rate 1/2 solves it in one step
KINDS = ("gd", "adam", "sam", "newton", "sophia", "barzilai_borwein", "fista", "gd_exact")
ALONE = ("bfgs", "gd_armijo", "cg_polak_ribiere", "lbfgs", "scipy_bfgs", "scipy_nelder_mead")


def found(*evaluations: list[float]) -> Comparison:
    """A comparison in which optimizers took so many evaluations from each start."""
    standings = [
        Standing(GD, {}, 1, 0, None, np.array(e, dtype=float), np.zeros(len(e))) for e in evaluations
    ]
    points = np.zeros((len(evaluations[0]), 2))
    return Comparison("By hand", tuple(standings), points, points, 100, 1, 0.0, 0.0, True, False, 0)


def test_profile_and_area_by_hand() -> None:
    out = found([10, 20, 40, NEVER], [20, 10, NEVER, NEVER])
    np.testing.assert_array_equal(out.ratios, [[1, 2, 1, NEVER], [2, 1, NEVER, NEVER]])
    np.testing.assert_array_equal(
        out.profile([1, 1.99, 2, 1e9, NEVER]), [[0.5, 0.5, 0.75, 0.75, 0.75], [0.25, 0.25, 0.5, 0.5, 0.5]]
    )
    np.testing.assert_array_equal(out.profile(1), [0.5, 0.25])
    # over log2(tau) from 0 to 2: 0.5*2 + 0.25*1, and 0.25*2 + 0.25*1
    np.testing.assert_allclose(out.area(4), [1.25 / 2, 0.75 / 2])
    np.testing.assert_allclose(out.area(2), [0.5, 0.25])
    first, second = out.standings
    assert (first.median, first.quartiles, first.solved, first.success) == (20, (10, 40), 3, 0.75)
    assert (second.median, second.quartiles, second.success) == (20, (10, NEVER), 0.5)


def test_the_area_is_the_integral_of_the_profile() -> None:
    rng = np.random.default_rng(3)
    taken = rng.integers(1, 200, (3, 40)).astype(float)
    taken[rng.random(taken.shape) < 0.3] = NEVER
    out = found(*taken.tolist())
    middles = (np.arange(200_000) + 0.5) / 200_000 * 4
    np.testing.assert_allclose(out.area(16), out.profile(2.0**middles).mean(1), atol=1e-5)


def test_ties_misses_one_start_one_optimizer() -> None:
    np.testing.assert_array_equal(found([7, 7], [7, 7]).area(), [1, 1])
    nobody = found([NEVER, NEVER], [NEVER, NEVER])
    np.testing.assert_array_equal(nobody.area(), [0, 0])
    np.testing.assert_array_equal(nobody.profile([1, 100, NEVER]), np.zeros((2, 3)))
    assert nobody.standings[0].median == NEVER and nobody.standings[0].success == 0
    alone = found([30, NEVER, 50])
    np.testing.assert_allclose(alone.area(), [2 / 3])
    one_start = found([4], [8])
    np.testing.assert_allclose(one_start.area(4), [1, 0.5])
    assert one_start.standings[1].quartiles == (8, 8)
    at_the_target = found([0, 0, 5], [0, 3, 5])  # a start that needs no step: all are the best
    np.testing.assert_array_equal(at_the_target.ratios, [[1, 1, 1], [1, NEVER, 1]])


@pytest.mark.parametrize("tau_max", [1, 0.5, np.nan, np.inf])
def test_a_senseless_end_of_the_profile_is_refused(tau_max: float) -> None:
    with pytest.raises(ValueError, match="tau_max must be a number above 1"):
        found([1]).area(tau_max)


def test_two_rules_with_known_steps() -> None:
    """Halving the distance from |x| <= 2 to 1/32 takes 5 to 6 steps; a jump takes one, of two evaluations."""
    halving = gdviz.optimizer("theta = theta - lr*g/2")  # lr 1/2: x/2
    jump = gdviz.optimizer("d = hess(theta); theta = theta - lr*g/2 + 0*matvec(d, g)")
    held = {"lr": 0.5}
    out = gdviz.compare(
        LINE, [(halving, held), (jump, {"lr": 1.0})], starts=30, tolerance=1 / 1024, evaluations=40
    )
    x = np.abs(out.starts[:, 0])
    np.testing.assert_array_equal(out.standings[0].evaluations, np.ceil(np.log2(x * 32)))
    np.testing.assert_array_equal(out.standings[1].evaluations, 2)
    assert [s.steps for s in out.standings] == [40, 20] and [s.tried for s in out.standings] == [1, 1]


def test_tuning_finds_the_best_rate_of_a_quadratic() -> None:
    """On x^2 every rate converges by |1 - 2 lr| a step: of all trials the nearest to 1/2 is the best."""
    axes = space_of(LINE, GD, {}, False)
    tried = trials_of(axes, 64, 5)["lr"]
    out = gdviz.compare(LINE, [GD], trials=64, seed=5, tolerance=1e-12).standings[0]
    assert out.hyper["lr"] == tried[np.argmin(np.abs(1 - 2 * tried))] and out.tried == 64
    assert tried[out.trial] == out.hyper["lr"] and tried[0] == axes[0].default
    assert tried.min() >= axes[0].low == axes[0].default / 100


@pytest.mark.parametrize("slug", sorted({*gdviz.optimizers, *gdviz.minimizers}))
def test_trials_lie_in_the_ranges_that_are_declared(slug: str) -> None:
    method = {**gdviz.optimizers, **gdviz.minimizers}[slug]
    axes = space_of(BOWL, method, {}, False)
    trials = trials_of(axes, 40, 1)
    assert list(trials) == [a.name for a in axes] and bool(axes) is method.has_rate
    for axis in axes:
        numbers = trials[axis.name]
        assert len(numbers) == 40 and axis.low <= numbers.min() and numbers.max() <= axis.high
        assert numbers[0] == axis.default and all(float(f"{n:.4g}") == n for n in numbers[1:])
        if axis.log:  # evenly on its scale
            shares = np.log(numbers[1:] / axis.low) / np.log(axis.high / axis.low)
            assert abs(shares.mean() - 0.5) < 0.05
    only = trials_of(space_of(BOWL, method, {"eps": 0.1}, True), 4, 1)
    assert list(only) == (["lr"] if method.has_rate else [])


def test_points_are_those_of_halton_and_scrambled_ones_are_as_even() -> None:
    from scipy.stats import qmc

    assert len(PRIMES) == 40
    np.testing.assert_allclose(halton(200, 7), qmc.Halton(7, scramble=False).random(200), atol=1e-15)
    scrambled = halton(200, 4, np.random.default_rng(0))
    assert qmc.discrepancy(scrambled) < 0.2 * qmc.discrepancy(np.random.default_rng(0).random((200, 4)))
    assert 0 <= scrambled.min() and scrambled.max() < 1 and halton(0, 3).shape == (0, 3)


class Counting:
    """An objective that counts how often it is asked for values, gradients and Hessians."""

    def __init__(self, objective: Any) -> None:
        self.objective, self.counts = objective, {"value": 0, "evaluate": 0, "hessian": 0}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.objective, name)

    def value(self, p: Any) -> Any:
        self.counts["value"] += 1
        return self.objective.value(p)

    def evaluate(self, p: Any) -> Any:
        self.counts["evaluate"] += 1
        return self.objective.evaluate(p)

    def hessian(self, p: Any) -> Any:
        self.counts["hessian"] += 1
        return self.objective.hessian(p)


@pytest.mark.parametrize(("slug", "gradients", "hessians"), [("gd", 1, 0), ("newton", 1, 1), ("sam", 2, 0)])
def test_equal_evaluations_are_truly_equal(slug: str, gradients: int, hessians: int) -> None:
    """What is counted is what the objective was asked, but for the look at the last iterate."""
    rosenbrock, budget = gdviz.surfaces["rosenbrock"], 60
    start, rule = np.array([-1.5, 2.0]), gdviz.optimizers[slug]
    contest = Contest(rosenbrock, [rule], evaluations=budget)
    price, counting = contest.runs.prices[0], Counting(rosenbrock)
    assert price is not None and price == (0, gradients + hessians)
    counting_runs = Contest(counting, [rule], evaluations=budget).runs
    counting.counts.update(evaluate=0, hessian=0)
    counting_runs(0, start[None], {"lr": np.array([1e-3])}, -1.0)
    steps = budget // (gradients + hessians)
    assert (
        counting.counts["evaluate"] == steps * gradients + 1
        and counting.counts["hessian"] == steps * hessians
    )


@pytest.mark.parametrize("slug", [*KINDS, *ALONE])
@pytest.mark.parametrize("objective", ["rosenbrock", "booth"])
def test_a_row_is_the_single_run(slug: str, objective: str) -> None:
    """It reached the target after as many evaluations as its path says, within the budget."""
    surface, budget = gdviz.surfaces[objective], 120
    contest = Contest(
        surface, [{**gdviz.optimizers, **gdviz.minimizers}[slug]], trials=1, evaluations=budget, starts=6
    )
    for _ in contest:
        pass
    out = contest.comparison()
    standing = out.standings[0]
    assert (standing.steps is None) is (slug in ALONE)
    for i, start in enumerate(out.starts):
        steps = standing.steps or budget
        stop = gdviz.Stop(gradient=None, loss=out.target)
        path = gdviz.descend(surface, slug, start, steps=steps, stop=stop, **standing.hyper)
        taken = path.evaluated.sum(1)
        if path.status.name == "REACHED" and taken[-1] <= budget:
            assert standing.evaluations[i] == taken[-1]
        else:
            assert standing.evaluations[i] == NEVER
        end = np.flatnonzero(taken <= budget)[-1]
        expected = np.nan if path.status.name == "DIVERGED" else path.loss[end]
        np.testing.assert_array_equal(standing.loss[i], expected)


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_pieces_changes_nothing(seed: int) -> None:
    options: dict[str, Any] = {"trials": 5, "starts": 9, "evaluations": 90, "seed": 4}
    methods = [GD, gdviz.optimizers["bfgs"], ADAM]
    surface = gdviz.surfaces["six_hump_camel"]
    rng, contest, out = np.random.default_rng(seed), Contest(surface, methods, **options), list[Any]()
    while not contest.finished:
        piece = contest.next_piece(int(rng.integers(1, 30)))
        if piece is not None:
            out.append((piece, contest.runs(*contest.arguments(piece))))
        if out and (piece is None or rng.random() < 0.5):
            if rng.random() < 0.2:
                contest.give_back(out.pop()[0])
            else:
                contest.take(*out.pop(int(rng.integers(len(out)))))
    plain = gdviz.compare(surface, methods, **options)
    assert contest.share == 1
    for mine, other in zip(contest.comparison().standings, plain.standings, strict=True):
        assert mine.hyper == other.hyper
        np.testing.assert_array_equal(mine.evaluations, other.evaluations)
        np.testing.assert_array_equal(mine.loss, other.loss)


def test_the_seed_settles_all_and_no_start_is_tuned_on() -> None:
    first, again, other = (gdviz.compare("booth", ["adam"], trials=6, starts=10, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(first.evaluations, again.evaluations)
    assert first.standings[0].hyper == again.standings[0].hyper
    assert not np.array_equal(first.starts, other.starts)
    assert not set(map(tuple, first.starts)) & set(map(tuple, first.tuning_starts))
    low, high = np.array(gdviz.surfaces["booth"].domain).T
    assert (first.starts >= low).all() and (first.starts <= high).all()
    inside = gdviz.compare("booth", ["gd"], window=((0, 1), (2, 3)), trials=1).starts
    assert inside.min(0).tolist() > [0, 2] and inside.max(0).tolist() < [1, 3]


def test_an_unknown_minimum_is_the_best_that_anybody_found() -> None:
    tilted = gdviz.surface("(x^2 - 1)^2 + y^2 + 0.3x", domain=((-2, 2), (-1, 1)))
    out = gdviz.compare(tilted, ["gd", "adam"], trials=4, starts=40, evaluations=300)
    least = np.roots([4, 0, -4, 0.3]).real.min()
    best = float(tilted.value([least, 0]))
    assert not out.known and out.target == pytest.approx(best + out.tolerance, abs=1e-6)
    left = out.starts[:, 0] < -0.5
    assert np.isfinite(out.standings[0].evaluations[left]).all() and 0 < out.standings[0].success < 1
    climbed = gdviz.compare(gdviz.surface("-x^2 - y^2"), ["gd"], maximize=True, starts=5)
    assert climbed.standings[0].success == 1 and climbed.target == pytest.approx(-1e-3, abs=1e-5)


def test_where_nobody_arrives_nobody_is_called_best() -> None:
    out = gdviz.compare("rosenbrock", ["gd", "sign_sgd"], trials=2, starts=4, evaluations=10, tolerance=0)
    assert out.area().tolist() == [0, 0] and [s.median for s in out.standings] == [NEVER, NEVER]


def test_data_noise_and_batches_take_part_and_go_to_another_process() -> None:
    out = gdviz.compare("sphere", ["gd", "momentum"], noise=0.5, trials=4, starts=6, tolerance=0.1)
    assert 0 < out.standings[0].success
    fit = gdviz.data_loss("line", "squared")
    contest = Contest(fit, [GD], batch_size=4, trials=2, starts=3)
    there = pickle.loads(pickle.dumps(contest.runs))
    while (piece := contest.next_piece()) is not None:
        mine, other = (runs(*contest.arguments(piece)) for runs in (contest.runs, there))
        np.testing.assert_array_equal(mine, other)
        contest.take(piece, mine)
    assert contest.comparison().standings[0].steps == 500


def test_a_check_ends_it() -> None:
    calls = iter([None, None])
    with pytest.raises(StopIteration):
        gdviz.compare("rosenbrock", ["gd", "bfgs"], check=lambda: next(calls))


BAD: dict[str, tuple[Any, dict[str, Any]]] = {
    "must be a list": ("gd", {}),
    "must name 1 to 32 optimizers, not 0": ([], {}),
    "unknown optimizer 'nonsense'|nonsense": (["nonsense"], {}),
    "trials must be a whole number from 1 to 256, not 0": (["gd"], {"trials": 0}),
    "starts must be a whole number from 1 to 1000, not '1e9'": (["gd"], {"starts": "1e9"}),
    "tuning_starts must be": (["gd"], {"tuning_starts": 1.5}),
    "evaluations must be a whole number from 10": (["gd"], {"evaluations": 3}),
    "tolerance must be one number, 0 or more": (["gd"], {"tolerance": -1}),
    "tolerance must be finite": (["gd"], {"tolerance": np.nan}),
    "seed must be": (["gd"], {"seed": -1}),
    "lr is no option of a comparison": (["gd"], {"lr": 0.1}),
    "steps is no option": (["gd"], {"steps": 10}),
    "has no option 'beta1'": (["adam"], {"beta1": 0.9}),
    "Adam has no parameter 'momentum'": ([("adam", {"momentum": 0.9})], {}),
    "lr of Adam must be one number": ([("adam", {"lr": [0.1, 0.2]})], {}),
    "the window of x must go from": (["gd"], {"window": ((1, 1), (0, 1))}),
    "domain must give": (["gd"], {"window": "everywhere"}),
    "noise must be 0, since SciPy": (["scipy_bfgs"], {"noise": 0.1}),
    "batch_size is for losses over data": (["gd"], {"batch_size": 3}),
}


@pytest.mark.parametrize("message", BAD)
def test_bad_input_is_one_sentence(message: str) -> None:
    optimizers, options = BAD[message]
    with pytest.raises(ValueError, match=message):
        gdviz.compare("booth", optimizers, **options)


def test_a_step_that_costs_more_than_the_budget_is_refused() -> None:
    rule = gdviz.optimizer("theta = theta - lr*(" + " + ".join(f"grad(theta + {i})" for i in range(12)) + ")")
    with pytest.raises(ValueError, match="evaluations must pay for a step of Own rule, 12, not 10"):
        gdviz.compare("booth", [rule], evaluations=10)
