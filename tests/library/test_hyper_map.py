"""Maps of two hyper-parameters: cells are single runs, sides agree with theory, nonsense is refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine.maps.pieces import Piece
from gdviz.engine.maps.rates import hyper_refinement as module
from gdviz.engine.maps.rates.outcome import LAST, WORST

BOWL = gdviz.surface("x^2/2 + 5y^2/2", ((-3, 3), (-3, 3)), start=(2.0, 1.0))
LR = ("lr", np.geomspace(1e-3, 1.0, 24))
MAPS: list[tuple[Any, str, Any, Any, dict[str, Any]]] = [
    ("rosenbrock", "momentum", LR, ("momentum", [0.0, 0.5, 0.9, 0.99]), {}),
    ("himmelblau", "adam", LR, ("beta2", [0.5, 0.9, 0.999]), {"noise": 0.2, "seed": 3}),
    ("six_hump_camel", "gd", ("start.y", [-1.0, 0.25, 1.5]), LR, {"start": (0.5, 0.0)}),
    (gdviz.data_loss("line"), "gd", LR, ("batch_size", [1, 7, 60]), {"seed": 2}),
    ("styblinski_tang", "rprop", ("start.x", [-4.0, 4.0]), ("start.y", [-3.0, 2.5]), {"maximize": True}),
]


def one_of(options: dict[str, Any], objective: Any, name: str, value: float) -> dict[str, Any]:
    """The keywords of the single run where one hyper-parameter has a value."""
    if name.startswith("start."):
        known = gdviz.pick(gdviz.surfaces, objective, "surface") if isinstance(objective, str) else objective
        start = list(options.get("start") or known.start)
        start[known.names.index(name.removeprefix("start."))] = value
        return {**options, "start": tuple(start)}
    return {**options, name: int(value) if name == "batch_size" else float(value)}


@pytest.mark.parametrize(("objective", "slug", "x", "y", "options"), MAPS)
def test_cells_are_single_runs_to_the_bit(
    objective: Any, slug: str, x: Any, y: Any, options: dict[str, Any]
) -> None:
    out = gdviz.hyper_map(objective, slug, x, y, steps=50, **options)
    assert (
        out.loss.shape == out.steps.shape == out.status.shape == out.outcome.shape == (len(out.y), len(out.x))
    )
    rng = np.random.default_rng(1)
    for _ in range(15):
        i, j = rng.integers(len(out.y)), rng.integers(len(out.x))
        keywords = one_of(options, objective, out.names[0], out.x[j])
        keywords = one_of(keywords, objective, out.names[1], out.y[i])
        path = gdviz.descend(objective, slug, steps=50, **keywords)
        assert path.loss[-1] == out.loss[i, j] or math.isnan(out.loss[i, j])
        assert (path.steps, path.status) == (out.steps[i, j], out.status[i, j])


@pytest.mark.parametrize("slug", ["gd", "momentum", "nesterov", "nesterov_lookahead"])
def test_the_side_of_a_cell_is_that_of_theory_but_for_those_beside_the_limit(slug: str) -> None:
    rates = np.geomspace(0.05, 2.0, 60)
    vary = ("momentum", [0.0, 0.4, 0.8]) if slug != "gd" else ("start.x", [1.0, 2.0, 3.0])
    for swapped in (False, True):
        axes = [("lr", rates), vary]
        out = gdviz.hyper_map(BOWL, slug, *(reversed(axes) if swapped else axes), steps=400)
        converged = out.converged.T if swapped else out.converged
        assert out.limit is not None and out.limit.shape == (3,)
        for limit, row in zip(out.limit, converged, strict=True):
            edge = int(np.searchsorted(rates, limit))
            assert row[: edge - 1].all() and not row[edge + 1 :].any()


def test_theorys_limit_is_that_of_the_rule() -> None:
    out = gdviz.hyper_map(BOWL, "momentum", LR, ("momentum", [0.0, 0.5]))
    np.testing.assert_allclose(out.limit, [2 / 5, 3 / 5])
    for other in (
        gdviz.hyper_map("rosenbrock", "momentum", LR, ("momentum", [0.0, 0.5]), steps=5),
        gdviz.hyper_map(BOWL, "adam", LR, ("beta1", [0.0, 0.5]), steps=5),
        gdviz.hyper_map(BOWL, "momentum", LR, ("momentum", [0.0, 0.5]), steps=5, noise=0.1),
        gdviz.hyper_map(BOWL, "momentum", ("start.x", [1.0, 2.0]), ("momentum", [0.0, 0.5]), steps=5),
    ):
        assert other.limit is None


def test_the_outcome_is_the_sum_of_losses_as_published() -> None:
    """Sohl-Dickstein (2024): the loss as a share of the first, capped; its sum where it falls, else that of 1/share."""
    out = gdviz.hyper_map(BOWL, "gd", ("lr", [0.01, 0.2, 0.6, 5.0]), ("start.x", [1.0]), steps=60)
    for j, rate in enumerate(out.x):
        path = gdviz.descend(BOWL, "gd", (1.0, 1.0), steps=60, lr=float(rate))
        loss = np.concatenate([path.loss, np.full(60 - path.steps, path.loss[-1])])
        share = np.where(np.isfinite(loss), np.minimum(loss / loss[0], WORST), WORST)
        expected = -share.sum() if share[-LAST:].mean() < 1 else (1 / np.maximum(share, 1e-6)).sum()
        assert out.outcome[0, j] == pytest.approx(expected)
    assert out.converged.tolist() == [[True, True, False, False]]


def test_shades_are_apart_and_in_order() -> None:
    out = gdviz.hyper_map(BOWL, "gd", ("lr", np.geomspace(0.01, 5.0, 30)), ("start.x", [1.0, 2.0]))
    shade = out.shade()
    assert ((shade < 0) == out.converged).all() and shade.min() == -1 and shade.max() == 1
    row, diverged = shade[0], ~out.converged[0]
    assert (np.diff(row[diverged]) >= 0).all()  # a larger rate diverges sooner
    fastest = out.outcome.ravel()[np.argmin(shade)]
    assert fastest == out.outcome[out.converged].max()  # the least sum of losses


def test_the_smallest_map_and_one_without_a_finite_loss() -> None:
    one = gdviz.hyper_map("sphere", "gd", ("lr", [0.1]), ("start.x", [1.0]))
    assert one.loss.shape == (1, 1) and one.shade().tolist() == [[-1.0]]
    one.figure()
    lost = gdviz.hyper_map(gdviz.surface("1/(x-x)+y"), "gd", ("lr", [0.1, 0.2]), ("start.x", [1.0]), steps=5)
    assert not lost.converged.any()


def test_a_run_that_diverges_downwards_did_not_converge() -> None:
    hill = gdviz.surface("-(x^2 + y^2)", start=(1.0, 1.0))
    out = gdviz.hyper_map(hill, "gd", ("lr", np.geomspace(0.1, 10.0, 8)), ("start.y", [1.0, 2.0]))
    assert {s.name for s in out.status.ravel()} == {"DIVERGED"} and not out.converged.any()
    assert (np.diff(out.shade()[0]) >= 0).all()  # a larger rate diverges sooner


def test_diverged_runs_do_not_set_the_least_loss() -> None:
    cubic = gdviz.surface("x^3 - 3x", ((-3, 3),), names=("x",))  # a minimum of -2 at 1, no bottom to the left
    rate = ("lr", [0.05])
    alone = gdviz.hyper_map(cubic, "gd", rate, ("start.x", [2.0]))
    both = gdviz.hyper_map(cubic, "gd", rate, ("start.x", [-2.0, 2.0]))
    assert both.converged[:, 0].tolist() == [False, True]
    assert both.outcome[1, 0] == alone.outcome[0, 0]


@pytest.mark.parametrize("objective", ["sphere", gdviz.surface("x^2 + y^2")])  # a known minimum, and none
def test_a_run_that_starts_at_the_minimum_converged_at_once(objective: Any) -> None:
    out = gdviz.hyper_map(objective, "gd", ("start.x", [0.0, 1.0]), ("start.y", [0.0]))
    assert out.converged.all() and out.outcome[0, 0] == 0 > out.outcome[0, 1]


UNKNOWN = gdviz.surface("(x - 1)^4 + y^2 + x*y", start=(2.0, 1.0))
PARTS: list[tuple[Any, dict[str, Any]]] = [
    (gdviz.surfaces["sphere"], {}),
    (UNKNOWN, {}),
    (gdviz.surfaces["styblinski_tang"], {"maximize": True}),
    (gdviz.data_loss("line"), {"batch_size": 7, "seed": 3}),
]


def arrays(map: gdviz.HyperMap) -> list[np.ndarray]:
    return [map.x, map.y, map.loss, map.steps, map.codes, map.outcome, map.computed]


@pytest.mark.parametrize(("objective", "options"), PARTS)
def test_pieces_make_the_same_map_to_the_bit(objective: Any, options: dict[str, Any]) -> None:
    """However large they are, in whichever order they come back, some of them only at the second time."""
    axes = ("lr", np.geomspace(0.001, 3.0, 21)), ("momentum", np.linspace(0, 0.95, 9))
    whole = gdviz.hyper_map(objective, "momentum", *axes, steps=60, **options)
    rng = np.random.default_rng(7)
    method, options = gdviz.optimizers["momentum"], {"steps": 60, **options}
    under_way = gdviz.engine.HyperRefinement(objective, method, *axes, **options)
    out: list[Piece] = []
    while not under_way.finished:
        piece = under_way.next_piece(int(rng.integers(1, 12)))
        if piece is not None:
            out.append(piece)
        if out and (piece is None or rng.random() < 0.5):
            back = out.pop(int(rng.integers(len(out))))
            if rng.random() < 0.2:
                under_way.give_back(back)
            else:
                under_way.take(back, under_way.runs(*under_way.arguments(back)))
    assert under_way.share == 1 and whole.computed.all()
    for ours, theirs in zip(arrays(under_way.map()), arrays(whole), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_the_first_piece_shows_the_whole_map() -> None:
    axes = ("lr", np.geomspace(0.001, 3.0, 32)), ("start.x", np.linspace(-2, 2, 16))
    under_way = gdviz.engine.HyperRefinement(BOWL, gdviz.optimizers["gd"], *axes, steps=30)
    piece = under_way.next_piece()
    assert piece is not None and len(piece.cells) == 8 * 4
    under_way.take(piece, under_way.runs(*under_way.arguments(piece)))
    coarse, whole = under_way.map(), gdviz.hyper_map(BOWL, "gd", *axes, steps=30)
    np.testing.assert_array_equal(coarse.loss, whole.loss[::4, ::4].repeat(4, 0).repeat(4, 1))
    np.testing.assert_array_equal(coarse.computed.nonzero()[0], np.repeat(np.arange(0, 16, 4), 8))
    shown = {trace.name: trace for trace in coarse.figure().data}["cells"].text
    assert [text.rpartition("<br>")[2] == "not run yet" for text in shown] == (
        ~coarse.computed.ravel()
    ).tolist()


def test_where_the_minimum_is_unknown_no_losses_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted from the least loss that any run met, and a run at a time gives the same bits."""
    axes = (("lr", np.geomspace(0.01, 0.4, 10)), ("start.x", np.linspace(1, 2, 10)))
    known, unknown = gdviz.surfaces["sphere"], gdviz.surface("x^2 + y^2")
    assert known.minimum is not None and unknown.minimum is None
    for objective, options in ((unknown, {}), (known, {"maximize": True}), (known, {})):
        monkeypatch.undo()
        whole = gdviz.hyper_map(objective, "gd", *axes, steps=51, **options)
        monkeypatch.setattr(module, "AT_ONCE", 1)
        alone = gdviz.hyper_map(objective, "gd", *axes, steps=51, **options)
        np.testing.assert_array_equal(alone.outcome, whole.outcome)
    rate, x = 0.4, 1.0
    met = gdviz.descend(unknown, "gd", (x, 1.0), lr=rate, steps=51)
    out = gdviz.hyper_map(unknown, "gd", ("lr", [0.1, rate]), ("start.x", [x]), steps=51, start=(1.0, 1.0))
    above = (met.loss - met.loss.min()) / (met.loss[0] - met.loss.min())
    assert out.outcome[0, 1] == pytest.approx(-above.sum())


