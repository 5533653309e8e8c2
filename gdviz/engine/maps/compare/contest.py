"""A fair comparison under way, in stages: what can be reached, tuning, and the runs that count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from gdviz.engine.entry import check_seed
from gdviz.engine.maps.compare.budget import Outcome, RunsOnBudget, price_of
from gdviz.engine.maps.compare.checks import (
    check_competitors,
    check_counts,
    check_keywords,
    check_tolerance,
    draw_starts,
)
from gdviz.engine.maps.compare.comparison import Comparison, Standing
from gdviz.engine.maps.compare.space import space_of, trials_of
from gdviz.engine.method.method import Method
from gdviz.engine.method.rule import Rule
from gdviz.engine.objective import HasRows, Objective

ONE_BY_ONE = 4  # runs of a piece, where each is made by itself
ROWS = 40_000_000  # of data that a piece reads, at most
NUMBERS = 4_000_000  # of the largest state of a rule, that a piece holds, at most
FEWEST = 4  # runs of a piece, at least


class Piece(NamedTuple):
    """Some of the runs (numbered from `first` to before `end`) of an optimizer in a stage."""

    stage: str
    which: int
    first: int
    end: int


class Contest:
    """A fair comparison under way. The arguments are those of `compare`.

    Take a piece, make its runs with `runs`, here or in another process, and hand the result to `take`.
    Several pieces may be out at once. When it is `finished`, `comparison()` returns what was found.

    Examples
    --------
    >>> import gdviz
    >>> from gdviz.engine import Contest
    >>> contest = Contest(gdviz.surfaces["sphere"], [gdviz.optimizers["gd"]], trials=3, starts=5)
    >>> while (piece := contest.next_piece()) is not None:
    ...     contest.take(piece, contest.runs(*contest.arguments(piece)))
    >>> contest.finished, contest.share, contest.comparison().standings[0].solved
    (True, 1.0, 5)
    """

    def __init__(
        self,
        objective: Objective,
        optimizers: Sequence[Method | tuple[Method, Mapping[str, float]]],
        *,
        trials: int = 16,
        starts: int = 50,
        tuning_starts: int = 8,
        evaluations: int = 500,
        tolerance: float = 1e-3,
        window: Any = None,
        only_rate: bool = False,
        seed: int = 0,
        **keywords: Any,
    ) -> None:
        check_counts(trials=trials, starts=starts, tuning_starts=tuning_starts, evaluations=evaluations)
        self.tolerance, self.trial_count, self.seed = check_tolerance(tolerance), trials, check_seed(seed)
        self.sign = -1.0 if check_keywords(keywords).maximize else 1.0
        keywords = {**keywords, "seed": self.seed}
        pairs = check_competitors(optimizers)
        self.held = [held for _, held in pairs]
        self.runs = RunsOnBudget(
            objective,
            tuple(method for method, _ in pairs),
            tuple(price_of(objective, method, {**keywords, **held}, evaluations) for method, held in pairs),
            keywords,
            evaluations,
        )
        self.trials = [
            trials_of(space_of(objective, method, held, only_rate), trials, self.seed)
            for method, held in pairs
        ]
        points = draw_starts(objective, window, tuning_starts + starts, self.seed)
        self.tuning_starts, self.starts = points[:tuning_starts], points[tuning_starts:]
        best = None if self.sign < 0 else objective.minimum
        self.known, self.target = best is not None, None if best is None else best + self.tolerance
        self.chosen = [0] * len(pairs)
        self.found: dict[tuple[str, int], Outcome] = {}
        self.returned: list[Piece] = []
        self.waiting: Piece | None = None
        self.out = self.made = 0
        self.plan = self._plan()
        self.finished = False

    def __iter__(self) -> Iterator[float]:
        """Make the whole comparison here, piece by piece; yields the share that is done after each."""
        while self.make_piece():
            yield self.share

    def make_piece(self, check: Callable[[], object] | None = None) -> bool:
        """Make the next piece here; returns False where there was none. What `check` raises ends it."""
        piece = self.next_piece()
        if piece is not None:
            self.take(piece, self.runs(*self.arguments(piece), check))
        return piece is not None

    @property
    def share(self) -> float:
        """Share of the runs that are made."""
        tuning = sum(self._count("tune", i) for i in range(len(self.trials)))
        scoring = len(self.trials) * len(self.starts)
        return self.made / (scoring + tuning * (1 if self.known else 2))

    @property
    def stage(self) -> str:
        """What is being done: "search" for what can be reached, "tune", or "score"."""
        return next(reversed(self.found))[0] if self.found else "tune" if self.known else "search"

    def next_piece(self, most: int = 10**6) -> Piece | None:
        """Return what is to be run next, `most` runs at most; None where pieces are out that decide it.

        None, too, when all is done: then `finished` is set.
        """
        if self.returned:
            self.out += 1
            return self.returned.pop()
        if self.waiting is None:
            self.waiting = next(self.plan, None)
            if self.waiting is None:
                self.finished = not self.out
                return None
        whole = self.waiting
        end = min(whole.end, whole.first + min(most, self._at_once(whole.which)))
        self.waiting = whole._replace(first=end) if end < whole.end else None
        self.out += 1
        return whole._replace(end=end)

    def arguments(self, piece: Piece) -> tuple[int, np.ndarray, Mapping[str, np.ndarray], float | None]:
        """Return what `runs` is called with for a piece."""
        number = np.arange(piece.first, piece.end)
        points = self.starts if piece.stage == "score" else self.tuning_starts
        trial = number // len(points)
        if piece.stage == "score":
            trial = np.full(len(number), self.chosen[piece.which])
        hyper = {name: values[trial] for name, values in self.trials[piece.which].items()}
        hyper |= {name: np.full(len(number), value) for name, value in self.held[piece.which].items()}
        target = None if piece.stage == "search" else self.target
        return piece.which, points[number % len(points)], hyper, target

    def take(self, piece: Piece, found: Outcome) -> None:
        """Take the result of a piece."""
        self.out -= 1
        self.made += piece.end - piece.first
        for held, new in zip(self.found[piece.stage, piece.which], found, strict=True):
            held[piece.first : piece.end] = new

    def give_back(self, piece: Piece) -> None:
        """Put a piece back that could not be run."""
        self.out -= 1
        self.returned.append(piece)

    def _plan(self) -> Iterator[Piece | None]:
        """Yield all runs of an optimizer in a stage; None where pieces that are out decide what follows."""
        for stage in ("tune", "score") if self.known else ("search", "tune", "score"):
            for which in range(len(self.trials)):
                count = self._count(stage, which)
                self.found[stage, which] = Outcome(np.full(count, np.inf), np.full(count, np.nan))
                yield Piece(stage, which, 0, count)
            while self.out:
                yield None
            self._end(stage)

    def _count(self, stage: str, which: int) -> int:
        """Count the runs of an optimizer in a stage."""
        if stage == "score":
            return len(self.starts)
        return self._tried(which) * len(self.tuning_starts)

    def _tried(self, which: int) -> int:
        """Count the trials of an optimizer."""
        return len(next(iter(self.trials[which].values()), [0]))

    def _at_once(self, which: int) -> int:
        """Return how many runs of an optimizer a piece has at most."""
        if not isinstance(self.runs.methods[which], Rule):
            return ONE_BY_ONE
        objective = self.runs.objective
        rows = objective.rows if isinstance(objective, HasRows) else 1
        states = objective.dimension**2  # of a rule that holds a matrix
        return max(FEWEST, min(ROWS // (rows * self.runs.budget), NUMBERS // states))

    def _end(self, stage: str) -> None:
        """Draw the conclusion of a stage."""
        if stage == "search":
            losses = np.concatenate([self.found[stage, i].loss for i in range(len(self.trials))])
            losses = self.sign * losses[np.isfinite(losses)]
            best = losses.min() if len(losses) else np.nan
            self.target = float(self.sign * (best + self.tolerance))
        if stage == "tune":
            self.chosen = [self._best(i) for i in range(len(self.trials))]

    def _best(self, which: int) -> int:
        """Return the best trial: most starts solved, then fewest evaluations for them, then least loss."""
        shape = self._tried(which), len(self.tuning_starts)
        evaluations, loss = (v.reshape(shape) for v in self.found["tune", which])
        solved = np.isfinite(evaluations)
        taken = np.where(solved, evaluations, 0.0).sum(1)
        loss = np.median(np.where(np.isfinite(loss), self.sign * loss, np.inf), axis=1)
        return int(np.lexsort((loss, taken, -solved.sum(1)))[0])

    def comparison(self) -> Comparison:
        """Return what was found, once it is finished."""
        runs = self.runs
        standings = [
            Standing(
                method,
                self._hyper(i),
                self._tried(i),
                self.chosen[i],
                None if price is None else price.steps(runs.budget),
                *self.found["score", i],
            )
            for i, (method, price) in enumerate(zip(runs.methods, runs.prices, strict=True))
        ]
        assert self.target is not None  # it is known from the first stage on
        return Comparison(
            title=runs.objective.name,
            standings=tuple(standings),
            starts=self.starts,
            tuning_starts=self.tuning_starts,
            budget=runs.budget,
            trials=self.trial_count,
            target=self.target,
            tolerance=self.tolerance,
            known=self.known,
            maximize=self.sign < 0,
            seed=self.seed,
        )

    def _hyper(self, which: int) -> dict[str, float]:
        """Return what was chosen for an optimizer, and what was held."""
        chosen = self.chosen[which]
        tuned = {name: float(values[chosen]) for name, values in self.trials[which].items()}
        return tuned | self.held[which]


def compare(
    objective: Objective,
    optimizers: Sequence[Method | tuple[Method, Mapping[str, float]]],
    *,
    check: Callable[[], object] | None = None,
    **keywords: Any,
) -> Comparison:
    """Compare optimizers fairly, see `gdviz.compare`."""
    contest = Contest(objective, optimizers, **keywords)
    while contest.make_piece(check):
        pass
    return contest.comparison()
