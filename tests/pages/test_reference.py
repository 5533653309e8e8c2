"""The Reference page: every entry has a card made from itself, and the card's link opens that entry."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import Dataset, Loss, Penalty, Schedule, Surface
from gdviz.engine.compiled import inline
from gdviz.formula import Emitter, Node, compile_function, mathml
from gdviz.ui.address import read_link
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.fit.spec import RowsChoice
from gdviz.ui.reference import cards, examples, pictures, svg
from gdviz.ui.reference.entry_kinds import ENTRY_KINDS
from gdviz.ui.reference.equations import equations, score_derivative
from gdviz.ui.runs import races

ROOT = Path(__file__).resolve().parents[2]
EVERY = [(kind, slug) for kind, k in ENTRY_KINDS.items() for slug in k.entries]


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


@pytest.mark.quick(2)
@pytest.mark.parametrize("kind", ENTRY_KINDS)
def test_every_entry_has_a_card(kind: str) -> None:
    html = shown(opened(show=kind))
    assert sorted(names(html)) == sorted(ENTRY_KINDS[kind].entries)


def test_there_is_a_kind_for_each_registry() -> None:
    assert set(ENTRY_KINDS) == {"surfaces", "optimizers", "schedules", "losses", "penalties", "datasets"}
    with_more = {"optimizers": {**gdviz.optimizers, **gdviz.minimizers}}
    assert all(ENTRY_KINDS[k].entries == with_more.get(k, getattr(gdviz, k)) for k in ENTRY_KINDS)


def linked(kind: str, slug: str) -> tuple[str, dict[str, str]]:
    """The path and the query of a card's link."""
    href = unescape(
        re.findall(r'class="gd-open"[^>]*href="([^"]*)"', cards.card(kind, ENTRY_KINDS[kind].entries[slug]))[
            0
        ]
    )
    return urlsplit(href).path, dict(parse_qsl(urlsplit(href).query))


@pytest.mark.parametrize(("kind", "slug"), EVERY)
def test_a_card_says_everything(kind: str, slug: str) -> None:
    entry = ENTRY_KINDS[kind].entries[slug]
    html = cards.card(kind, entry)
    root = ElementTree.fromstring(
        re.sub(r"&(?!amp;|lt;|gt;|quot;|#)\w+;", "", html)
        .replace("<br>", "<br/>")
        .replace('decoding="async">', 'decoding="async"/>')
    )
    text = "".join(root.itertext())
    told = (entry.name, entry.authors, str(entry.year or ""), entry.note, entry.reference)
    for part in (*told, *(p.help for p in entry.params)):
        assert part in text
    assert len(root.findall(".//li")) == len(entry.params)
    image = root.find(".//img")
    assert image is not None and entry.name in image.attrib["alt"] and image.attrib["loading"] == "lazy"
    picture = ElementTree.fromstring(unquote(image.attrib["src"].removeprefix("data:image/svg+xml,")))
    drawn = [e.attrib.get("d", "") for e in picture.iter()]
    assert len(picture) > 1 and not any("nan" in d for d in drawn)
    if isinstance(entry, Dataset):
        table = entry.table()
        assert f"{table.rows} rows × {len(table.columns)} columns" in text and entry.licence in text
        assert all(n in text for n in table.columns)
        classes = set(table.columns[entry.target]) if entry.task != "regression" else set()
        assert all(c in text for c in classes) and bool(entry.file) == bool(entry.licence)
    if isinstance(entry, Loss):
        assert text.count("∂ℓ") == entry.scores


