"""Rules of curvature on the pages: refused in one sentence where there is none, told where they end at a saddle."""

from __future__ import annotations

import pytest

import gdviz
from gdviz.ui.address import from_query, to_query
from tests.pages.test_loss_surface import opened, shown

RULES = [
    slug
    for slug, rule in gdviz.optimizers.items()
    if rule.asks & {"hess", "line_search", "wolfe"} or slug == "barzilai_borwein"
]
DIRECT = [slug for slug in RULES if "hess" in gdviz.optimizers[slug].asks]


def test_there_are_rules_to_check() -> None:
    assert len(RULES) >= 11 and len(DIRECT) >= 5


def test_a_rule_of_curvature_is_refused_and_the_others_run() -> None:
    at = opened({"surface": "diamond", "opt": "newton,gd,bfgs"})
    header, _ = shown(at)
    assert [c["slug"] for c in header["competitors"]] == ["gd", "bfgs"]
    told = [w.value for w in at.warning]
    assert (
        len(told) == 1
        and "Newton: a rule that asks for the Hessian cannot run on Diamond, where that is 0" in told[0]
    )


def test_an_end_at_a_saddle_is_told_in_the_result() -> None:
    at = opened({"surface": "saddle", "opt": "newton", "tab": "Result"})
    header, _ = shown(at)
    (run,) = header["competitors"]
    assert (
        run["status"] == "converged"
        and "It is a saddle, not a minimum: the curvatures there are" in run["reason"]
    )


@pytest.mark.parametrize("slug", RULES)
@pytest.mark.parametrize("page", ["surface", "regression", "classification"])
def test_a_link_brings_the_rule_back_with_its_parameters(slug: str, page: str) -> None:
    from gdviz.ui.pages import PAGES

    usual = PAGES[page].first_shown
    query = {"opt": slug, f"{slug}.lr": "0.5"}
    query |= {f"{slug}.{p.name}": f"{(p.default + p.high) / 2:.3g}" for p in gdviz.optimizers[slug].params}
    spec, complaints = from_query(query, usual)
    (entrant,) = spec.entrants
    assert not complaints and entrant.optimizer.slug == slug and entrant.lr == 0.5
    assert len(entrant.optimizer.params) == len(gdviz.optimizers[slug].params)
    again, complaints = from_query(to_query(spec, usual), usual)
    assert again == spec and not complaints
