"""Every ready-made scene of every page is run, and what its sentence says of the runs is so."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from gdviz.engine import Status
from gdviz.player.scene.wire import read_scene
from gdviz.ui import entries
from gdviz.ui.address import read_link, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.problem import Race
from gdviz.ui.race import scenes
from gdviz.ui.race.outcome import Outcome
from gdviz.ui.runs import pictures, races

RACES = [key for key, page in PAGES.items() if page.default]
MOST_SENT = 150_000  # bytes, whoever is in focus
THREE = "opt=gd,momentum,adam&steps=300&tol=0&"
WIDE = [  # the most parameters that the pages take
    ("classification", "data=moons&degree=8&scaling=standardise"),
    ("classification", "data=moons&degree=8&scaling=standardise&batch=9"),
    ("classification", "data=three_classes&loss=softmax&degree=8&scaling=standardise&plane=pca"),
    ("classification", "data=three_classes&loss=softmax&degree=8&scaling=standardise&batch=9"),
    ("network", "data=spiral&hidden=16,16,16&inputs=x,x^2,xy,sin x"),
    ("network", "data=spiral&hidden=16,16,16&inputs=x,x^2,xy,sin x&batch=16"),
    ("network", "data=iris&hidden=16,16,16&inputs=x,x^2,xy,sin x&loss=softmax&holdout=0.3&plane=pca"),
]
EVERY = [(page, name) for page in RACES for name in PAGES[page].scenes]


def largest_of(race: Race) -> int:
    """Bytes of the scene of a race, of the largest among those with one competitor or another in focus."""
    return max(len(pictures.scene_of(race, focus).to_bytes()) for focus in range(len(race.competitors)))


def test_every_page_of_a_race_has_scenes() -> None:
    assert len(RACES) >= 3 and all(PAGES[page].scenes for page in RACES)


@pytest.mark.quick(8)
@pytest.mark.parametrize(("page", "name"), EVERY)
def test_the_sentence_is_true(page: str, name: str) -> None:
    scene = PAGES[page].scenes[name]
    ran = Outcome(page, scene.link)
    assert not ran.race.complaints and len(ran.paths) == len(ran.spec.entrants)
    assert scene.sentence.endswith(".") and scene.claim(ran)
    read_scene(pictures.scene_of(ran.race).to_bytes())


@pytest.mark.parametrize(("page", "name"), EVERY)
def test_what_a_scene_sends_is_small(page: str, name: str) -> None:
    assert largest_of(Outcome(page, PAGES[page].scenes[name].link).race) <= MOST_SENT


@pytest.mark.parametrize(
    ("page", "kind"), [(page, kind) for page in RACES for kind in ("", *PAGES[page].also)]
)
def test_what_a_page_sends_at_first_is_small(page: str, kind: str) -> None:
    assert largest_of(races.race(PAGES[page].first_of(kind))) <= MOST_SENT


@pytest.mark.parametrize(("page", "link"), WIDE)
def test_what_is_sent_does_not_grow_with_the_parameters(page: str, link: str) -> None:
    ran = Outcome(page, THREE + link)
    assert ran.race.objective.dimension >= 45 and len(ran.paths) == 3 and ran.paths[0].steps == 300
    assert len(pictures.scene_of(ran.race, 2).to_bytes()) <= MOST_SENT


@pytest.mark.parametrize(("page", "name"), EVERY)
def test_the_claim_is_one_that_can_fail(page: str, name: str) -> None:
    """After one step nothing has happened yet that a sentence could be about."""
    scene = PAGES[page].scenes[name]
    with pytest.raises((AssertionError, IndexError)):
        assert scene.claim(Outcome(page, f"{scene.link}&steps=1"))


@pytest.mark.parametrize(("page", "name"), EVERY)
def test_the_link_is_written_as_it_is_read(page: str, name: str) -> None:
    spec = scenes.spec_of(PAGES[page], name)
    assert read_link(to_query(spec, PAGES[page].first_of(spec.kind)), PAGES[page]) == (spec, [])


@pytest.mark.parametrize(("page", "name"), EVERY)
def test_runs_of_one_scene_have_different_names_and_rates_that_differ_in_four_digits(
    page: str, name: str
) -> None:
    ran = Outcome(page, PAGES[page].scenes[name].link)
    names = [c.name for c in ran.race.competitors]
    assert len(set(names)) == len(names)
    rates = {p.lr for p in ran.paths}
    assert len({f"{r:.4g}" for r in rates}) == len(rates)


def test_a_link_with_a_fault_is_no_scene() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Outcome("surface", "opt=nonsense")
    assert (
        Outcome("surface", "opt=gd&gd.lr=1").is_thrown_out("gd")
        and Outcome("surface", "opt=gd&gd.lr=1")["gd"].status is Status.DIVERGED
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("theta = theta - lr*g", "Own rule"),
        ("# Clipped, to 1 (norm)\ntheta = theta - lr*g", "Clipped, to 1 (norm)"),
        ("# Newton's method\ntheta = theta - lr*g", "Newton\N{RIGHT SINGLE QUOTATION MARK}s method"),
        ("#\ntheta = theta - lr*g", "Own rule"),
        ("# ![x](http://a.example/b) <b>*_`$\ntheta = theta - lr*g", "x(httpaexampleb) b"),
        (f"# {'n' * 300}\ntheta = theta - lr*g", "n" * 40),
    ],
)
def test_an_own_rule_is_called_as_its_first_line_says_in_plain_words(text: str, name: str) -> None:
    ran = Outcome("surface", urlencode({"opt": "own", "own": text}))
    assert ran.race.competitors[0].name == name
    assert entries.name_in(name) == ""
