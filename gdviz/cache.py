"""One bounded cache for the whole process: what one visitor has computed is there for the other ninety-nine.

The cache has a section for every kind of thing that is kept (runs, scenes, losses over data, ...), and all
sections share one bound, `BOUND`. A section is made once, in the module that knows what its values weigh:

>>> cache = Cache(bound=1_000_000)  # the app's own is CACHE
>>> squares = cache.section("squares", size=lambda value: 32)
>>> squares.get(12, lambda: 12 * 12)
144
>>> squares.get(12, lambda: 0)  # it is there already
144
"""

from __future__ import annotations

import ctypes
import dataclasses
import gc
import os
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable
from copy import copy
from itertools import count
from sys import getsizeof
from threading import Event, Lock
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary, ref

import numpy as np

V = TypeVar("V")

BOUND = 300_000_000  # bytes of all that is kept; `python -m tests.benchmarks memory` measures a process
LARGEST = 4  # an entry of more than this part of the bound is handed out but not kept
FREED = 32_000_000  # bytes that have left before free memory is handed back to the system
LOOK_EVERY = 0.1  # seconds between two looks of a waiting thread at whether its visitor is still there


class Cache:
    """The store behind all sections: it knows how much is kept, and decides what leaves.

    When the bound is passed, the least recently used entry leaves, whatever its kind, with one exception: a
    section that holds no more than an equal share of the bound (the bound divided by the number of sections)
    loses nothing. So a flood of one kind, such as long runs, can take the room that nobody else uses, but
    never empties the others.
    """

    def __init__(self, bound: int) -> None:
        self.bound = bound
        self.sections: list[Section[Any]] = []
        self.lock = Lock()
        self.total = 0  # bytes of all entries
        self.freed = 0
        self._clock = count()
        self._ownerless: deque[tuple[Section[Any], Hashable]] = deque()

    def section(
        self,
        name: str,
        size: Callable[[V], int],
        *,
        waiting: Callable[[], object] = lambda: None,
        notes: Callable[[V], int] = lambda value: 0,
    ) -> Section[V]:
        """Make a section whose entries weigh what their value, its notes and their key take.

        Parameters
        ----------
        name : what the section holds, for those who look into the cache
        size : bytes of all that a value alone keeps alive when it is made
        waiting : called now and then by a thread that waits for another's value; what it raises ends the wait
        notes : bytes of what was noted on a value later; asked at each use, so it must be quick
        """
        return Section(self, name, lambda key, value: key_bytes(key) + size(value), waiting, notes)

    def tick(self) -> int:
        """Return the time of a use: later uses have larger numbers."""
        return next(self._clock)

    def watch(self, owner: object, section: Section[Any], key: Hashable) -> ref[Any]:
        """Refer weakly to the owner of an entry, which leaves at the next `settle` once its owner is gone."""
        gone = self._ownerless
        return ref(owner, lambda _: gone.append((section, key)))

    def settle(self) -> bool:
        """Let go of what is ownerless or too much, while the caller holds `lock`.

        Returns whether so much has left that `give_back` is due.
        """
        while self._ownerless:
            section, key = self._ownerless.popleft()
            section.drop_ownerless(key)
        while self.total > self.bound:
            share = self.bound / len(self.sections)
            large = [section for section in self.sections if section.total > share]
            min(large, key=lambda section: section.last_use_of_oldest()).drop_oldest()
        due = self.freed > FREED
        self.freed = 0 if due else self.freed
        return due


class _Making(Generic[V]):
    """A value that one thread makes while others wait; after `done` it is there, or an error, or neither."""

    def __init__(self) -> None:
        self.done = Event()
        self.value: tuple[V] | None = None
        self.error: Exception | None = None


@dataclasses.dataclass
class _Entry(Generic[V]):
    """A value, its weight in bytes, how much of that is notes, its last use, and its owner if any."""

    value: V
    size: int
    notes: int
    last_use: int
    owner: ref[Any] | None