def test_theory_has_no_limit_outside_of_the_range_of_a_parameter() -> None:
    out = gdviz.hyper_map(BOWL, "momentum", LR, ("momentum", [0.5, 1.5]), steps=20)
    np.testing.assert_allclose(out.limit, [3 / 5, math.nan])
    out.figure()
    assert gdviz.hyper_map(BOWL, "momentum", LR, ("start.x", [1.0]), steps=20, momentum=1.5).limit is None


@pytest.mark.parametrize(
    ("x", "y", "options", "reason"),
    [
        (
            ("lr", np.linspace(1, 2, 10_000)),
            ("momentum", np.linspace(0, 1, 10_000)),
            {},
            "at most 262144 cells",
        ),
        (("lr", []), ("momentum", [0.5]), {}, "values of lr must be a row of finite numbers"),
        (("lr", [0.1, math.nan]), ("momentum", [0.5]), {}, "values of lr must be a row of finite numbers"),
        (("lr", "fast"), ("momentum", [0.5]), {}, "x must be a name and a row of numbers"),
        (("lr", [-0.1]), ("momentum", [0.5]), {}, "learning rates must be positive"),
        (("lr", [0.1]), ("lr", [0.5]), {}, "x and y are both lr"),
        (
            ("speed", [0.1]),
            ("momentum", [0.5]),
            {},
            "x cannot vary 'speed'; it is one of lr, momentum, start.x",
        ),
        ("lr", ("momentum", [0.5]), {}, "x must be a name and a row"),
        (("lr", [0.1]), ("batch_size", [5]), {}, "y cannot vary 'batch_size'"),
        (("lr", [0.1]), ("start.z", [5]), {}, "y cannot vary 'start.z'"),
        (("lr", [0.1]), ("momentum", [0.5]), {"nonsense": 1.0}, "nonsense"),
        (
            ("lr", [0.1]),
            ("start.x", [1.0]),
            {"momentum": [0.1, 0.5]},
            "momentum must be one number, the same",
        ),
        (
            ("lr", [0.1]),
            ("start.x", [1.0]),
            {"schedule": "cosine", "schedule_hyper": {"floor": np.array([0.1, 0.5])}},
            "floor of the schedule must be one number",
        ),
        (("lr", [0.1]), ("momentum", [0.5]), {"start": (1.0,)}, "start must be 2 finite numbers"),
    ],
)
def test_what_cannot_be_mapped_is_said_in_a_sentence(
    x: Any, y: Any, options: dict[str, Any], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        gdviz.hyper_map("sphere", "momentum", x, y, **options)


def test_a_batch_is_of_the_rows_that_there_are() -> None:
    data = gdviz.data_loss("line")
    for size, reason in ((61, "batch"), (2.5, "whole numbers")):
        with pytest.raises(ValueError, match=reason):
            gdviz.hyper_map(data, "gd", ("lr", [0.1]), ("batch_size", [size]))


def test_what_has_no_rate_has_no_map() -> None:
    with pytest.raises(ValueError, match="has no learning rate"):
        gdviz.hyper_map("sphere", "scipy_bfgs", LR, ("start.x", [1.0]))


def test_the_figure_draws_the_cells_and_theorys_limit() -> None:
    out = gdviz.hyper_map(BOWL, "momentum", LR, ("momentum", [0.0, 0.5, 0.9]))
    figure = out.figure(chosen=(0.1, 0.5), dark=True)
    traces = {trace.name: trace for trace in figure.data if trace.name}
    np.testing.assert_array_equal(traces["outcome"].z, out.shade())
    assert len(traces["cells"].x) == out.loss.size and f"loss {out.loss[0, 0]:.4g}" in traces["cells"].text[0]
    np.testing.assert_allclose(traces["theory's limit of the rate"].x, out.limit)
    for dark, color in (
        (False, "#16181d"),
        (True, "#ffffff"),
    ):  # in the legend it is seen on the page's colour
        named = [trace for trace in out.figure(dark=dark).data if trace.name and trace.showlegend]
        assert [trace.line.color for trace in named] == [color]
    assert traces["outcome"].colorbar.ticktext[2] == "not converged"
    assert figure.layout.xaxis.type == "log" and figure.layout.yaxis.type is None
