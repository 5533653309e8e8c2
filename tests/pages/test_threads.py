"""The app's products of matrices run on one core each."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gdviz.engine import threads

APP = Path(__file__).parents[2] / "app.py"


def test_the_app_uses_one_thread_a_run() -> None:
    if threads.threads() is None:
        pytest.skip("NumPy is not linked with OpenBLAS here")
    threads._find("set")(2)
    assert threads.threads() == 2
    threads.one_thread.cache_clear()
    AppTest.from_file(str(APP), default_timeout=60).run()
    assert threads.threads() == 1
