"""The Find the bug page: the programs shown are what runs, each slip is found by a check, and none is given away."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import Status, Surface
from gdviz.engine.fit.slip import differences
from gdviz.player.scene.wire import read_scene
from gdviz.ui.bugs import checks
from gdviz.ui.bugs.gradient_check import check_gradient
from gdviz.ui.bugs.trial import NAMES, OUTCOMES, run_trial, stable_rate
from gdviz.ui.problems.kinds import known_links

ROOT = Path(__file__).resolve().parents[2]


def executed(code: str, name: str, leftover: dict, *args: object) -> tuple[float, np.ndarray]:
    """Cost and next theta of a program as its text on the page says."""
    space = {"np": np, **leftover}
    exec(code, space)  # noqa: S102 - the page's own text
    return space[name](*args)


@pytest.mark.parametrize("slug", gdviz.slips)
@pytest.mark.parametrize("n", [5, 20, 75])
def test_what_is_shown_is_what_is_run(slug: str, n: int) -> None:
    trial, slip = run_trial(slug, n, 0.01), gdviz.slips[slug]
    x, y = trial.correct.x, trial.correct.y
    for theta in np.random.default_rng(0).normal(size=(5, 2)):
        for code, name, program in (
            (slip.code, "published", trial.published),
            (slip.repaired, "corrected", trial.correct),
        ):
            cost, after = executed(code, name, dict(slip.leftover), theta, x, y, 0.01)
            assert program.value(theta) == cost
            moved = theta[: len(after)] - 0.01 * program.gradient(theta)[: len(after)]
            np.testing.assert_allclose(moved, after, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("slug", gdviz.slips)
@pytest.mark.parametrize("n", [5, 20, 200])
def test_the_corrected_program_is_the_loss_of_the_picture(slug: str, n: int) -> None:
    correct = run_trial(slug, n, 0.01).correct
    for theta in np.random.default_rng(1).normal(size=(5, 2)):
        np.testing.assert_allclose(correct.value(theta), correct.base.value(theta), rtol=1e-12)
        if gdviz.slips[slug].radius is None:
            np.testing.assert_allclose(
                correct.gradient(theta), correct.base.gradient(theta), rtol=1e-10, atol=1e-10
            )


@pytest.mark.parametrize("slug", gdviz.slips)
@pytest.mark.parametrize("rate", [0.1, 1.0, 1.9])
def test_a_check_finds_each_slip_and_passes_each_correct_program(slug: str, rate: float) -> None:
    trial = run_trial(slug, 20, rate * stable_rate(slug, 20))
    wrong, right = (checks.run_checks(trial, program) for program in (trial.published, trial.correct))
    assert all(row.agree for rows in right.values() for row in rows) and right
    assert trial.error or not all(row.agree for rows in wrong.values() for row in rows)


@pytest.mark.parametrize("slug", gdviz.slips)
@pytest.mark.parametrize("revealed", [False, True])
def test_the_verdict_counts_what_the_tables_show(slug: str, revealed: bool) -> None:
    checked = checks.check_programs(run_trial(slug, 20, 0.3 * stable_rate(slug, 20)), revealed)
    found, sentence = checks.check_verdict(checked)
    tables = checks.check_tables(checked).split("<h4>")[1:]
    differ = sum("do not agree" in table for table in tables)  # the correct program's rows agree
    if not tables:
        assert (found, sentence) == (True, "It does not run, so there are no numbers to compare.")
    elif not differ:
        assert (found, sentence) == (False, f"All {len(tables)} checks below agree.")
    else:
        verb = "does" if differ == 1 else "do"
        assert (found, sentence) == (True, f"{differ} of {len(tables)} checks below {verb} not agree.")


def test_ratios_of_lost_factors() -> None:
    for slug, ratio in (
        ("missing_mean", 20),
        ("half_a_gradient", 0.5),
        ("wrong_sign", -1),
        ("precedence", 1 / 400),
    ):
        trial = run_trial(slug, 20, 0.01)
        for theta in ([1.0, 0.0], [-2.0, 3.0]):
            np.testing.assert_allclose(
                trial.published.gradient(theta) / differences(trial.published, theta), ratio, rtol=1e-7
            )
            np.testing.assert_allclose(
                trial.correct.gradient(theta) / differences(trial.correct, theta), 1, rtol=1e-7
            )


def test_what_goes_wrong() -> None:
    few, many = (run_trial("precedence", n, 0.01).paths for n in (10, 100))
    np.testing.assert_array_equal(few[0].theta, few[1].theta)  # the path is right ...
    np.testing.assert_allclose(
        [few[1].loss / few[0].loss, many[1].loss / many[0].loss], [[100.0], [10_000.0]] * np.ones((2, 61))
    )
    rate = stable_rate("missing_mean", 20)
    correct, published = run_trial("missing_mean", 20, rate).paths
    assert correct.status is not Status.DIVERGED and published.status is Status.DIVERGED
    for slug in ("missing_mean", "half_a_gradient", "undefined_name"):
        correct, published = run_trial(slug, 20, 0.8 * stable_rate(slug, 20), equal_steps=True).paths
        np.testing.assert_allclose(correct.theta, published.theta, rtol=1e-9)
    lr = 1.5 * 2 * stable_rate("half_a_gradient", 20)  # above the limit of the loss, below twice the limit
    correct, published = run_trial("half_a_gradient", 20, lr).paths
    assert correct.loss[-1] > correct.loss[0] and published.loss[-1] < published.loss[0]
    assert "name 'N' is not defined" in run_trial("undefined_name", 20, 0.1).error


EXPECTED = {
    "precedence": "cost",
    "missing_mean": "climbs",
    "half_a_gradient": "length",
    "wrong_sign": "climbs",
    "sequential_update": "way",
    "forgotten_intercept": "end",
    "penalty_by_batch": "end",
    "unclipped_projection": "end",
    "undefined_name": "stops",
}


@pytest.mark.parametrize("slug", gdviz.slips)
def test_the_outcome_is_read_off_the_runs(slug: str) -> None:
    assert run_trial(slug, 20, stable_rate(slug, 20)).outcome == EXPECTED[slug]


def test_the_published_projection_leaves_the_ball() -> None:
    zero, one = np.zeros(2), np.ones(2)
    for program, wanted in (("published", [1.95, -0.95]), ("corrected", [1.0, 0.0])):
        # rows chosen so that the step before the projection leads to (3, 0.1)
        step = getattr(gdviz.slips["unclipped_projection"], program)
        x, y = np.array([1.0, -1.0]), np.array([3.1, -2.9])  # X.T @ y / n = (3, 0.1)
        np.testing.assert_allclose(step(zero, x, y, 1.0)[1], wanted, atol=1e-12)
    assert gdviz.slips["unclipped_projection"].corrected(zero, one, 0 * one, 1.0)[1].tolist() == [0, 0]


def opened(**query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "find_the_bug.py"), default_timeout=60)
    at.session_state["framed"] = True
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def seen(at: AppTest) -> str:
    """All that the page says."""
    parts = [
        e.value for kind in (at.markdown, at.caption, at.code, at.success, at.info, at.error) for e in kind
    ]
    return "\n".join([*parts, *(h.proto.body for h in at.get("html"))])


def scene(at: AppTest) -> tuple[dict, dict]:
    return read_scene(at.get("bidi_component")[0].proto.bytes)


def press(at: AppTest, label: str) -> None:
    next(b for b in at.button if b.label == label).click().run()
    assert not at.exception


@pytest.mark.quick(3)
@pytest.mark.parametrize("slug", gdviz.slips)
def test_predict_check_name_reveal(slug: str) -> None:
    slip = gdviz.slips[slug]
    at = opened(bug=str(slip.number))
    assert not at.get("bidi_component") and slip.code in [
        c.value for c in at.code
    ]  # no picture before a prediction

    def hidden() -> bool:
        text = seen(at)
        return slip.name not in text and slip.explanation not in text and slug not in str(at.query_params)

    assert hidden()
    at.radio[0].set_value("way").run()
    assert hidden() and [c["name"] for c in scene(at)[0]["competitors"]] == list(
        NAMES[: 2 - (slug == "undefined_name")]
    )
    assert any(OUTCOMES[EXPECTED[slug]][1:] in e.value for e in (*at.success, *at.info))
    press(at, "Run the checks")
    assert hidden() and ("do not agree" in seen(at) or "NameError" in seen(at))
    at.selectbox[0].set_value(slug).run()
    press(at, "Reveal")
    text = seen(at)
    assert "You found it" in text and "do not agree" in text and "<mark>" in text
    assert [c["name"] for c in scene(at)[0]["competitors"]] == list(NAMES)
    assert any(t.label.startswith("Give the published") for t in at.toggle) == (slip.factor is not None)
    before = scene(at)[1]["loss:1"]
    next(s for s in at.slider if s.label == "Rows n").set_value(60).run()
    assert not np.array_equal(scene(at)[1]["loss:1"], before)
    press(at, "Hide it again")
    assert hidden() and not at.get("bidi_component")


def test_numbers_are_the_registry() -> None:
    assert sorted(s.number for s in gdviz.slips.values()) == list(range(1, len(gdviz.slips) + 1))


@pytest.mark.parametrize(
    "old, slug",
    [("missing mean", "missing_mean"), ("half a gradient", "half_a_gradient"), ("precedence", "precedence")],
)
def test_an_older_link_opens_its_program(old: str, slug: str) -> None:
    at = opened(bug=old)
    assert gdviz.slips[slug].code in [c.value for c in at.code]


def test_a_gradient_of_ones_own() -> None:
    at = opened(bug="own")
    assert (
        len(at.error) == 1
        and "2 times" not in at.error[0].value
        and "0.5 times the derivative" in at.error[0].value
    )
    fields = {t.label: t for t in at.text_input}
    fields["Your derivative by y"].set_value("200(y - x^2)").run()
    assert not at.error and len(at.success) == 2
    {t.label: t for t in at.text_input}["Your derivative by x"].set_value("x*(").run()
    assert not at.exception and any("gd-refusal" in h.proto.body for h in at.get("html"))
    {t.label: t for t in at.text_input}["Loss f(x, y)"].set_value("0/0").run()
    assert not at.exception


@pytest.mark.parametrize(
    "f, partials, words",
    [
        ("x^2 + 3y^2", ("2x", "6y"), ("Right", "Right")),
        ("x^2 + 3y^2", ("-2x", "3y"), ("the sign is wrong", "0.5 times")),
        ("x^2*y", ("2x*y", "x^2 + 1"), ("Right", "a term is wrong")),
        ("sqrt(x)", ("1/(2sqrt(x))", "0"), ("Right", "Right")),
        ("log(0 - x^2)", ("2/x", "0"), ("no derivative", "no derivative")),
    ],
)
def test_verdicts(f: str, partials: tuple[str, str], words: tuple[str, str]) -> None:
    surface = Surface(f, domain=((-3, 3), (-3, 3)))
    found = check_gradient(surface, [Surface(p, domain=surface.domain) for p in partials])
    for verdict, word in zip(found, words, strict=False):
        assert word in verdict.sentence, verdict


def test_what_its_link_binds_is_no_part_of_another_pages_link() -> None:
    """Streamlit takes the keys that a page binds out of the link of the page that comes next."""
    text = (ROOT / "gdviz/ui/bugs/exercise.py").read_text("utf-8")
    bound = set(re.findall(r'key="(\w+)", bind="query-params"', text))
    assert bound and not bound & (known_links() | {"opt", "problem", "bug"})
