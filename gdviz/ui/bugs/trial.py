"""A published program beside the correct one: both are run from the same start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import gdviz
from gdviz.cache import Section, array_bytes, section
from gdviz.engine import Path, Slip, Status
from gdviz.engine.fit.slip import ProgramObjective

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
    """The two programs of a slip, and a run of each.

    Attributes
    ----------
    slip : what is wrong with the published program
    correct, published : the programs, each as an objective
    paths : the run of the correct program, and that of the published one
    error : what a fresh interpreter says of the published program; "" where it runs
    """

    slip: Slip
    correct: ProgramObjective
    published: ProgramObjective
    paths: tuple[Path, Path]
    error: str

    def path_of(self, program: ProgramObjective) -> Path:
        """Return the run of one of the two programs."""
        return self.paths[program is self.published]

    @property
    def outcome(self) -> str:
        """Which of OUTCOMES came about. The runs decide."""
        if self.error:
            return "stops"
        if self._climbs():
            return "climbs"
        if self._same_path():
            correct, published = self.paths
            return "same" if np.allclose(correct.loss, published.loss, rtol=1e-9) else "cost"
        if self._rests_elsewhere():
            return "end"
        return "length" if self._same_direction() else "way"

    def _climbs(self) -> bool:
        """Return whether the correct loss grows from the first to the last step of the published program."""
        path = self.paths[1]
        first, last = self.correct.value(path.theta[[0, -1]])
        return path.status is Status.DIVERGED or bool(last > first)

    def _same_path(self) -> bool:
        correct, published = (path.theta for path in self.paths)
        return correct.shape == published.shape and np.allclose(correct, published, rtol=1e-9, atol=1e-12)

    def _rests_elsewhere(self) -> bool:
        """Return whether the programs come to rest at different places.

        Where the place of rest of one of them is not known, the ends of the runs are compared.
        """
        correct, published = self.correct.rest(), self.published.rest()
        if correct is None or published is None:
            correct, published = (path.theta[-1] for path in self.paths)
        return not np.allclose(correct, published, rtol=1e-6, atol=1e-6)

    def _same_direction(self) -> bool:
        """Return whether the first steps point the same way."""
        g, h = (path.gradient[0] for path in self.paths)
        return bool(g @ h > (1 - 1e-9) * np.linalg.norm(g) * np.linalg.norm(h))


def run_trial(slug: str, n: int, lr: float, equal_steps: bool = False) -> Trial:
    """Run the two programs of a slip, or return the trial that is kept.

    Parameters
    ----------
    slug : str
        The slip.
    n : int
        Rows of the data.
    lr : float
        Learning rate.
    equal_steps : bool
        Whether the published program runs at the rate that makes its steps as long as the correct ones, if
        there is such a rate.
    """
    return _trials.get((slug, n, lr, equal_steps), lambda: _run(slug, n, lr, equal_steps))


def _run(slug: str, n: int, lr: float, equal_steps: bool) -> Trial:
    slip = gdviz.slips[slug]
    base = gdviz.data_loss(
        "line",
        average=slip.average,
        parameters={"n": n},
        penalty=slip.penalty,
        penalty_parameters=slip.penalty_parameters or None,
    )
    published_lr = lr / slip.factor(n) if equal_steps and slip.factor else lr
    correct = ProgramObjective(base, slip.corrected, lr, NAMES[0])
    published = ProgramObjective(base, slip.run_in_notebook(slip.leftover), published_lr, NAMES[1])
    paths = (_descend(correct), _descend(published))
    return Trial(slip, correct, published, paths, slip.error(correct.x, correct.y))


def _descend(program: ProgramObjective) -> Path:
    return gdviz.descend(program, "gd", lr=program.lr, steps=STEPS)


def _trial_bytes(trial: Trial) -> int:
    """Return the bytes of a trial: its data, twice, and its paths."""
    design = trial.correct.base.design
    paths = (a for p in trial.paths for a in (p.theta, p.loss, p.gradient, p.rate, p.evaluated))
    return 60_000 + 2 * array_bytes([design.x, design.y, design.a]) + array_bytes(paths)


_trials: Section[Trial] = section("trials of programs", _trial_bytes)


def learning_rate(slug: str, n: int, multiple: float) -> float:
    """Return a multiple of `stable_rate`, to six digits."""
    return float(f"{multiple * stable_rate(slug, n):.6g}")


def stable_rate(slug: str, n: int) -> float:
    """Return 1/λ_max of the correct loss, half of its largest stable learning rate, to three digits."""
    base = run_trial(slug, n, 0.01).correct.base
    return float(f"{1 / np.linalg.eigvalsh(base.hessian(np.array(base.start)))[-1]:.3g}")


def describe_runs(trial: Trial) -> str:
    """Return what became of the two runs: a sentence each, in Markdown."""
    leftover = ", ".join(f"{k} = {v}" for k, v in trial.slip.leftover.items())
    notebook = f" (with {leftover} left over from another cell)" if leftover else ""
    correct, published = trial.paths
    return f"**{NAMES[0]}**: {_describe(correct)}  \n**{NAMES[1]}**{notebook}: {_describe(published)}"


def _describe(path: Path) -> str:
    reason = path.reason.rstrip(".")
    if path.status is Status.DIVERGED:
        return f"{reason}."
    return f"{reason}, {path.distance()[-1]:.3g} from the minimum."
