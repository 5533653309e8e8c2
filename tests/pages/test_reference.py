"""The Reference page: every entry has a card made from itself, and the card's link opens that entry."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import Schedule, Surface
from gdviz.formula import mathml
from gdviz.ui import cards, thumbnails
from gdviz.ui.url import from_query

ROOT = Path(__file__).resolve().parents[2]
EVERY = [(kind, slug) for kind, k in cards.KINDS.items() for slug in k.entries]


def opened(**query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    for key, value in query.items():
        at.query_params[key] = value
    return at.switch_page("pages/reference.py").run()


def shown(at: AppTest) -> str:
    """The HTML of the gallery."""
    assert not at.exception
    assert [t.value for t in at.title] == ["Reference"]
    return str(at.get("bidi_component")[0].proto.json)


def names(html: str) -> list[str]:
    return re.findall(r'<article class=\\?"gd-card\\?" id=\\?"(\w+)\\?"', html)


@pytest.mark.parametrize("kind", cards.KINDS)
def test_every_entry_has_a_card(kind: str) -> None:
    html = shown(opened(show=kind))
    assert sorted(names(html)) == sorted(cards.KINDS[kind].entries)


@pytest.mark.parametrize(("kind", "slug"), EVERY)
def test_a_card_says_everything_and_its_link_opens_the_entry(kind: str, slug: str) -> None:
    entry = cards.KINDS[kind].entries[slug]
    html = cards.card(kind, entry)
    root = ElementTree.fromstring(re.sub(r"&(?!amp;|lt;|gt;|quot;|#)\w+;", "", html).replace("<br>", "<br/>").replace(
        'decoding="async">', 'decoding="async"/>'))
    text = "".join(root.itertext())
    told = (entry.name, entry.authors, str(entry.year or ""), entry.note, entry.reference)
    for part in (*told, *(p.help for p in entry.params)):
        assert part in text
    assert len(root.findall(".//li")) == len(entry.params)
    image = root.find(".//img")
    assert image is not None and entry.name in image.attrib["alt"] and image.attrib["loading"] == "lazy"
    href = unescape(re.findall(r'class="gd-open"[^>]*href="([^"]*)"', html)[0])
    assert urlsplit(href).path == "./"
    spec, problems = from_query(dict(parse_qsl(urlsplit(href).query)))
    assert problems == []
    named = {"surfaces": [spec.surface.slug], "optimizers": [e.optimizer.slug for e in spec.entrants],
             "schedules": [spec.schedule.slug if spec.schedule else ""]}
    assert slug in named[kind]
    assert spec == cards.KINDS[kind].spec(entry)


@pytest.mark.parametrize(("kind", "slug"), EVERY)
def test_formulas_are_well_formed(kind: str, slug: str) -> None:
    entry = cards.KINDS[kind].entries[slug]
    lines = cards.equations(entry)
    assert len(lines) >= sum(not e.arrow for e in entry.program.equations) + (entry.program.result is not None)
    for line in lines:
        ElementTree.fromstring(mathml(line))


def test_search_narrows_and_several_words_must_all_match() -> None:
    everything, found = shown(opened(show="optimizers")), shown(opened(show="optimizers", find="kingma"))
    assert set(names(found)) == {"adam", "adamax"} < set(names(everything))
    assert [e.slug for e in cards.found("optimizers", "KINGMA maximum")] == ["adamax"]
    assert [e.slug for e in cards.found("surfaces", "(a - x)^2")] == ["rosenbrock"]
    assert cards.found("surfaces", "  ") == list(gdviz.surfaces.values())


def test_nothing_found_is_a_sentence_with_escaped_words_that_says_where_to_look() -> None:
    html = cards.page("surfaces", "kingma")
    assert "No surface has all of: kingma." in html and "2 optimizers" in html
    assert "<script>" not in cards.page("surfaces", "<script>alert(1)</script>")


def test_kind_and_words_are_in_the_link_and_a_broken_kind_is_the_first() -> None:
    at = opened(show="schedules", find="cosine")
    assert set(names(shown(at))) == {"cosine", "cosine_restarts", "warmup_cosine", "one_cycle"}
    assert at.text_input(key="find").value == "cosine"
    at.text_input(key="find").set_value("").run()
    at.segmented_control[0].set_value("optimizers").run()
    assert set(names(shown(at))) == set(gdviz.optimizers)
    assert at.query_params["show"] in ("optimizers", ["optimizers"])
    assert set(names(shown(opened(show="nonsense")))) == set(gdviz.surfaces)


def test_text_of_an_entry_is_escaped() -> None:
    entry = Surface("x^2 + y^2", "<b>&", note="a < b", reference='"<i>"', authors="<u>")
    html = cards.card("surfaces", entry)
    assert "&lt;b&gt;&amp;" in html and "a &lt; b" in html and "<u>" not in html and '"<i>"' not in html


def test_levels_span_zero_to_one_on_every_scale_and_keep_what_is_undefined() -> None:
    values = np.array([[0.0, 1.0, 10.0], [100.0, np.inf, 1000.0]])
    for scale in ("linear", "log", "quantile"):
        level = thumbnails.levels(values, scale, 0.0)
        assert np.isnan(level[1, 1])
        defined = level[np.isfinite(values)]
        assert defined[0] == 0 and defined[-1] == 1 and (np.diff(defined) > 0).all()
    assert not thumbnails.levels(np.full((2, 2), 3.0), "log", None).any()


def test_colours_come_from_the_player() -> None:
    light, dark = thumbnails.ramps()
    assert len(light) == len(dark) >= 5 and not set(light) & set(dark)


def test_a_schedule_with_memory_shows_which_value_is_meant() -> None:
    schedule = Schedule("state best = inf\nbest = min(best, f)\nlr*best")
    first, value, start = cards.equations(schedule)
    assert first.count("<mi>best</mi>") == 2 and "<mo" in first and "−" in first  # best_t = min(best_{t-1}, f)
    assert "−" not in value and "<mi>∞</mi>" in start
