"""A random walk of a visitor over all pages. GDVIZ_WALK_STEPS says how many steps (2000), GDVIZ_WALK_SEED which walk;
GDVIZ_WALK_SHRINK=1 looks for the shortest walk that fails, which takes long."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.pages.walker import Walker

LENGTH = 40  # steps of one visitor
PARTS = 4
STEPS = int(os.environ.get("GDVIZ_WALK_STEPS", "2000"))
SEED = int(os.environ.get("GDVIZ_WALK_SEED", "1"))
PHASES = (Phase.generate, Phase.shrink) if os.environ.get("GDVIZ_WALK_SHRINK") else (Phase.generate,)
# several of a kind: touching is what visitors do most
ACTS = ("touch", "touch", "touch", "touch", "touch", "touch", "touch", "fold", "go", "open", "back", "lag")


class Visit(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.walker: Walker | None = None

    @rule(data=some.data(), act=some.sampled_from(ACTS))
    def step(self, data: Any, act: str) -> None:
        def draw(options: Any) -> Any:
            return options[data.draw(some.integers(0, len(options) - 1))]

        if self.walker is None:
            self.walker = Walker(draw)
        self.walker.draw = draw
        try:
            getattr(self.walker, act)()
        except Exception as error:
            error.add_note("The walk: " + "\n".join(map(repr, self.walker.trail)))
            raise


def walk(visitors: int, number: int) -> None:
    how = settings(
        max_examples=visitors,
        stateful_step_count=LENGTH,
        deadline=None,
        database=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(seed(number)(Visit), settings=how)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_walk(part: int) -> None:
    walk(max(1, STEPS // LENGTH // PARTS), SEED * PARTS + part)


def test_a_short_walk() -> None:
    """For the quick loop: two visitors, of whom the first does the simplest that there is."""
    walk(2, SEED)