@pytest.mark.quick(8)
@pytest.mark.parametrize(("kind", "slug"), EVERY)
def test_a_link_opens_the_entry(kind: str, slug: str) -> None:
    path, query = linked(kind, slug)
    page = next(key for key, row in PAGES.items() if row.address == path)
    spec, problems = read_link(query, PAGES[page])
    assert problems == []
    schedule = spec.schedule
    fit = spec.problem if isinstance(spec.problem, RowsChoice) else None
    assert (fit is None) == (page == "surface")
    named = {
        "surfaces": ["" if fit else spec.problem.surface.slug],
        "optimizers": [e.optimizer.slug for e in spec.entrants],
        "schedules": [schedule.slug if schedule else ""],
        "losses": [fit.loss.slug if fit else ""],
        "penalties": [fit.penalty.slug if fit and fit.penalty else ""],
        "datasets": [fit.data.slug if fit else ""],
    }
    assert slug in named[kind]
    assert spec == examples.spec_of(ENTRY_KINDS[kind].entries[slug])
    race = races.race(spec)
    assert race.complaints == () and len(race.competitors) == len(spec.entrants)
    key = {
        "surfaces": "surface",
        "optimizers": "opt",
        "schedules": "schedule",
        "losses": "loss",
        "penalties": "penalty",
        "datasets": "data",
    }[kind]
    assert slug in query[key].split(
        ","
    )  # also where it is the page's default: the address must say what is shown


def test_proximal_steps_are_shown_where_there_is_a_penalty() -> None:
    proximal = [e.slug for e in gdviz.optimizers.values() if e.family == "Proximal"]
    assert {"ista", "fista"} <= set(proximal)
    for slug in proximal:
        path, query = linked("optimizers", slug)
        assert path == "./linear_regression" and query["penalty"] == "l1" and query["data"] == "cars"
        plain, proximal_run = races.race(examples.spec_of(gdviz.optimizers[slug])).competitors
        assert np.count_nonzero(plain.path.theta[-1] == 0) == 0  # what the card's note says can be seen
        assert np.count_nonzero(proximal_run.path.theta[-1] == 0) == 1


@pytest.mark.parametrize(("kind", "slug"), EVERY)
def test_formulas_are_well_formed(kind: str, slug: str) -> None:
    entry = ENTRY_KINDS[kind].entries[slug]
    lines = equations(entry)
    if isinstance(entry, Dataset) and entry.file:
        assert lines == []
        return
    program = entry.displayed if isinstance(entry, Loss) else entry.program
    more = {Loss: getattr(entry, "scores", 0), Penalty: 1}.get(
        type(entry), 0
    )  # derivatives; the proximal step
    assert len(lines) >= sum(not e.arrow for e in program.equations) + (program.result is not None) + more
    for line in lines:
        ElementTree.fromstring(mathml(line))


@pytest.mark.parametrize("slug", gdviz.losses)
def test_the_derivative_on_a_card_is_the_one_that_is_run(slug: str) -> None:
    loss = gdviz.losses[slug]
    rng = np.random.default_rng(3)
    scores = [rng.normal(size=40) for _ in loss.variables]
    index = rng.integers(0, max(2, loss.scores), 40)
    targets = {
        "regression": [rng.normal(size=40)],
        "binary": [np.array(loss.labels)[index % 2]],
        "classes": [(index == k).astype(float) for k in range(loss.scores)],
    }[loss.task]
    known = [p.default for p in loss.params]
    expected = loss.compiled.gradient(*scores, *targets, *known)[1:]
    for variable, right in zip(loss.variables, expected, strict=True):
        found = evaluated(loss, score_derivative(loss, variable), [*scores, *targets, *known])
        np.testing.assert_allclose(
            np.broadcast_to(found, 40), np.broadcast_to(right, 40), rtol=1e-12, atol=1e-14
        )


def evaluated(loss: Loss, node: Node, values: list[object]) -> np.ndarray:
    """A formula that may read the names which the text of the loss assigns."""
    e = Emitter()
    names = [*loss.program.language.names, *(p.name for p in loss.params)]
    for n in names:
        e.input(n, f"_{n}", "s")
    for q in loss.program.equations:
        e.assign(q.name, e.value(q.node))
    return np.asarray(
        compile_function("slope", e.lines, [f"_{n}" for n in names], [e.value(node)[0]], loss.text)(*values)[
            0
        ]
    )


