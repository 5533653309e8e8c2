"""What style sheets must not ask, and how large they may be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gdviz
from gdviz.player.web.assets import HERE, STYLES

SHEETS = sorted(Path(gdviz.__file__).parent.rglob("*.css"))
OF_ALL_CLASSES = re.compile(r":has\((?:[^()]|\([^()]*\))*?\[class[*^$]=")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_nothing_depends_on_parts_of_the_classes_inside_of_it(sheet: Path) -> None:
    """Else the browser looks for it with each class that plotly.js sets, which made its drawings twice as slow."""
    assert not OF_ALL_CLASSES.findall(sheet.read_text("utf-8"))


def test_it_is_seen() -> None:
    assert OF_ALL_CLASSES.search('[class*="a"] > :has(> [class*="-lr-"]) { display: contents; }')
    assert not OF_ALL_CLASSES.search(':has(> .a) { height: 1px; } [class*="a"] { height: 2px; }')


def test_the_players_sheet_is_made_of_all_its_parts() -> None:
    assert sorted(STYLES) == sorted(path.stem for path in (HERE / "css").iterdir())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_stay_short_and_narrow(sheet: Path) -> None:
    lines = sheet.read_text("utf-8").splitlines()
    assert len(lines) < 300
    assert max(map(len, lines)) <= 110
