"""Bad input: a clear sentence where it happened, the rest of the page alive, nothing logged as an exception."""

from __future__ import annotations

import pytest

from tests.pages.bad_texts import CASES, LEAKS, SURFACES, sentences, short


@pytest.mark.parametrize(("query", "said"), CASES, ids=short)
def test_a_sentence_says_what_is_wrong(query: dict[str, str], said: str) -> None:
    told, _ = sentences(query)
    if said:
        assert any(said in s for s in told), told
    for s in told:
        own = s
        for typed in query.values():  # what was typed is repeated, whatever it is
            own = own.replace(typed[:60], "") if typed else own
        assert 15 < len(s) < 400 and not LEAKS.search(own), s
        assert not s[0].islower() and s.rstrip()[-1] in ".!?)", s


def test_there_are_enough() -> None:
    assert len([c for c in CASES if c[1]]) >= 150


@pytest.mark.parametrize(
    ("query", "said"), [c for c in CASES if "f" in c[0] and c[0]["f"] in SURFACES and c[0]["f"]], ids=short
)
def test_a_refused_surface_leaves_the_rest_as_it_was(query: dict[str, str], said: str) -> None:
    others = {"opt": "adam", "steps": "17", "adam.beta1": "0.5", "start": "1,0.5"}
    told, race = sentences({**query, **others})
    assert told and race.objective.slug == "rosenbrock" and [c.slug for c in race.competitors] == ["adam"]
    assert race.competitors[0].path.hyper["beta1"] == 0.5 and race.competitors[0].path.theta[0].tolist() == [
        1,
        0.5,
    ]
