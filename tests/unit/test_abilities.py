"""What an objective can do besides: asked once for each class, and the same as Python says of each object."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pytest

import gdviz
from gdviz.engine import objective as declared
from gdviz.engine.objective import Ability, HasRows, Restriction
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


def test_a_class_is_asked_once() -> None:
    asked = []

    class Rows:
        @property
        def rows(self) -> int:
            asked.append(self)
            return 3

        def on(self, indices: np.ndarray) -> Rows:
            return self

    assert all(isinstance(Rows(), HasRows) for _ in range(3))
    assert len(asked) <= 1
    assert not isinstance(Rows(), Restriction)
