"""A new option is one declaration: link, bounds, control, caption and the argument of the run follow from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.runs import made_once, races
from gdviz.ui.spec.option import links, whole
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from tests.pages.data_page import captions, refusals
from tests.pages.test_loss_surface import link, named, opened, unfolded

SURFACE = PAGES["surface"]
assert SURFACE.default is not None


@dataclass(frozen=True)
class Longer(Spec):
    """The choice of a page with one option more, declared as CONTRIBUTING.md says."""

    warm_up: int = whole(
        0,
        "warmup",
        "Warm-up",
        0,
        1000,
        group="more",
        argument="warm_up",
        assumed="no warm-up",
        help="Steps in which the rate rises from 0",
        caption="The learning rate rises from 0 in {warm_up} steps.",
    )


USUAL = Longer(SURFACE.default.problem, (Entrant(Choice("gd")),), steps=20)
WARM = replace(USUAL, warm_up=30)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The keywords of the runs that are made; the engine, which has no such option, gets the others."""
    seen: list[dict[str, Any]] = []
    begin = made_once.begin

    def make(*arguments: Any, warm_up: int, **keywords: Any) -> Any:
        seen.append({"warm_up": warm_up, **keywords})
        return begin(*arguments, **keywords)

    monkeypatch.setattr(made_once, "begin", make)
    return seen


def test_its_link() -> None:
    assert to_query(WARM, USUAL) == {"warmup": "30"}
    assert from_query({"warmup": "30"}, USUAL) == (WARM, [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1001", "it must lie from 0 to 1000, not 1001"),
        ("-1", "from 0 to 1000"),
        ("2.5", "not a whole number"),
    ],
)
def test_its_bounds(text: str, reason: str) -> None:
    spec, problems = from_query({"warmup": text}, USUAL)
    assert spec == USUAL and len(problems) == 1
    assert f"warmup={text}" in problems[0] and reason in problems[0]


def test_no_run_is_made_outside_of_its_bounds(given: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="from 0 to 1000"):
        races.race(replace(USUAL, warm_up=1001))
    assert not given


def test_its_argument_and_its_place_in_the_key_of_a_run(given: list[dict[str, Any]]) -> None:
    seed = 987_654  # no other test runs these
    for warm_up in (3, 3, 4):
        assert not races.race(replace(USUAL, warm_up=warm_up, seed=seed)).complaints
    assert [keywords["warm_up"] for keywords in given] == [3, 4]


def test_its_control_and_its_caption(given: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "surface", replace(SURFACE, default=USUAL, scenes={}))
    at = unfolded(opened({"warmup": "7"}), "more")
    field = named(at.sidebar.text_input, "Warm-up")
    assert field.value == "7" and field.help == "Steps in which the rate rises from 0"
    assert "The learning rate rises from 0 in 7 steps." in captions(at)
    field.set_value("12").run()
    assert link(at) == {"warmup": "12"} and "in 12 steps" in captions(at) and given[-1]["warm_up"] == 12
    named(at.sidebar.text_input, "Warm-up").set_value("5000").run()
    assert "from 0 to 1000, not 5000; 12 stays" in refusals(at) and link(at) == {"warmup": "12"}
    named(at.sidebar.text_input, "Warm-up").set_value("").run()
    assert link(at) == {} and "rises from 0" not in captions(at) and not at.exception


@pytest.mark.parametrize("page", [page for page in PAGES.values() if page.default], ids=lambda page: page.key)
def test_on_a_page_no_two_options_have_one_key_in_links(page: Page) -> None:
    for kind in ("", *page.also):
        spec = page.first_of(kind)
        keys = [key for part in (spec, spec.problem, spec.beside) if part for key in links(type(part))]
        assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
