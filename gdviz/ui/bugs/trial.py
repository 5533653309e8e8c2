"""Find the bug: a published program beside the correct one. Predict, check, name the slip; only then it is revealed."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Any

import numpy as np
import streamlit as st

import gdviz
from gdviz.cache import Section, array_bytes, section
from gdviz.engine import Path, Slip, Status
from gdviz.engine.fit.slip import ProgramObjective
from gdviz.player.scene.competitor import Competitor
from gdviz.player.web.html import Scene
from gdviz.player.web.mount import show as show_player

STEPS = 60
NAMES = ("Correct", "As published")
OUTCOMES = {
    "same": "Nothing: the same path and the same loss",
    "cost": "The same path, but the program reports another loss",
    "length": "Steps in the right direction, of the wrong length",
    "way": "Another way to the same place",
    "end": "It comes to rest at another place",
    "climbs": "It climbs: the loss grows",
    "stops": "It does not run at all",
}


@dataclass(frozen=True, eq=False)
class Trial:
    """Both programs, run from the same start. `error` is what a fresh interpreter says of the published one, or ""."""

    slip: Slip
    correct: ProgramObjective
    claimed: ProgramObjective
    paths: tuple[Path, Path]
    error: str

    @property
    def outcome(self) -> str:
        """Which of OUTCOMES came about, decided by the runs."""
        if self.error:
            return "stops"
        right, wrong = self.paths
        true = self.correct.value(wrong.theta[[0, -1]])
        if wrong.status is Status.DIVERGED or true[1] > true[0]:
            return "climbs"
        if right.theta.shape == wrong.theta.shape and np.allclose(
            right.theta, wrong.theta, rtol=1e-9, atol=1e-12
        ):
            return "same" if np.allclose(right.loss, wrong.loss, rtol=1e-9) else "cost"
        if self.rests_elsewhere():
            return "end"
        g, h = right.gradient[0], wrong.gradient[0]
        return "length" if g @ h > (1 - 1e-9) * np.linalg.norm(g) * np.linalg.norm(h) else "way"

    def rests_elsewhere(self) -> bool:
        """Whether the published program's place of rest is not the correct one's; by the ends where neither is known."""
        right, wrong = self.correct.rest(), self.claimed.rest()
        if right is None or wrong is None:
            right, wrong = (p.theta[-1] for p in self.paths)
        return not np.allclose(right, wrong, rtol=1e-6, atol=1e-6)


def by_number() -> dict[int, Slip]:
    """The slips in the order in which they are offered."""
    return {s.number: s for s in sorted(gdviz.slips.values(), key=lambda s: s.number)}


def number_of(link: str) -> str:
    """What a link calls a program: its number; a name of an older link becomes one."""
    slug = link.replace(" ", "_")
    return str(gdviz.slips[slug].number) if slug in gdviz.slips else link


def _size(done: Trial) -> int:
    """Bytes of a trial: its data, twice, and its paths."""
    design = done.correct.base.design
    paths = (a for p in done.paths for a in (p.theta, p.loss, p.gradient, p.rate, p.gradients))
    return 60_000 + 2 * array_bytes([design.x, design.y, design.a]) + array_bytes(paths)


_trials: Section[Trial] = section("trials of programs", _size)


def trial(slug: str, n: int, lr: float, divided: bool = False) -> Trial:
    """Run a slip beside the correct program. `divided`: the published one at the rate that makes its steps alike."""
    return _trials.get((slug, n, lr, divided), lambda: _trial(slug, n, lr, divided))


def _trial(slug: str, n: int, lr: float, divided: bool) -> Trial:
    slip = gdviz.slips[slug]
    base = gdviz.data_loss(
        "line",
        average=slip.average,
        parameters={"n": n},
        penalty=slip.penalty,
        penalty_parameters=slip.penalty_parameters or None,
    )
    alike = lr / slip.factor(n) if divided and slip.factor else lr
    correct = ProgramObjective(base, slip.corrected, lr, NAMES[0])
    claimed = ProgramObjective(base, slip.run_in_notebook(slip.leftover), alike, NAMES[1])
    paths = tuple(gdviz.descend(c, "gd", lr=c.lr, steps=STEPS) for c in (correct, claimed))
    return Trial(slip, correct, claimed, (paths[0], paths[1]), slip.error(correct.x, correct.y))


def stable_rate(slug: str, n: int) -> float:
    """A rate that suits the correct program: half of its limit, to three digits."""
    base = trial(slug, n, 0.01).correct.base
    return float(f"{1 / np.linalg.eigvalsh(base.hessian(np.array(base.start)))[-1]:.3g}")


def player(done: Trial, both: bool) -> None:
    """The paths over the correct loss; the published program's only after it has been predicted."""
    slugs = ("correct", "published")
    runs = [Competitor.at(k, slugs[k], NAMES[k], path) for k, path in enumerate(done.paths[: 1 + both])]
    show_player(Scene.of(done.correct.base, runs, focus=int(both), title="Find the bug"), key="player")


def outcome(done: Trial) -> str:
    """What became of both runs, in a sentence each."""
    told = []
    for name, path in zip(NAMES, done.paths, strict=True):
        off = f", {path.distance()[-1]:.3g} from the minimum" if path.status is not Status.DIVERGED else ""
        left = ", ".join(f"{k} = {v}" for k, v in done.slip.leftover.items()) if name == NAMES[1] else ""
        where = f" (with {left} left over from another cell)" if left else ""
        told.append(f"**{name}**{where}: {path.reason.rstrip('.')}{off}.")
    return "  \n".join(told)


class Progress:
    """How far this visitor is with one program: predicted, checked, revealed. It lives in the session, not in the link."""

    def __init__(self, slip: Slip) -> None:
        self.held: dict[str, Any] = st.session_state.setdefault("bugs", {}).setdefault(slip.slug, {})

    def get(self, what: str) -> Any:
        """ "predicted" (a key of OUTCOMES), "checked", "named" (a slug), "revealed"; None where it is not done."""
        return self.held.get(what)

    def set(self, what: str, value: Any = True) -> None:
        """Take a step."""
        self.held[what] = value

    def forget(self) -> None:
        """Start again."""
        self.held.clear()


def marked(code: str, other: str) -> str:
    """A program as HTML, the lines that the other one does not have marked."""
    lines, against = code.rstrip().split("\n"), other.rstrip().split("\n")
    changed: set[int] = set()
    for tag, i, j, _, _ in SequenceMatcher(
        None, lines[1:], against[1:], autojunk=False
    ).get_opcodes():  # names differ
        changed |= set(range(i + 1, j + 1)) if tag != "equal" else set()
    shown = [f"<mark>{escape(line)}</mark>" if i in changed else escape(line) for i, line in enumerate(lines)]
    return f'<pre class="gd-code">{chr(10).join(shown)}</pre>'
