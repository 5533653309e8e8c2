"""A page that takes several kinds of problem: its links, its control, and what is kept when the kind changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from gdviz.ui.address import read_link, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.fit import FitChoice
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Choice
from tests.pages.test_loss_surface import link, named, opened, shown

ALSO = {key: PAGES[key].first_shown for key in ("regression", "classification")}


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    row = replace(PAGES["surface"], also=ALSO)
    monkeypatch.setitem(PAGES, "surface", row)
    return row


@pytest.mark.parametrize("kind", ["", *ALSO])
def test_its_links(page: Page, kind: str) -> None:
    usual = page.first_of(kind)
    assert usual.kind == kind and to_query(usual, usual) == ({"problem": kind} if kind else {})
    longer = replace(usual, steps=77)
    assert read_link(to_query(longer, usual), page) == (longer, [])


def test_an_unknown_kind_is_complained_of(page: Page) -> None:
    spec, complaints = read_link({"problem": "poetry", "steps": "5"}, page)
    assert spec == replace(page.first_shown, steps=5)
    assert len(complaints) == 1 and "problem=poetry" in complaints[0]
    other = read_link({"problem": "regression"}, PAGES["classification"])
    assert other[0] == PAGES["classification"].first_shown and "problem=regression" in other[1][0]


@pytest.mark.parametrize("slug, end", [("zzz", "brent, bukin_6, ..."), ("rosenbrok", "'rosenbrock'.")])
def test_a_complaint_ends_as_a_sentence(slug: str, end: str) -> None:
    _, complaints = read_link({"surface": slug}, PAGES["surface"])
    assert len(complaints) == 1 and complaints[0].endswith(end)


def objective(at: AppTest, label: str) -> AppTest:
    group = next(w for w in at.sidebar.get("button_group") if w.label == "Objective")
    return group.set_value(label).run()


def test_another_kind_keeps_the_optimizers_and_leaves_the_rest(page: Page) -> None:
    at = opened({"opt": "gd,adam", "gd.lr": "0.001"})
    at = objective(at, "Regression")
    assert shown(at)[0]["title"] == "Line with noise" and link(at) == {
        "problem": "regression",
        "opt": "gd,adam",
    }
    named(at.sidebar.selectbox, "Data").select("galton").run()
    assert link(at)["data"] == "galton"
    at = objective(at, "Classification")
    assert shown(at)[0]["title"] == "Two blobs" and not at.warning and not at.error
    at = objective(at, "Surface")
    assert shown(at)[0]["title"] == "Rosenbrock" and link(at) == {"opt": "gd,adam"}


def test_a_rate_belongs_to_the_kind_for_which_it_was_chosen(page: Page) -> None:
    text = "param n = 30 from 5 to 60 integer\nx = u1\ny = 2*x"
    at = opened({"problem": "regression", "d": text, "opt": "gd", "gd.lr": "0.25"})
    assert shown(at)[0]["competitors"][0]["rate"] == 0.25
    choices = at.session_state["memory:surface"]["choices"]
    assert choices["lr.regression/own.gd"] == 0.25 and "lr.own.gd" not in choices


def test_reset_leads_back_to_the_kind_of_the_scene(page: Page) -> None:
    assert page.first_of("regression").problem == FitChoice()
    at = opened({"problem": "regression"})
    at = objective(at, "Surface")
    assert shown(at)[0]["title"] == "Rosenbrock"
    at.query_params.clear()
    at.query_params["problem"] = "classification"
    at = at.run()
    assert shown(at)[0]["title"] == "Two blobs"
    assert read_link({"problem": "classification"}, page)[0].problem.data == Choice("blobs")
