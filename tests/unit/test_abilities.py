"""What an objective can do besides: asked of each object as far as its class does not say it, and the same as Python says."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pytest

import gdviz
from gdviz.engine import objective as declared
from gdviz.engine.objective import Ability, BoundsItself, HasRows, Restriction
from gdviz.player.scene import panel
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.kinds import objective_of
from gdviz.ui.race.scenes import spec_of

ABILITIES = {
    ability
    for module in (declared, panel)
    for ability in vars(module).values()
    if isinstance(ability, type) and isinstance(ability, Ability)
}
SCENES = [(page, name) for page in PAGES.values() for name in page.scenes]


def test_there_are_abilities() -> None:
    assert len(ABILITIES) > 10


@pytest.mark.parametrize(("page", "name"), SCENES, ids=lambda value: value if isinstance(value, str) else "")
def test_each_objective_has_what_python_says(page: object, name: str) -> None:
    objective = objective_of(spec_of(page, name))  # type: ignore[arg-type]
    shown = [objective]
    if objective.dimension > 2:
        shown.append(gdviz.Slice(objective))
    for thing in shown:
        for ability in ABILITIES:
            said = type(Protocol).__instancecheck__(ability, thing)
            assert isinstance(thing, ability) == said, (name, ability.__name__)


class Rows:
    """An objective over rows, whose class has all that such a one has; objects may have more."""

    asked = 0

    @property
    def rows(self) -> int:
        self.asked += 1
        return 3

    def on(self, indices: np.ndarray) -> Rows:
        return self


def test_what_a_class_has_is_not_asked_of_an_object() -> None:
    rows = Rows()
    assert isinstance(rows, HasRows)
    assert rows.asked == 0
    assert not isinstance(rows, Restriction)


def test_objects_of_one_class_may_have_different_abilities() -> None:
    plain, bounded = Rows(), Rows()
    assert not isinstance(plain, BoundsItself)
    bounded.finite_within = bounded.spare = bounded.slopes = None  # type: ignore[attr-defined]
    assert isinstance(bounded, BoundsItself)
    assert not isinstance(Rows(), BoundsItself)
