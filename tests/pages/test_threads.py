"""The app's products of matrices run on one core each."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gdviz.engine import threads

APP = Path(__file__).parents[2] / "app.py"


def count() -> int | None:
    """How many threads there are; None where that cannot be told."""
    found = threads._openblas("get")
    return int(found()) if found else None


def test_the_app_uses_one_thread_a_run() -> None:
    if count() is None:
        pytest.skip("NumPy is not linked with OpenBLAS here")
    threads._openblas("set")(2)
    assert count() == 2
    threads.one_thread.cache_clear()
    AppTest.from_file(str(APP), default_timeout=60).run()
    assert count() == 1
