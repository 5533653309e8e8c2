"""Work for a pool: pieces that add numbers, sleep, fail, or end their process."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Function:
    """What a piece does, by name."""

    does: str = "add"

    def __call__(self, *numbers: int) -> Any:
        if self.does == "sleep":
            time.sleep(60)
        if self.does == "exit":
            os._exit(3)
        if self.does == "refuse":
            raise ValueError("these numbers cannot be added")
        if self.does == "break":
            raise RuntimeError("an error of its own")
        if self.does == "print":
            print("not an answer")
        return sum(numbers), os.getpid(), "streamlit" in sys.modules, os.nice(0)


@dataclass
class Adding:
    """Pieces (n, n, n), n = 0, 1, ..."""

    pieces: int
    runs: Function = field(default_factory=Function)
    found: dict[int, Any] = field(default_factory=dict)
    given: list[int] = field(default_factory=list)
    finished: bool = False

    def __post_init__(self) -> None:
        self.left = list(range(self.pieces))

    def next_piece(self, most: int) -> int | None:
        if not self.left:
            self.finished = len(self.found) == self.pieces
            return None
        self.given.append(self.left.pop(0))
        return self.given[-1]

    def arguments(self, piece: int) -> tuple[int, ...]:
        return (piece,) * 3

    def take(self, piece: int, found: Any) -> None:
        self.found[piece] = found

    def give_back(self, piece: int) -> None:
        self.left.insert(0, piece)
