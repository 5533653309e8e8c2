"""Bad input on the page: in the address and typed into its fields. The page lives and says what is wrong."""

from __future__ import annotations

import logging
import re
from html import escape
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.player.scene.wire import read_scene
from tests.pages.bad_texts import ROOT, RULES, RUNNING_BADLY, SCHEDULES, sentences, short
from tests.pages.mounted import player_bytes
from tests.pages.test_loss_surface import written

# on the page

ON_THE_PAGE: list[dict[str, str]] = [
    {"f": "x^2 + 3z^2"},
    {"f": ""},
    {"f": "1/0"},
    {"f": "where(x > 0, x^2, 0/0)", "start": "1,1"},
    {"f": "0/0"},
    {"f": "<script>alert(1)</script>"},
    {"f": "x" * 10_000},
    {"f": "param n = 3 from 1 to 9 integer\nn x^2", "surface.n": "77"},
    {"f": "param n = 3 from 1 to 9 integer\nn x^2", "surface.n": "2.5"},
    {"f": "param k = 1 from 0.1 to 10 log\nk x^2", "surface.k": "-1"},
    {"f": "param k = 1 from 0 to 10\nk x^2", "surface.k": "1e300"},
    {"own": "theta = theta - lr*q", "opt": "own,gd"},
    {"own": "theta = 1/0", "opt": "own,gd"},
    {"rate": "lr*q"},
    {"surface": "nowhere", "opt": "zz"},
    {"gd.lr": "1e300"},
    {"gd.lr": "0"},
    {"gd.lr": "1e-300"},
    {"adam.beta1": "1e300"},
    {"adam.beta1": "-7"},
    {"adam.eps": "0"},
    {"adam.eps": "-1"},
    {"steps": "100000"},
    {"steps": "0"},
    {"steps": "1000000000"},
    {"start": "1e300,1e300"},
    {"start": "1e7,1"},
    {"window": "3,-3,-3,3"},
    {"window": "100,200,100,200"},
    {"noise": "1e9"},
    {"noise": "1e300"},
    {"seed": "99999999999999999"},
    {"clip": "1e-300"},
    {"clip": "1e300"},
    {"tol": "1e9"},
    {"patience": "999999999"},
    {"progress": "1e9"},
    {"target": "1e300"},
    {"nonsense": "%00%ff"},
    {"opt": ""},
    {"surface.b": "1e300"},
    {"surface.b": "-5"},
    {"surface.b": "0"},
    {"surface.a": "1e9"},
    {"schedule": "step_decay", "schedule.nope": "3"},
    {"schedule": "own"},
    {"progress": "off"},
    {"noise": "off"},
]


def opened(query: dict[str, str]) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=90)
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def alive(at: AppTest, caplog: pytest.LogCaptureFixture) -> dict[str, Any]:
    """The page has its title and a player with a surface, and nothing was logged as an error; the scene's header."""
    assert not at.exception, at.exception[0].message
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR or r.exc_info], caplog.text
    assert any("<h1" in h.proto.body for h in at.get("html"))
    header, arrays = read_scene(player_bytes(at))
    assert arrays["z"].size >= 100
    return header


