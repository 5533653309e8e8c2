"""Which tests belong to the quick loop, and in which order files run.

`slow` and `browser` are markers, `quick(n)` is a third one: of the cases of a test that is marked so, n run in the quick
loop, spread evenly, and the others are slow. CONTRIBUTING.md has the commands.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from pathlib import Path

import pytest

# Set before anything imports NumPy, and inherited by the processes that tests start: a worker for each core has none left
# for the threads of a linear algebra library, which wait for one another at the cost of three quarters of the time
os.environ.update({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"})

BROWSER = Path(__file__).parent / "browser"


@pytest.hookimpl(tryfirst=True)  # before pytest selects by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark browser tests by their folder and slow cases by `quick(n)`; files with most of both go first."""
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker(pytest.mark.browser)
    for cases in _cases(items).values():
        for item in cases:
            item.add_marker(pytest.mark.slow)
    # the longest files first, so that at the end no worker is alone with one of them
    long = Counter(
        item.path for item in items if {"browser", "slow"} & {mark.name for mark in item.iter_markers()}
    )
    items.sort(key=lambda item: (-long[item.path], item.path))


def _cases(items: list[pytest.Item]) -> dict[str, list[pytest.Item]]:
    """Of each test that is marked `quick(n)` the cases that the quick loop leaves out."""
    found: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("quick"):
            found[item.nodeid.partition("[")[0]].append(item)
    for cases in found.values():
        (n,) = cases[0].get_closest_marker("quick").args  # type: ignore[union-attr]
        kept = {i * len(cases) // n for i in range(n)}
        cases[:] = [item for i, item in enumerate(cases) if i not in kept]
    return dict(found)
