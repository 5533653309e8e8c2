"""The tab Fit: whose rates are limited and where, and headings that stand above their own columns."""

from __future__ import annotations

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import read_table
from tests.pages.data_page import captions, link, opened, shown

RATE = re.compile(r"rate-(\w+)-(.+)")


def _fit(page: str, query: dict[str, str] | None = None) -> AppTest:
    at = opened(page, query)
    at.session_state["tab"] = "Fit"
    return at.run()


def _buttons(at: AppTest) -> dict[str, set[str]]:
    """Optimizer -> labels of the buttons that set its rate."""
    out: dict[str, set[str]] = {}
    for b in at.main.button:
        if found := RATE.fullmatch(b.key or ""):
            out.setdefault(found[1], set()).add(found[2])
    return out


def _table(at: AppTest) -> tuple[list[str], list[list[str]]]:
    html = next(h.proto.body for h in at.get("html") if "Final parameters" in h.proto.body)
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in html.split("<tr>")[1:]]
    return rows[0], rows[1:]


PLAIN = {"the limit", "half of it", "the optimum"}
MEMORY = {"the limit", "half of it"}


@pytest.mark.quick(4)
@pytest.mark.parametrize(
    ("page", "query", "buttons"),
    [
        ("regression", {}, {"gd": PLAIN, "momentum": MEMORY}),
        ("regression", {"loss": "huber"}, {"gd": PLAIN, "momentum": MEMORY}),
        ("regression", {"opt": "adam,rmsprop"}, {}),
        ("regression", {"loss": "absolute"}, {}),
        ("regression", {"penalty": "l1", "penalty.strength": "100"}, {}),
        ("regression", {"ascent": "1"}, {}),
        ("regression", {"data": "textbook", "intercept": "1", "opt": "gd"}, {"gd": MEMORY}),
        ("classification", {"loss": "hinge"}, {}),
        ("classification", {"loss": "hinge", "penalty": "l2"}, {}),
        ("classification", {"data": "separable"}, {}),
        ("classification", {}, {"gd": PLAIN, "momentum": MEMORY}),
    ],
)
def test_rates_are_offered_to_the_runs_of_which_they_are_true(
    page: str, query: dict[str, str], buttons: dict[str, set[str]]
) -> None:
    assert _buttons(_fit(page, query)) == buttons


@pytest.mark.parametrize("page", ["regression", "classification"])
def test_a_button_sets_the_rate_of_the_run_that_it_names_and_of_no_other(page: str) -> None:
    at = _fit(page)
    before = [c["rate"] for c in shown(at)[0]["competitors"]]
    assert "Set the rate of Gradient descent to" in captions(at) and "Set the rate of Adam" not in captions(
        at
    )
    at.button(key="rate-gd-the limit").click().run()
    assert set(link(at)) == {"gd.lr"}
    after = [c["rate"] for c in shown(at)[0]["competitors"]]
    assert after[0] > before[0] and after[1:] == before[1:]


@pytest.mark.parametrize("page", ["regression", "classification"])
def test_half_of_the_limit_that_is_told_converges_towards_the_optimum(page: str) -> None:
    at = _fit(page, {"opt": "gd,momentum", "steps": "3000"})
    for slug in ("gd", "momentum"):
        at.button(key=f"rate-{slug}-half of it").click().run()
    _, arrays = shown(at)
    objective = gdviz.data_loss("line") if page == "regression" else gdviz.data_loss("blobs", "cross_entropy")
    for i in range(2):
        assert arrays[f"loss:{i}"][-1, 0] == pytest.approx(objective.minimum, rel=1e-3)


def test_what_the_theory_asks_for_beyond_the_run_is_said() -> None:
    at = _fit("regression", {"batch": "5", "schedule": "cosine", "noise": "0.1"})
    assert "everywhere, for all rows and a constant rate and gradients without noise" in captions(at)
    assert "near the optimum." in captions(_fit("classification"))
    assert "kink" in captions(_fit("regression", {"penalty": "l1", "penalty.strength": "100"}))


def test_of_many_eigenvalues_the_largest_is_shown_and_zero_is_zero() -> None:
    at = _fit("regression", {"data": "curve", "degree": "8", "scaling": "standardise"})
    objective = gdviz.data_loss("curve", degree=8, scaling="standardise")
    largest = np.linalg.eigvalsh(objective.hessian(objective.optimum.theta))[-1]
    told = next(m.value for m in at.markdown if "Eigenvalues" in m.value)
    assert "..." in told and f"{largest:.5g}" in told
    told = next(
        m.value
        for m in _fit("regression", {"data": "textbook", "intercept": "1"}).markdown
        if "Eigenvalues" in m.value
    )
    assert "e-1" not in told and "infinite" in told


@pytest.mark.quick(3)
@pytest.mark.parametrize(
    "name", ["intercept", "constant", "Loss", "R²", "distance", "Final parameters", "x", "y", "step"]
)
def test_a_column_may_be_called_as_the_page_s_own_headings(name: str) -> None:
    at = opened("regression", {"opt": "gd"})
    choices = at.session_state["memory:regression"]["choices"]
    rows = "\n".join(f"{i},{(7 * i) % 5},{2 * i + (i % 3)}" for i in range(12))
    choices |= {
        "table": read_table(f"{name},other,target\n{rows}"),
        "data": "csv",
        "features.csv": [name, "other"],
    }
    at.session_state["tab"] = "Fit"
    head, rows_shown = _table(at.run())
    assert not at.exception and len(set(map(str.casefold, head))) == len(head)
    assert head[1:3] == [name, "other"] and all(len(row) == len(head) for row in rows_shown)
    expected = gdviz.data_loss(choices["table"], features=(name, "other"), target="target").optimum.theta
    assert [float(v) for v in rows_shown[-1][1:4]] == pytest.approx(expected, rel=1e-3)
