"""Many runs at once: shapes, blocks, broadcasting, and the same bits as one run alone."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

import gdviz
from gdviz import Status, Stop

in_blocks = importlib.import_module("gdviz.engine.run.many.sweep")

WAVES = gdviz.surface(
    "sin(3x)cos(y) + exp(-x^2/9) + 0.1x^2 + sqrt(1 + y^2) + tanh(x y)^3", ((-3, 3), (-3, 3))
)
POWERS = gdviz.surface("|x|^1.3 + log(1 + y^2) + 2^(x/3)", ((-3, 3), (-3, 3)))
HIMMELBLAU = gdviz.surfaces["himmelblau"]
OWN = gdviz.optimizer(
    "param beta = 0.9\nm = beta*m + g\ns = sqrt(norm(m)) + t^beta + exp(-lr)\ntheta = theta - lr*m/(1 + s)"
)
NEWTON = gdviz.optimizer("theta = theta - lr*solve(hess(theta) + 3*eye, g)")
SEARCH = gdviz.optimizer("a = line_search(-g)\ntheta = theta - a*g")
RULES = {
    "momentum": "momentum",
    "adam": "adam",
    "radam": "radam",
    "sam": "sam",
    "own": OWN,
    "newton": NEWTON,
    "search": SEARCH,
}


@pytest.mark.quick(20)
@pytest.mark.parametrize("surface", [WAVES, POWERS, HIMMELBLAU], ids=["waves", "powers", "himmelblau"])
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"noise": 0.3},
        {"schedule": "cosine"},
        {"clip": 0.7},
        {"maximize": True},
        {"stop": Stop(gradient=0.2, patience=6)},
        {"stop": None},
    ],
    ids=str,
)
def test_a_row_is_the_run_alone_to_the_bit(surface, rule: str, options) -> None:
    starts = np.random.default_rng(3).uniform(-3, 3, (7, 2))
    out = gdviz.sweep(surface, RULES[rule], starts, steps=25, lr=0.02, paths=True, **options)
    for i, start in enumerate(starts):
        path = gdviz.descend(surface, RULES[rule], start, steps=25, lr=0.02, **options)
        np.testing.assert_array_equal(out.paths[: path.steps + 1, i], path.theta)
        np.testing.assert_array_equal(out.theta[i], path.theta[-1])
        np.testing.assert_array_equal(out.loss[i], path.loss[-1])
        assert (out.steps[i], out.status[i]) == (path.steps, path.status)


@pytest.mark.parametrize("rule", ["momentum", "adam", "own", "nadam", "qhadam", "adan", "radam"])
def test_hyper_parameters_may_differ_from_row_to_row(rule: str) -> None:
    entry = RULES.get(rule, rule)
    entry = gdviz.optimizers[entry] if isinstance(entry, str) else entry
    lr = np.array([0.001, 0.01, 0.05, 0.02])
    hyper = {
        p.name: np.linspace(p.low + 0.1 * (p.default - p.low), p.default, 4)
        for p in entry.params
        if not p.integer
    }
    out = gdviz.sweep(WAVES, entry, (1.0, 2.0), steps=30, lr=lr, stop=None, **hyper)
    for i in range(4):
        one = gdviz.descend(
            WAVES, entry, (1.0, 2.0), steps=30, lr=lr[i], stop=None, **{k: v[i] for k, v in hyper.items()}
        )
        np.testing.assert_array_equal(out.theta[i], one.theta[-1], err_msg=str(i))


@pytest.mark.parametrize("schedule", ["cosine", "exponential", "one_cycle", "reduce_on_plateau"])
def test_schedules_of_a_batch(schedule: str) -> None:
    lr = np.array([0.001, 0.01, 0.02])
    out = gdviz.sweep(WAVES, "adam", (1.0, 2.0), steps=40, lr=lr, schedule=schedule, stop=None)
    for i in range(3):
        one = gdviz.descend(WAVES, "adam", (1.0, 2.0), steps=40, lr=lr[i], schedule=schedule, stop=None)
        np.testing.assert_array_equal(out.theta[i], one.theta[-1])


def test_shapes_broadcast() -> None:
    starts = np.random.default_rng(0).uniform(-1, 1, (3, 1, 2))
    out = gdviz.sweep(
        WAVES,
        "momentum",
        starts,
        steps=5,
        lr=np.array([0.01, 0.02]),
        momentum=np.full((4, 1, 1), 0.5),
        paths=True,
    )
    assert out.theta.shape == (4, 3, 2, 2) and out.loss.shape == out.steps.shape == out.status.shape == (
        4,
        3,
        2,
    )
    assert out.paths.shape == (6, 4, 3, 2, 2)
    one = gdviz.descend(WAVES, "momentum", starts[1, 0], steps=5, lr=0.02, momentum=0.5)
    np.testing.assert_array_equal(out.paths[:, 2, 1, 1], one.theta)
    single = gdviz.sweep(WAVES, "gd", (1.0, 1.0), steps=5)
    assert single.theta.shape == (2,) and single.loss.shape == () and single.steps == 5


def test_paths_only_where_asked_for() -> None:
    assert gdviz.sweep(WAVES, "gd", np.ones((3, 2)), steps=5).paths is None


def test_a_path_repeats_its_end() -> None:
    out = gdviz.sweep(
        gdviz.surface("x^2 + y^2"),
        "gd",
        [[1.0, 1], [0, 0], [2, 2]],
        steps=6,
        lr=0.1,
        paths=True,
        stop=Stop(loss=1.0),
    )
    assert out.status.tolist() == [Status.REACHED, Status.REACHED, Status.REACHED] and out.steps.tolist() == [
        2,
        0,
        5,
    ]
    for i, n in enumerate(out.steps):
        assert (out.paths[n:, i] == out.theta[i]).all()


@pytest.mark.parametrize("runs", [1, 2, 4095, 4096, 4097, 8193])
def test_blocks(runs: int) -> None:
    """Whatever lies at the border of a block is what it would be alone."""
    rng = np.random.default_rng(runs)
    starts, lr = rng.uniform(-4, 4, (runs, 2)), rng.uniform(0.001, 0.02, runs)
    momentum = rng.uniform(0, 0.95, runs)
    out = gdviz.sweep(
        HIMMELBLAU, "momentum", starts, steps=6, lr=lr, momentum=momentum, noise=0.1, paths=runs < 5000
    )
    assert out.theta.shape == (runs, 2) and (out.steps > 0).all()
    for i in sorted({0, runs // 2, runs - 1, *(k for k in (4094, 4095, 4096, 4097) if k < runs)}):
        one = gdviz.descend(
            HIMMELBLAU, "momentum", starts[i], steps=6, lr=lr[i], momentum=momentum[i], noise=0.1
        )
        np.testing.assert_array_equal(out.theta[i], one.theta[-1])
        assert out.loss[i] == one.loss[-1] and out.steps[i] == one.steps
        if out.paths is not None:
            np.testing.assert_array_equal(out.paths[: one.steps + 1, i], one.theta)


@pytest.mark.parametrize("runs", [1, 2, 63, 64, 65, 129, 200])
@pytest.mark.parametrize(
    "options",
    [{}, {"noise": 0.3, "clip": 2.0}, {"stop": Stop(gradient=3.0)}, {"schedule": "cosine"}, {"rows": True}],
    ids=str,
)
def test_how_runs_are_cut_into_blocks_changes_no_bit(
    runs: int, options, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = dict(options)
    objective = gdviz.data_loss("line") if options.pop("rows", False) else HIMMELBLAU
    if objective is not HIMMELBLAU:
        options["batch_size"] = 7
    rng = np.random.default_rng(runs)
    starts, lr = rng.uniform(-4, 4, (runs, 2)), rng.uniform(0.001, 0.01, runs)

    def made() -> gdviz.Sweep:
        return gdviz.sweep(objective, "momentum", starts, steps=20, lr=lr, seed=3, paths=True, **options)

    whole = made()
    for largest in (64, 24):
        monkeypatch.setattr(in_blocks, "FEWEST", 1)
        monkeypatch.setattr(in_blocks, "BLOCK", largest)
        cut = made()
        for name in ("theta", "loss", "steps", "codes", "paths"):
            np.testing.assert_array_equal(getattr(cut, name), getattr(whole, name))


@pytest.mark.parametrize("runs", [1, 7, 4096, 13112, 13113, 65_536, 70_001])
@pytest.mark.parametrize("rule", ["gd", "adam"])
def test_blocks_hold_each_run_once(runs: int, rule: str) -> None:
    blocks = list(in_blocks._blocks(runs, HIMMELBLAU, gdviz.optimizers[rule]))
    places = np.concatenate([np.arange(block.start, block.stop) for block in blocks])
    np.testing.assert_array_equal(places, np.arange(runs))
    assert max(block.stop - block.start for block in blocks) <= in_blocks.BLOCK + 8


def test_mixed_endings() -> None:
    surface = gdviz.surface("x^2 + log(y)", ((-3, 3), (-3, 3)))
    out = gdviz.sweep(
        surface, "gd", [[1.0, 1.0], [1.0, -1.0], [0.0, 1e300]], steps=4, lr=0.1, stop=Stop(gradient=1e-9)
    )
    assert out.status.tolist() == [
        Status.MAX_STEPS,
        Status.DIVERGED,
        Status.DIVERGED,
    ] and out.steps.tolist() == [4, 0, 0]


def test_an_error_in_a_block_comes_out() -> None:
    with pytest.raises(ValueError, match="no parameter 'beta7'"):
        gdviz.sweep(WAVES, "gd", np.ones((9000, 2)), steps=3, beta7=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"starts": [1.0]}, "starts need a last axis of length 2"),
        ({"starts": [[1.0, np.nan]]}, "starts must be finite"),
        ({"starts": np.ones((3, 2)), "lr": [1.0, 2.0]}, "do not fit together"),
        ({"lr": np.inf}, "lr must be finite"),
        ({"starts": np.ones((0, 2))}, "1 to"),
        ({"starts": "abc"}, "starts"),
        ({"starts": None, "lr": "fast"}, "lr must be a number"),
        ({"steps": 0}, "steps must be"),
        ({"steps": "many"}, "steps must be"),
        ({"steps": 10**9}, "steps must be"),
        ({"momentum": [0.1, 0.2]}, "GD|Gradient descent"),
        ({"noise": -1}, "noise must be"),
        ({"clip": 0}, "clip must be"),
        ({"starts": np.ones((1000, 2)), "steps": 100_000, "paths": True}, "20 million"),
        ({"seed": -1, "noise": 1}, "seed must be"),
    ],
)
def test_wrong_arguments_are_named(arguments, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gdviz.sweep(WAVES, "gd", **arguments)


@pytest.mark.parametrize("surface", ["himmelblau", "rosenbrock", "ackley"])
@pytest.mark.parametrize("rule", ["momentum", "adam", "polyak"])
@pytest.mark.parametrize(
    "stop", [Stop(), Stop(gradient=1e-2), Stop(gradient=None), Stop(loss=1.0), None], ids=str
)
def test_a_loss_that_nobody_reads_is_known_where_a_run_ends(
    surface: str, rule: str, stop: Stop | None
) -> None:
    starts = np.random.default_rng(5).uniform(-3, 3, (20, 2))
    rates = np.geomspace(1e-3, 10, 20)  # some converge, some leave the window or overflow
    out = gdviz.sweep(surface, rule, starts, lr=rates, steps=60, stop=stop)
    for i, start in enumerate(starts):
        path = gdviz.descend(surface, rule, start, lr=rates[i], steps=60, stop=stop)
        np.testing.assert_array_equal(out.theta[i], path.theta[-1])
        np.testing.assert_array_equal(out.loss[i], path.loss[-1])
        assert (out.steps[i], out.status[i]) == (path.steps, path.status)
