"""The Find the bug page: the published snippets, executed, are what the page runs; and the check finds each of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from gdviz.engine import Status
from gdviz.engine.claimed import differences
from gdviz.player.scene import read
from gdviz.ui import bugs

ROOT = Path(__file__).resolve().parents[2]


def executed(code: str, X: np.ndarray, y: np.ndarray, theta: np.ndarray) -> tuple[float, np.ndarray]:
    """Cost and gradient of a snippet of the page."""
    space = {"np": np, "X": X, "y": y, "theta": theta, "n": len(y), "m": len(y)}
    exec(code, space)  # noqa: S102 - the page's own text
    return space["cost"], space["grad"]


@pytest.mark.parametrize("slug", bugs.BUGS)
@pytest.mark.parametrize("n", [5, 20, 75])
def test_what_is_shown_is_what_is_run(slug: str, n: int) -> None:
    done, bug = bugs.trial(slug, n, 0.01), bugs.BUGS[slug]
    design = done.correct.design
    for theta in np.random.default_rng(0).normal(size=(5, 2)):
        for code, objective in ((bug.code, done.claimed), (bug.repaired, done.correct)):
            cost, grad = executed(code, design.a, design.y, theta)
            np.testing.assert_allclose(objective.value(theta), cost, rtol=1e-12)
            np.testing.assert_allclose(objective.gradient(theta), grad, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("slug", bugs.BUGS)
def test_the_check_finds_the_bug_and_passes_the_correct_program(slug: str) -> None:
    done = bugs.trial(slug, 20, 0.01)
    for theta in ([1.0, 0.0], [-2.0, 3.0]):
        right = done.correct.gradient(theta) / differences(done.correct, theta)
        np.testing.assert_allclose(right, 1, rtol=1e-7)
        wrong = done.claimed.gradient(theta) / differences(done.claimed, theta)
        assert (np.abs(wrong - 1) > 0.4).all()


def test_what_goes_wrong() -> None:
    few, many = (bugs.trial("precedence", n, 0.01).paths for n in (10, 100))
    np.testing.assert_array_equal(few[0].theta, few[1].theta)  # the path is right ...
    np.testing.assert_allclose([few[1].loss / few[0].loss, many[1].loss / many[0].loss], [[100.0], [10_000.0]] * np.ones((2, 61)))
    rate = bugs.stable_rate("missing mean", 20)
    correct, published = bugs.trial("missing mean", 20, rate).paths
    assert correct.status is not Status.DIVERGED and published.status is Status.DIVERGED
    for slug in ("missing mean", "half a gradient"):
        correct, published = bugs.trial(slug, 20, 0.8 * bugs.stable_rate(slug, 20), divided=True).paths
        np.testing.assert_allclose(correct.theta, published.theta, rtol=1e-9)
    lr = 1.5 * 2 * bugs.stable_rate("half a gradient", 20)  # above the limit of the loss, below twice the limit
    correct, published = bugs.trial("half a gradient", 20, lr).paths
    assert correct.loss[-1] > correct.loss[0] and published.loss[-1] < published.loss[0]


@pytest.mark.parametrize("slug", bugs.BUGS)
def test_the_page(slug: str) -> None:
    at = AppTest.from_file(str(ROOT / "pages" / "find_the_bug.py"), default_timeout=60)
    at.session_state["framed"] = True
    at.query_params["bug"] = slug
    at.run()
    assert not at.exception
    assert any("<h1" in h.proto.body and "Find the bug" in h.proto.body for h in at.get("html"))
    header, arrays = read(at.get("bidi_component")[0].proto.bytes)
    assert [c["name"] for c in header["competitors"]] == ["Correct", "As published"]
    assert any("do not agree" in h.proto.body for h in at.get("html")) and bugs.BUGS[slug].code in [c.value for c in at.code]
    next(s for s in at.slider if s.label == "Rows n").set_value(60).run()
    assert not np.array_equal(read(at.get("bidi_component")[0].proto.bytes)[1]["loss:1"], arrays["loss:1"])
