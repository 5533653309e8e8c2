"""Picking optimizers by name and by family, through AppTest."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.ui.race import picker
from gdviz.ui.spec.spec import MAX_ENTRANTS
from tests.pages.data_page import PAGES, link, named, opened, shown, unfolded


def _open(query: dict[str, str] | None = None) -> AppTest:
    at = opened("regression", query)
    at.session_state["families"] = True
    return at.run()


def _slugs(at: AppTest) -> list[str]:
    return [c["slug"] for c in shown(at)[0]["competitors"]]


def test_every_optimizer_stands_in_its_family_once_and_the_basics_come_first() -> None:
    families = picker.by_family(gdviz.optimizers)
    assert sorted(s for slugs in families.values() for s in slugs) == sorted(gdviz.optimizers)
    assert all(gdviz.optimizers[s].family == f for f, slugs in families.items() for s in slugs)
    assert [slugs[0] for slugs in families.values()][:3] == ["gd", "momentum", "adam"]
    for slugs in families.values():  # the best known before the others, these by their years
        ranks = [
            (gdviz.optimizers[s].slot is None, gdviz.optimizers[s].slot or gdviz.optimizers[s].year)
            for s in slugs
        ]
        assert ranks == sorted(ranks)


def test_the_field_offers_them_in_that_order_and_no_select_all() -> None:
    field = named(opened("regression").sidebar.multiselect, "Optimizers")
    assert field.options[0].startswith("Gradient descent") and field.options[-1] == "Write your own ..."


@pytest.mark.parametrize("page", PAGES)
def test_no_field_offers_to_select_all_of_what_it_takes_a_few_of(page: str) -> None:
    fields = unfolded(opened(page), "columns").sidebar.multiselect
    assert {f.label for f in fields} == {"Optimizers", "Features"}
    assert [f.proto.select_all for f in fields] == [0, 0]


def test_a_family_s_optimizers_are_put_in_and_taken_out() -> None:
    at = _open()
    labels = [g.label for g in at.sidebar.get("button_group")]
    assert [*picker.by_family(gdviz.optimizers), "Your own"] == [
        x for x in labels if x in {*picker.by_family(gdviz.optimizers), "Your own"}
    ]
    named(at.sidebar.button_group, "Momentum").set_value(["nesterov", "momentum"]).run()
    assert (
        _slugs(at) == ["gd", "momentum", "adam", "nesterov"]
        and link(at)["opt"] == "gd,momentum,adam,nesterov"
    )
    named(at.sidebar.button_group, "Adam and relatives").set_value([]).run()
    named(at.sidebar.button_group, "Your own").set_value(["own"]).run()
    assert link(at)["opt"] == "gd,momentum,nesterov,own"
    assert named(at.sidebar.multiselect, "Optimizers").value == ["gd", "momentum", "nesterov", "own"]
    named(at.sidebar.multiselect, "Optimizers").set_value(["gd"]).run()
    assert named(at.sidebar.button_group, "Momentum").value == []


def test_no_more_than_a_race_has_are_picked_and_the_page_says_so() -> None:
    at = _open({"opt": "gd,momentum,nesterov,qhm,adam,adamw,lion"})
    told = f"{MAX_ENTRANTS} are picked"
    assert not any(told in c.value for c in at.caption)
    named(at.sidebar.button_group, "Adaptive rates").set_value(["adagrad", "rmsprop"]).run()
    assert len(_slugs(at)) == MAX_ENTRANTS and any(told in c.value for c in at.caption)
    assert named(at.sidebar.button_group, "Adaptive rates").value == ["adagrad"]
