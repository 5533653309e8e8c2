"""One test for many things: a test for each of them takes far longer than what is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


def each(things: Iterable[Any]) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """Check every one of the things in one test, which tells of all that are wrong."""

    def decorate(check: Callable[[Any], None]) -> Callable[[], None]:
        def test() -> None:
            wrong = []
            for thing in things:
                try:
                    check(thing)
                except AssertionError as error:
                    wrong.append(f"{thing}: {error}")
            assert not wrong, "\n".join(wrong)

        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return decorate
