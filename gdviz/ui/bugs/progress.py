"""How far a visitor is with each program."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from gdviz.engine import Slip


@dataclass
class Progress:
    """How far a visitor is with one program. It lives in the session, not in the link.

    Attributes
    ----------
    prediction : key of `gdviz.ui.bugs.trial.OUTCOMES`; None before the visitor has predicted
    checked : whether the checks were run
    answer : slug of the slip that the visitor named; None where none is named
    revealed : whether the slip is shown
    """

    prediction: str | None = None
    checked: bool = False
    answer: str | None = None
    revealed: bool = False

    def finish_checks(self) -> None:
        """Go on to naming the slip."""
        self.checked = True

    def reveal(self) -> None:
        """Show the slip."""
        self.revealed = True


def progress_of(slip: Slip) -> Progress:
    """Return how far this visitor is with the program of a slip."""
    progress: Progress = _progress_by_slug().setdefault(slip.slug, Progress())
    return progress


def start_again(slip: Slip) -> None:
    """Forget how far this visitor was with the program of a slip."""
    _progress_by_slug().pop(slip.slug, None)


def _progress_by_slug() -> dict[str, Progress]:
    by_slug: dict[str, Progress] = st.session_state.setdefault("bugs", {})
    return by_slug
