"""The data pages through AppTest, for the tests of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from gdviz.player.scene.wire import read_scene
from tests.pages.mounted import player_bytes

ROOT = Path(__file__).resolve().parents[2]
FILES = {"regression": "linear_regression", "classification": "classification"}
PAGES = sorted(FILES)


def opened(page: str, query: dict[str, str] | None = None) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / f"{FILES[page]}.py"), default_timeout=60)
    at.session_state["framed"] = True  # app.py has run
    for key, value in (query or {}).items():
        at.query_params[key] = value
    return at.run()


def shown(at: AppTest) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Header and arrays of the scene on the page."""
    assert not at.exception, [e.value for e in at.exception]
    return read_scene(player_bytes(at))


def link(at: AppTest) -> dict[str, str]:
    return {k: v[0] if isinstance(v, list) else v for k, v in at.query_params.items()}


def named(kind: Any, label: str) -> Any:
    return next(w for w in kind if w.label == label)


def refusals(at: AppTest) -> str:
    return " ".join(h.proto.body for h in at.get("html") if 'class="gd-refusal"' in h.proto.body)


def captions(at: AppTest) -> str:
    return " ".join(c.value for c in at.caption)


def unfolded(at: AppTest, key: str) -> AppTest:
    at.session_state[key] = True
    return at.run()
