"""A bounded cache that all sessions share: what one student has computed is there for the other ninety-nine."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from copy import copy
from threading import Event, Lock
from typing import Generic, TypeVar

V = TypeVar("V")

LOOK_EVERY = 0.1  # seconds between two looks of one that waits at whether its visitor is still there


class _Making(Generic[V]):
    """A value that one thread makes while others wait for it: after `done` it is there, or an error, or neither."""

    def __init__(self) -> None:
        self.done = Event()
        self.value: tuple[V] | None = None
        self.error: Exception | None = None


def _anything(_: object) -> bool:
    return True


class SizedCache(Generic[V]):
    """Least recently used entries leave when the sum of their sizes (in bytes) passes the bound.

    `size(value)` must count whatever the value alone keeps alive. A key is kept too, so it must be small: of what is large
    and not to be kept alive it holds a `Token`.
    """

    def __init__(self, bound: int, size: Callable[[V], int]) -> None:
        self.bound, self.size = bound, size
        self.held: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self.making: dict[Hashable, _Making[V]] = {}
        self.total, self.lock = 0, Lock()

    def get(self, key: Hashable, make: Callable[[], V], *, good: Callable[[V], bool] = _anything,
            waiting: Callable[[], object] = lambda: None) -> V:
        """The value of a key, made if it is not there or no longer `good`: by one thread, for which others wait.

        `waiting` is called now and then by one that waits; what it raises ends the wait. An error of the maker is raised for
        all who waited, and forgotten. One that was only interrupted (no Exception) leaves the work to the next who waits.
        """
        while True:
            with self.lock:
                if key in self.held and good(self.held[key][0]):
                    self.held.move_to_end(key)
                    return self.held[key][0]
                other = self.making.get(key)
                if other is None:
                    mine = self.making[key] = _Making[V]()
                    break
            while not other.done.wait(LOOK_EVERY):
                waiting()
            if other.error is not None:
                raise copy(other.error)
            if other.value is not None and good(other.value[0]):  # also one too large to be kept
                return other.value[0]
        try:
            value = make()
            weight = self.size(value)
            self._put(key, value, weight)
            mine.value = (value,)
        except Exception as error:
            mine.error = copy(error)  # without the traceback, which holds the maker's frames
            raise
        finally:
            with self.lock:
                del self.making[key]
            mine.done.set()
        return value

    def _put(self, key: Hashable, value: V, weight: int) -> None:
        with self.lock:
            self._drop(key)
            if weight <= self.bound // 4:
                self.held[key] = value, weight
                self.total += weight
            while self.total > self.bound:
                self._drop(next(iter(self.held)))

    def _drop(self, key: Hashable) -> None:
        if key in self.held:
            self.total -= self.held.pop(key)[1]
