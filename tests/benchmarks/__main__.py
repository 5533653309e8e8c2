"""python -m tests.benchmarks [engine formula data network payload browser drag basins load memory]: print each figure beside its comparison."""

from __future__ import annotations

import importlib
import os
import platform
import sys

from gdviz.engine.threads import one_thread

PARTS = ("engine", "formula", "data", "network", "payload", "browser", "drag", "basins", "load", "memory")


def main() -> None:
    one_thread()  # as the app does
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for part in sys.argv[1:] or PARTS:
        print(f"\n## {part}")
        for row in importlib.import_module(f"tests.benchmarks.{part}").rows():
            print(row, flush=True)


if __name__ == "__main__":
    main()