class Section(Generic[V]):
    """The entries of one kind, least recently used first. Make one with `section`."""

    def __init__(
        self,
        cache: Cache,
        name: str,
        weigh: Callable[[Hashable, V], int],
        waiting: Callable[[], object] = lambda: None,
        notes: Callable[[V], int] = lambda value: 0,
    ) -> None:
        self.cache, self.name, self.weigh, self.waiting, self.notes = cache, name, weigh, waiting, notes
        self.held: OrderedDict[Hashable, _Entry[V]] = OrderedDict()
        self.making: dict[Hashable, _Making[V]] = {}
        self.total = 0
        cache.sections.append(self)

    def get(
        self,
        key: Hashable,
        make: Callable[[], V],
        *,
        good: Callable[[V], bool] = lambda value: True,
        owner: object = None,
    ) -> V:
        """Return the value of a key; make it if it is not there or no longer `good`.

        One thread makes it; others that ask for it meanwhile wait.

        Parameters
        ----------
        key : what determines the value; it is kept too, so an object in it had better be a `token`
        make : makes the value
        good : whether a value that is there will do
        owner : an object with which the value leaves, such as the table of a visitor

        Raises
        ------
        Exception
            The error of the maker, for all who waited; it is not kept. A maker that was only interrupted (by
            what is no Exception) leaves the work to the next who waits.
        """
        while True:
            with self.cache.lock:
                ready = self._ready(key, good)
                due = self.cache.settle()
                making = self.making.get(key) if ready is None else None
                if ready is None and making is None:
                    mine = self.making[key] = _Making[V]()
            if due:
                give_back()
            if ready is not None:
                return ready.value
            if making is None:
                return self._make(key, make, owner, mine)
            made = self._wait_for(making)
            if made is not None and good(made[0]):  # it may be too large to be kept
                return made[0]

    def last_use_of_oldest(self) -> int:
        """Return the time at which the least recently used entry was used last."""
        return next(iter(self.held.values())).last_use

    def drop_oldest(self) -> None:
        """Let the least recently used entry go."""
        self._drop(next(iter(self.held)))

    def drop_ownerless(self, key: Hashable) -> None:
        """Let the entry of a key go if its owner is gone."""
        entry = self.held.get(key)
        if entry is not None and entry.owner is not None and entry.owner() is None:
            self._drop(key)

    def _ready(self, key: Hashable, good: Callable[[V], bool]) -> _Entry[V] | None:
        """Find the entry of a key that will do; it counts as used now, and its notes are weighed again."""
        entry = self.held.get(key)
        if entry is None or not good(entry.value):
            return None
        self.held.move_to_end(key)
        entry.last_use = self.cache.tick()
        added = self.notes(entry.value) - entry.notes
        entry.notes, entry.size = entry.notes + added, entry.size + added
        self._count(added)
        return entry

    def _wait_for(self, making: _Making[V]) -> tuple[V] | None:
        """Wait for another thread's value, None if that was interrupted. Raises its error, or `waiting`'s."""
        while not making.done.wait(LOOK_EVERY):
            self.waiting()
        if making.error is not None:
            raise copy(making.error)
        return making.value

    def _make(self, key: Hashable, make: Callable[[], V], owner: object, making: _Making[V]) -> V:
        try:
            value = make()
            self._put(key, value, owner)
            making.value = (value,)
        except Exception as error:
            making.error = copy(error)  # without the traceback, which holds the maker's frames
            raise
        finally:
            with self.cache.lock:
                del self.making[key]
            making.done.set()
        return value

    def _put(self, key: Hashable, value: V, owner: object) -> None:
        cache, notes = self.cache, self.notes(value)
        size = self.weigh(key, value) + notes
        with cache.lock:
            self._drop(key)
            if size <= cache.bound // LARGEST:
                watched = None if owner is None else cache.watch(owner, self, key)
                self.held[key] = _Entry(value, size, notes, cache.tick(), watched)
                self._count(size)
            due = cache.settle()
        if due:
            give_back()

    def _drop(self, key: Hashable) -> None:
        entry = self.held.pop(key, None)
        if entry is not None:
            self._count(-entry.size)
            self.cache.freed += entry.size

    def _count(self, added: int) -> None:
        self.total += added
        self.cache.total += added


def give_back() -> None:
    """Hand free memory back to the system where its C library can.

    Without that, the gaps between what is kept stay with the process.
    """
    gc.collect()  # large values hold themselves in circles, and Python's own collector comes late
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


_next_token = count()
_tokens: WeakKeyDictionary[Any, int] = WeakKeyDictionary()


def token(thing: Any) -> int:
    """Return a number that stands for an object in a key without keeping it alive."""
    return _tokens.setdefault(thing, next(_next_token))


def key_bytes(key: object) -> int:
    """Count the bytes that a key takes: tuples, frozen dataclasses, texts and numbers, with their parts."""
    size = getsizeof(key)
    if isinstance(key, (tuple, frozenset)):
        return size + sum(map(key_bytes, key))
    if dataclasses.is_dataclass(key) and not isinstance(key, type):
        return size + sum(key_bytes(getattr(key, field.name)) for field in dataclasses.fields(key))
    return size


def array_bytes(arrays: Iterable[np.ndarray]) -> int:
    """Count the bytes that arrays keep alive; what several of them share is counted once.

    >>> a = np.zeros(1000)
    >>> array_bytes([a, a[:10], a.reshape(10, 100)])
    8000
    """
    owners: dict[int, int] = {}
    for array in arrays:
        memory = array if array.base is None else array.base
        owners[id(memory)] = int(getattr(memory, "nbytes", array.nbytes))
    return sum(owners.values())


CACHE = Cache(BOUND)
section = CACHE.section