def words(at: AppTest) -> str:
    """All sentences on the page, as they are read: escapes of Markdown undone."""
    told = [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", w.value).replace("\u2060", "") for w in at.warning]
    return " ".join([*told, *(c.value for c in at.caption), *(h.proto.body for h in at.get("html"))])


@pytest.mark.quick(12)
@pytest.mark.parametrize("query", ON_THE_PAGE, ids=short)
def test_a_link(query: dict[str, str], caplog: pytest.LogCaptureFixture) -> None:
    at = opened(query)
    header = alive(at, caplog)
    told, _ = sentences(query)
    shown = words(at) + " ".join(c["reason"] for c in header["competitors"])
    for s in told:
        assert s in shown or s.split(":")[-1].strip() in shown, s
    at.run()  # and again, from the page's own state
    alive(at, caplog)


TYPED = [
    "x^2 + 3z^2",
    "",
    "x^",
    "x @ y",
    "state m = 0\nm",
    "(" * 200,
    "x\0y",
    "1/0",
    "0/0",
    "x^inf",
    "<b>x</b>",
    "param a = 1 from 0 to 0\na",
    "param a = 1e-9 from 1e-30 to 1e12 log\na x",
    "param a = 0 from -1e12 to 1e12\na x",
    "param steps = 2\nsteps x",
]


def test_typing_a_surface(caplog: pytest.LogCaptureFixture) -> None:
    """One text after the other into the same page; the last one that worked stays on the picture."""
    at = opened({"f": "x^2 + y^2", "opt": "gd,adam", "steps": "25"})
    for text in TYPED:
        written(at, "f(x, y)").set_value(text).run()
        header = alive(at, caplog)
        assert [c["slug"] for c in header["competitors"]] == ["gd", "adam"] and header[
            "title"
        ] == "Own surface"
        try:
            gdviz.surface(text)
        except ValueError as error:
            assert escape(str(error)) in words(at), text
            assert "Shown is the last text that worked." in words(at)


def test_typing_a_rule_and_a_schedule(caplog: pytest.LogCaptureFixture) -> None:
    at = opened({"opt": "gd,own", "own": "theta = theta - lr*g", "rate": "lr/t", "steps": "25"})
    for label, texts in (
        (
            "Update rule",
            [*RULES, *RUNNING_BADLY, "param n = 3 from 1 to 5 integer\ntheta = theta - lr*n*g"][::3],
        ),
        ("Rate of step t", [*SCHEDULES, "1/0", "lr/(t - 2)", "-lr"]),
    ):
        for text in texts:
            written(at, label).set_value(text).run()
            header = alive(at, caplog)
            assert [c["slug"] for c in header["competitors"]] == ["gd", "own"], text


@pytest.mark.quick(4)
@pytest.mark.parametrize(
    "value", ["0", "-1", "1e300", "1e-300", "123456789", "0,05", "1e400", "fast", "1/2", "0x1", "1,000"]
)
def test_typing_a_rate(value: str, caplog: pytest.LogCaptureFixture) -> None:
    at = opened({"opt": "gd,adam"})
    usual = alive(at, caplog)["competitors"][0]["rate"]
    next(n for n in at.text_input if n.label == "Learning rate, typed").set_value(value).run()
    header = alive(at, caplog)
    assert [c["slug"] for c in header["competitors"]] == ["gd", "adam"]
    told = {
        "0": "positive number",
        "-1": "positive number",
        "1e400": "finite",
        "fast": "0,05",
        "1/2": "0,05",
        "0x1": "0,05",
        "1,000": "write 1000 or 1.000",
    }.get(value)
    if told:
        assert (
            told in words(at)
            and f"{usual:.6g} stays" in words(at)
            and header["competitors"][0]["rate"] == usual
        )
    else:
        assert header["competitors"][0]["rate"] == float(value.replace(",", "."))


@pytest.mark.quick(5)
@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Steps", "100000"),
        ("Start x", "1e300"),
        ("Start y", ""),
        ("Gradient noise", "1e6"),
        ("x from", "99"),
        ("y to", ""),
        ("Clip gradient to norm", "1e-12"),
        ("Gradient norm at most", ""),
        ("No progress for steps", "1"),
        ("Loss at most", "1e300"),
        ("Steps", ""),
        ("Seed", ""),
        ("Seed", "1,5"),
        ("Steps", "0"),
        ("Steps", "2.5"),
        ("Gradient noise", ""),
        ("Gradient noise", "-1"),
        ("Progress is more than", ""),
    ],
)
def test_typing_a_number(label: str, value: str, caplog: pytest.LogCaptureFixture) -> None:
    at = opened({"opt": "gd,adam,momentum"})
    at.session_state["more"] = True  # what is folded away is not sent
    at.run()
    next(n for n in at.text_input if n.label == label).set_value(value).run()
    header = alive(at, caplog)
    assert [c["slug"] for c in header["competitors"]] == ["gd", "adam", "momentum"]
    assert np.isfinite(header["surface"]["x"]).all()
