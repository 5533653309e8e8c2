"""A bounded cache that all sessions share: what one student has computed is there for the other ninety-nine."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class SizedCache(Generic[V]):
    """Least recently used entries leave when the sum of their sizes (in bytes) passes the bound."""

    def __init__(self, bound: int, size: Callable[[V], int]) -> None:
        self.bound, self.size = bound, size
        self.held: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self.total, self.lock = 0, Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of a key, made if it is not there. Two sessions may make it at the same time; one result stays."""
        with self.lock:
            if key in self.held:
                self.held.move_to_end(key)
                return self.held[key][0]
        value = make()
        weight = self.size(value)
        with self.lock:
            if key not in self.held and weight <= self.bound // 4:
                self.held[key] = value, weight
                self.total += weight
                while self.total > self.bound:
                    _, (_, gone) = self.held.popitem(last=False)
                    self.total -= gone
        return value
