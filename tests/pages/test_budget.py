"""What a link may cost: time, what is recorded, what is sent; who is gone costs nothing, and long runs do not hold up short ones."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Status
from gdviz.engine.run.descent import row_bytes
from gdviz.engine.run.stop import Spent
from gdviz.ui import budget, turns
from gdviz.ui.budget import Budget
from gdviz.ui.problems.fit import FitChoice, picture
from gdviz.ui.problems.problem import Load
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.runs import bounds, made_once, races
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from tests.pages.data_page import opened, shown

HEAVY = (
    "state s = 0*g\n"
    + "\n".join(f"s = s + hess(theta + {k}*g)@g" for k in range(1, 30))
    + "\ntheta = theta - lr*g + 0*s"
)
WIDE = "\n".join([*(f"A{k} = outer(g, g)*{k + 1}" for k in range(20)), "theta = theta - lr*g"])
CLASSES = {"data": "three_classes", "degree": "8", "scaling": "standardise", "opt": "adam"}

NO_LOAD = Load(0, 0)  # of a surface


class Gone(BaseException):
    """As Streamlit ends a script whose visitor has left."""


def own(text: str, slug: str = "rosenbrock", **options: Any) -> Spec:
    return Spec(
        SurfaceChoice(Choice(slug)),
        entrants=(Entrant(Choice(text=text), 1e-4),),
        stop_gradient=None,
        **options,
    )


# time


def test_a_run_that_takes_too_long_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_once, "SECONDS", 0.3)
    began = time.thread_time()
    (path,) = (c.path for c in races.race(own(HEAVY, steps=100_000, seed=1)).competitors)
    assert time.thread_time() - began < 3
    assert path.status is Status.SPENT and 0 < path.steps < 100_000
    assert path.reason.startswith(
        f"Stopped after {path.steps} of 100000 steps: its 0.3 seconds of computing time are over."
    )
    began = time.thread_time()
    (again,) = (c.path for c in races.race(own(HEAVY, steps=100_000, seed=1)).competitors)
    assert again.theta is path.theta and time.thread_time() - began < 0.2  # kept, not made at every change


def test_the_runs_of_a_race_share_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_once, "SECONDS", 0.3)
    alone = own(HEAVY, steps=100_000, seed=2)
    race = races.race(
        replace(alone, entrants=(*alone.entrants, Entrant(Choice("gd")), Entrant(Choice("adam"), 1e-5)))
    )
    assert race.competitors[0].path.notes["seconds"] == pytest.approx(0.1)
    assert "its share of the" in race.competitors[0].path.reason
    assert races.race(alone).competitors[0].path.notes["seconds"] == pytest.approx(
        0.3
    )  # alone it may take longer


def test_a_page_shows_a_run_that_was_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_once, "SECONDS", 0.2)
    header, _ = shown(
        opened(
            "regression",
            {"data": "line", "own": HEAVY, "own.lr": "0.001", "opt": "own", "steps": "50000", "seed": "3"},
        )
    )
    (run,) = header["competitors"]
    assert run["status"] == "spent" and "Stopped after" in run["summary"] and 0 < run["steps"] < 50_000


def test_a_visitor_who_leaves_ends_his_run_and_the_next_can_make_it(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def left() -> None:
        looks.append(1)
        if len(looks) > 3:
            raise Gone

    monkeypatch.setattr(budget, "still_there", left)
    spec = own(HEAVY, steps=100_000, seed=4)
    began = time.thread_time()
    with pytest.raises(Gone):
        races.race(spec)
    assert time.thread_time() - began < 3 and not made_once._paths.making and turns.long.holder is None
    monkeypatch.setattr(budget, "still_there", lambda: None)
    monkeypatch.setattr(made_once, "SECONDS", 0.1)
    assert races.race(spec).competitors[0].path.steps > 0


def test_the_time_is_the_threads_own() -> None:
    """A crowded server does not make a run shorter."""
    with Budget(0.05) as b:
        time.sleep(0.2)
        b()
    with pytest.raises(Spent, match=r"its 0\.05 seconds"), Budget(0.05) as b:
        while True:
            b()


# what is recorded and sent


@pytest.mark.parametrize("slug", sorted(gdviz.optimizers))
def test_an_ordinary_run_is_recorded_as_a_whole(slug: str) -> None:
    rule = gdviz.optimizers[slug]
    surface, line = gdviz.surfaces["rosenbrock"], gdviz.data_loss("line")
    assert row_bytes(rule, 2) < bounds.WIDEST
    assert bounds.steps_to_record(surface, [rule], 10_000, NO_LOAD) is None
    assert bounds.steps_to_record(line, [rule], 10_000, picture.load(line, True, 1)) is None
    assert bounds.steps_to_record(surface, [rule] * 8, 5000, NO_LOAD) is None
    assert (
        slug not in ("gd", "momentum", "adam")
        or bounds.steps_to_record(surface, [rule], 100_000, NO_LOAD) is None
    )


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(CLASSES, id="adam"),
        pytest.param({**CLASSES, "batch": "9", "noise": "0.1"}, id="batches"),
        pytest.param({**CLASSES, "opt": "own", "own": WIDE}, id="matrices", marks=pytest.mark.slow),
    ],
)
def test_a_long_run_of_many_parameters_is_thinned_and_says_so(
    monkeypatch: pytest.MonkeyPatch, query: dict[str, str]
) -> None:
    monkeypatch.setattr(bounds, "SENT", 3_000_000 if "own" in query else 100_000)
    at = opened("classification", {**query, "steps": "700", "tol": "0"})
    header, arrays = shown(at)
    steps = arrays["at:0"][:, 0]
    assert (
        steps[0] == 0
        and steps[-2:].tolist() == [699, 700]
        and len(steps) < 300
        and header["competitors"][0]["steps"] == len(steps) - 1
    )
    assert sum(v.size for v in arrays.values()) < 1.3 * bounds.SENT + 200_000
    (told,) = (w.value for w in at.warning if "too many to show" in w.value)
    first = int(told.split("the first ")[1].split(",")[0]) if "the first" in told else 0
    assert np.diff(steps)[:first].tolist() == [1] * first and f"one in {int(np.diff(steps)[first])}" in told
    gaps = np.diff(steps) > 1
    assert np.isnan(arrays["rows:0"][gaps]).all() and not np.isnan(arrays["rows:0"][~gaps, 0]).any()
    at.session_state["tab"] = "Steps"
    assert any(
        f"Of the 700 steps of this run {len(steps) - 1} are recorded and stand here and in the file"
        in c.value
        for c in at.run().caption
    )
    wide = [c.value for c in at.caption if "Too wide for this table: A0, A1" in c.value]
    assert len(wide) == ("A0 = " in query.get("own", ""))
    frame = races.race(
        replace(
            Spec(
                FitChoice(
                    "classification",
                    Choice("three_classes"),
                    degree=8,
                    scaling="standardise",
                    loss=Choice("softmax"),
                ),
                entrants=(Entrant(Choice("adam")),),
                steps=700,
            )
        )
    ).competitors
    assert frame[0].path.frame()["step"].iloc[-1] == frame[0].path.steps


def test_a_step_that_is_too_wide_is_refused_in_a_sentence() -> None:
    many = "\n".join([*(f"A{k} = outer(g, g)*{k + 1}" for k in range(58)), "theta = theta - lr*g"])
    at = opened("classification", {**CLASSES, "opt": "gd,own", "own": many, "steps": "20"})
    header, _ = shown(at)
    assert [c["slug"] for c in header["competitors"]] == ["gd"]
    assert any("assigns 8.5 MB of numbers for 135 parameters, at most 8.0 MB" in w.value for w in at.warning)


def test_what_a_scene_sends_does_not_grow_with_the_steps() -> None:
    """Of the worst that plain controls can ask for, in a race and with batches: a few MB."""
    whole = gdviz.data_loss("three_classes", "softmax", degree=8, scaling="standardise")
    for rules, batches in (
        ([gdviz.optimizers["adam"]], False),
        ([gdviz.optimizer(WIDE)], True),
        (list(gdviz.optimizers.values())[:8], True),
    ):
        kept = bounds.steps_to_record(
            whole, rules, 100_000 // len(rules), picture.load(whole, batches, len(rules))
        )
        assert kept is not None
        rows = kept.first + -(-(100_000 // len(rules) - kept.first) // kept.every)
        assert rows * sum(row_bytes(r, whole.dimension) for r in rules) < 1.1 * bounds.RECORDED
        assert rows * max(row_bytes(r, whole.dimension) for r in rules) / 8 < 1.1 * bounds.SENT


def test_what_is_said_of_gaps_is_true_of_a_run_that_was_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_once, "SECONDS", 0.3)
    monkeypatch.setattr(bounds, "SENT", 2000)
    race = races.race(own(HEAVY, steps=100_000, seed=7))
    path = race.competitors[0].path
    gaps = len(path.loss) <= path.steps
    assert [p.split(" steps are too many")[0] for p in race.complaints] == ([str(path.steps)] if gaps else [])
    short = races.race(own("theta = theta - lr*g", steps=100_000, seed=7, stop_loss=1e300))
    assert short.competitors[0].path.steps == 0 and not short.complaints