def test_the_lines_of_a_penalty_are_its_value_and_its_proximal_step() -> None:
    value, step = equations(gdviz.penalties["l1"])
    assert (
        "<mi>P</mi>" in value and "prox" not in value and "<mi>prox</mi><mi>s</mi>" in step and "sign" in step
    )


def test_a_long_derivative_keeps_the_names_of_the_text() -> None:
    huber = gdviz.losses["huber"]
    lines = equations(huber)
    assert (
        "<mi>r</mi><mo>=</mo>" in lines[0] and lines[-1].count("<mi>z</mi>") == 1
    )  # in the denominator only
    assert inline(huber.program).names() and "<mn>2</mn>" not in lines[-1]  # 2r/2 is r


def test_search_narrows_and_several_words_must_all_match() -> None:
    everything, found = shown(opened(show="optimizers")), shown(opened(show="optimizers", find="kingma"))
    assert set(names(found)) == {"adam", "adamax"} < set(names(everything))
    assert [e.slug for e in cards.matching("optimizers", "KINGMA maximum")] == ["adamax"]
    assert [e.slug for e in cards.matching("surfaces", "(a - x)^2")] == ["rosenbrock"]
    assert cards.matching("surfaces", "  ") == list(gdviz.surfaces.values())


def test_nothing_found_is_a_sentence_with_escaped_words_that_says_where_to_look() -> None:
    html = cards.gallery_html("surfaces", "kingma")
    assert "No surface has all of: kingma." in html and "2 optimizers" in html
    assert "The same words find 1 surface, 1 optimizer and 1 loss." in cards.gallery_html("schedules", "soft")
    assert "<script>" not in cards.gallery_html("surfaces", "<script>alert(1)</script>")


def test_kind_and_words_are_in_the_link_and_a_broken_kind_is_the_first() -> None:
    at = opened(show="schedules", find="cosine")
    assert set(names(shown(at))) == {"cosine", "cosine_restarts", "warmup_cosine", "one_cycle"}
    assert at.text_input(key="find").value == "cosine"
    at.text_input(key="find").set_value("").run()
    at.segmented_control[0].set_value("optimizers").run()
    assert set(names(shown(at))) == {*gdviz.optimizers, *gdviz.minimizers}
    assert at.query_params["show"] in ("optimizers", ["optimizers"])
    assert set(names(shown(opened(show="nonsense")))) == set(gdviz.surfaces)


def test_text_of_an_entry_is_escaped() -> None:
    entry = Surface("x^2 + y^2", "<b>&", note="a < b", reference='"<i>"', authors="<u>")
    html = cards.card("surfaces", entry)
    assert "&lt;b&gt;&amp;" in html and "a &lt; b" in html and "<u>" not in html and '"<i>"' not in html


def test_levels_span_zero_to_one_on_every_scale_and_keep_what_is_undefined() -> None:
    values = np.array([[0.0, 1.0, 10.0], [100.0, np.inf, 1000.0]])
    for scale in ("linear", "log", "quantile"):
        level = pictures.scaled_losses(values, scale, 0.0)
        assert np.isnan(level[1, 1])
        defined = level[np.isfinite(values)]
        assert defined[0] == 0 and defined[-1] == 1 and (np.diff(defined) > 0).all()
    assert not pictures.scaled_losses(np.full((2, 2), 3.0), "log", None).any()


def test_colours_come_from_the_player() -> None:
    light, dark = svg.loss_colors()
    assert len(light) == len(dark) >= 5 and not set(light) & set(dark)


def test_a_schedule_with_memory_shows_which_value_is_meant() -> None:
    schedule = Schedule("state best = inf\nbest = min(best, f)\nlr*best")
    first, value, start = equations(schedule)
    assert (
        first.count("<mi>best</mi>") == 2 and "<mo" in first and "−" in first
    )  # best_t = min(best_{t-1}, f)
    assert "−" not in value and "<mi>∞</mi>" in start
