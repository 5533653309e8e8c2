"""Scenes for values that a dragged slider may reach next: they travel behind the answer to a request.

The way to the server and back takes several times as long as a path. So the player names values near by, and
shows a path that has come already without asking again. In a crowd nothing is computed ahead.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from gdviz.ui import turns
from gdviz.ui.spec.values import sent_number
from gdviz.ui.state import memory, page_choices

MOST = 16  # values in one request
SECONDS = 0.05  # of computing ahead for one request
BYTES = 100_000  # of all scenes behind one answer
CROWDED = 0.002  # seconds of waiting for a turn that tell that others drag, too
FORGETS = 0.8  # how much of what a scene cost once is still expected with the next request

Check = Callable[[float], float]


class Wish(NamedTuple):
    """The values of a slider for which scenes are wished, the most urgent first."""

    key: str
    values: tuple[float, ...]


def wished(message: Any, checks: Mapping[str, Check]) -> Wish | None:
    """Return what a message of the player wishes ahead; None where more than one slider moves, or nothing.

    Parameters
    ----------
    message : what the browser sent: anything
    checks : by key of each slider that only changes one run, what returns a number as it is chosen
    """
    changes, ahead = (message.get("changes"), message.get("ahead")) if isinstance(message, dict) else ({}, ())
    if not isinstance(changes, dict) or not isinstance(ahead, list) or len(changes) != 1:
        return None
    (key,) = changes
    if key not in checks:
        return None
    values = tuple(v for sent in ahead[:MOST] if (v := _checked(sent, checks[key])) is not None)
    return Wish(key, values) if values else None


def _checked(sent: Any, check: Check) -> float | None:
    """Return a number as it is chosen; None for what cannot be chosen: nobody has asked to see it yet."""
    try:
        value = sent_number(sent, "the value")
        return value if check(value) == value else None
    except ValueError:
        return None


def scenes(
    wish: Wish, waited: float, spent: float, make: Callable[[], bytes | None]
) -> list[tuple[float, bytes]]:
    """Return scenes for some of the values wished: as many as take little time.

    Parameters
    ----------
    wish : the values
    waited : seconds that this request waited for its turn
    spent : seconds that the scene of the value which was asked for took
    make : returns the scene of the choices as they are then; None where more than a run changes
    """
    m = memory()
    cost = m["cost of a scene"] = max(spent, FORGETS * m.get("cost of a scene", 0.0))
    made: list[tuple[float, bytes]] = []
    began = before = time.perf_counter()
    for value in wish.values:
        crowded = waited > CROWDED or turns.short.waited_for()
        if crowded or before + cost > began + SECONDS or sum(len(scene) for _, scene in made) > BYTES:
            break
        with _chosen(wish.key, value):
            scene = make()
        now = time.perf_counter()
        cost = m["cost of a scene"] = max(cost, now - before)
        before = now
        if scene is not None:
            made.append((value, scene))
    return made


@contextmanager
def _chosen(key: str, value: float) -> Iterator[None]:
    """Have another value chosen for a while."""
    choices = page_choices()
    chosen = choices[key]
    choices[key] = value
    try:
        yield
    finally:
        choices[key] = chosen
