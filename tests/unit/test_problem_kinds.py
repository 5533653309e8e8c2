"""A new kind of problem is one folder: found, raced, drawn, linked and controlled without another edit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gdviz.player.scene.wire import read_scene
from gdviz.ui import problems
from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems import kinds
from gdviz.ui.problems.problem import Problem
from gdviz.ui.runs import pictures, races
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from tests.pages.test_loss_surface import link, named, opened, shown

FOLDER = Path(__file__).parent / "new_kind"
MODULE = "gdviz.ui.problems.valley"


def _forget() -> None:
    kinds.kinds.cache_clear()
    kinds.known_links.cache_clear()


@pytest.fixture
def valley(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The class of a valley's values, while the folder with it stands beside the other kinds."""
    monkeypatch.setattr(problems, "__path__", [*problems.__path__, str(FOLDER)])
    _forget()
    yield next(kind for kind in kinds.kinds() if kind.__name__ == "Valley")
    sys.modules.pop(MODULE, None)
    _forget()


@pytest.fixture
def usual(valley: Any) -> Spec:
    return Spec(valley(), (Entrant(Choice("gd")), Entrant(Choice("adam"))), steps=50)


def test_it_is_found_and_keeps_the_protocol(valley: Any) -> None:
    assert isinstance(kinds.kinds()[valley], Problem) and len(kinds.kinds()) == 5
    assert "steepness" in kinds.known_links()


def test_it_is_raced(usual: Spec) -> None:
    race = races.race(usual)
    assert not race.complaints and [c.slug for c in race.competitors] == ["gd", "adam"]
    path = race.competitors[0].path
    np.testing.assert_allclose(path.theta[1], (1.5 - path.lr * 3, 0.5 - path.lr * 4))
    with pytest.raises(ValueError, match=r"from 0\.1 to 100, not 200"):
        races.race(replace(usual, problem=replace(usual.problem, steepness=200.0)))


def test_it_is_drawn(usual: Spec) -> None:
    data, race, _ = pictures.scene_bytes(usual, "")
    header, _ = read_scene(data)
    assert header["title"] == "Valley" and len(race.competitors) == 2


def test_its_link_opens_it_again(usual: Spec) -> None:
    steep = replace(usual, problem=replace(usual.problem, steepness=9.5), start=(1.0, 0.25))
    query = to_query(steep, usual)
    assert query == {"steepness": "9.5", "start": "1,0.25"}
    assert from_query(query, usual) == (steep, [])
    refused, reasons = from_query({"steepness": "200", "batch": "5"}, usual)
    assert refused == usual and len(reasons) == 1 and "steepness=200" in reasons[0]


def test_it_has_a_page(usual: Spec, monkeypatch: pytest.MonkeyPatch) -> None:
    row = replace(PAGES["surface"], default=usual, scenes={}, title="Valley")
    monkeypatch.setitem(PAGES, "surface", row)
    at = opened({"steepness": "9"})
    assert shown(at)[0]["title"] == "Valley"
    assert any("It is a valley." in caption.value for caption in at.caption)
    named(at.sidebar.text_input, "Steepness").set_value("16").run()
    assert link(at) == {"steepness": "16"} and not at.exception
