"""A worker process, as the server sees it."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
BEHIND = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)  # elsewhere the child does it itself


class Gone(Exception):
    """The process has ended, or was ended since it took too long."""


class Process:
    """A process that computes. Raises OSError where none can be started."""

    def __init__(self) -> None:
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self.child = subprocess.Popen(
            [sys.executable, "-m", "gdviz.ui.workers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
            creationflags=BEHIND,
        )
        self.knows: int | None = None  # key of the function that it holds
        self.answers: SimpleQueue[Any] = SimpleQueue()
        Thread(target=self._read, name="answers of a worker", daemon=True).start()

    def _read(self) -> None:
        assert self.child.stdout is not None
        try:
            while True:
                self.answers.put(pickle.load(self.child.stdout))  # noqa: S301  # from our own child
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self.answers.put(None)

    def call(
        self, key: int, function: bytes, arguments: tuple[Any, ...], goes_on: Callable[[], bool]
    ) -> tuple[Any, str, float]:
        """Call a function there.

        Parameters
        ----------
        key, function : the pickled function, and a number that stands for it
        arguments : what it is called with
        goes_on : asked now and then whether the answer is still wanted; if not, the process is ended

        Returns
        -------
        result, error, seconds
            What it returned, the sentence of its ValueError or "", and the processor's time that it took.

        Raises
        ------
        Gone
            Where there is no answer.
        """
        assert self.child.stdin is not None
        try:
            sent = (key, b"" if key == self.knows else function, arguments)
            pickle.dump(sent, self.child.stdin, pickle.HIGHEST_PROTOCOL)
            self.child.stdin.flush()
        except (OSError, ValueError):
            raise Gone from None
        self.knows = key
        while True:
            try:
                answer = self.answers.get(timeout=0.1)
            except Empty:
                if goes_on():
                    continue
                self.end()
                raise Gone from None
            if answer is None:
                raise Gone
            return answer  # type: ignore[no-any-return]

    def end(self) -> None:
        """End the process at once."""
        self.child.kill()
        self.child.wait()
        for pipe in (self.child.stdin, self.child.stdout):
            with suppress(OSError):  # what was not sent yet cannot be sent any more
                assert pipe is not None
                pipe.close()
