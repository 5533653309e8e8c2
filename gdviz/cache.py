"""A bounded cache that all sessions share: what one student has computed is there for the other ninety-nine."""

from __future__ import annotations

import ctypes
import gc
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from copy import copy
from itertools import count
from threading import Event, Lock
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary, ref

V = TypeVar("V")

LOOK_EVERY = 0.1  # seconds between two looks of one that waits at whether its visitor is still there


class _Making(Generic[V]):
    """A value that one thread makes while others wait for it: after `done` it is there, or an error, or neither."""

    def __init__(self) -> None:
        self.done = Event()
        self.value: tuple[V] | None = None
        self.error: Exception | None = None


class _Entry(NamedTuple, Generic[V]):
    value: V
    size: int
    owner: ref[Any] | None


def _anything(_: object) -> bool:
    return True


FREED = 32_000_000  # bytes that have left a cache before the memory is given back to the system


def give_back() -> None:
    """Hand free memory to the system where its C library can; else the holes between what is held stay with the process."""
    gc.collect()  # large values hold themselves in circles, and Python's own collector comes late
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


_count = count()
_tokens: WeakKeyDictionary[Any, int] = WeakKeyDictionary()


def token(thing: Any) -> int:
    """A number that stands for an object in a key without keeping it alive."""
    return _tokens.setdefault(thing, next(_count))


class SizedCache(Generic[V]):
    """Least recently used entries leave when the sum of their sizes (in bytes) passes the bound.

    `size(value)` must count all that the value alone keeps alive. A key is kept too: what is large and should not be kept alive
    for it stands there as its `token`. `waiting` is called now and then by one that waits for another's value; what it raises
    ends the wait.
    """

    def __init__(
        self, bound: int, size: Callable[[V], int], waiting: Callable[[], object] = lambda: None
    ) -> None:
        self.bound, self.size, self.waiting = bound, size, waiting
        self.held: OrderedDict[Hashable, _Entry[V]] = OrderedDict()
        self.making: dict[Hashable, _Making[V]] = {}
        self.total, self.freed, self.lock = 0, 0, Lock()

    def get(
        self,
        key: Hashable,
        make: Callable[[], V],
        *,
        good: Callable[[V], bool] = _anything,
        owner: Any = None,
    ) -> V:
        """The value of a key, made if it is not there or no longer `good`: by one thread, for which others wait.

        An error of the maker is raised for all who waited, and forgotten. A maker that was only interrupted (by what is no
        Exception) leaves the work to the next who waits. With its `owner`, where it has one, a value leaves.
        """
        while True:
            with self.lock:
                if key in self.held and good(self.held[key].value):
                    self.held.move_to_end(key)
                    return self.held[key].value
                other = self.making.get(key)
                if other is None:
                    mine = self.making[key] = _Making[V]()
                    break
            while not other.done.wait(LOOK_EVERY):
                self.waiting()
            if other.error is not None:
                raise copy(other.error)
            if other.value is not None and good(other.value[0]):  # also one too large to be kept
                return other.value[0]
        try:
            value = make()
            self._put(key, _Entry(value, self.size(value), None if owner is None else ref(owner)))
            mine.value = (value,)
        except Exception as error:
            mine.error = copy(error)  # without the traceback, which holds the maker's frames
            raise
        finally:
            with self.lock:
                del self.making[key]
            mine.done.set()
        return value

    def _put(self, key: Hashable, entry: _Entry[V]) -> None:
        with self.lock:
            left = [k for k, e in self.held.items() if e.owner is not None and e.owner() is None]
            for gone in (*left, key):
                self._drop(gone)
            if entry.size <= self.bound // 4:
                self.held[key] = entry
                self.total += entry.size
            while self.total > self.bound:
                self._drop(next(iter(self.held)))
            enough = self.freed > FREED
            self.freed = 0 if enough else self.freed
        if enough:
            give_back()

    def _drop(self, key: Hashable) -> None:
        if key in self.held:
            size = self.held.pop(key).size
            self.total -= size
            self.freed += size
