"""Tests that prove an entry for which no library gives a golden file."""

from __future__ import annotations

from collections.abc import Callable

Test = Callable[..., None]


def proofs(found: dict[str, list[str]]) -> Callable[[str], Callable[[Test], Test]]:
    """A decorator `proves(slug)` that marks a test as the oracle of an entry; `found` collects slug -> names of tests."""

    def proves(slug: str) -> Callable[[Test], Test]:
        def mark(test: Test) -> Test:
            found.setdefault(slug, []).append(test.__name__)
            return test

        return mark

    return proves
