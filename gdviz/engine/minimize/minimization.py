"""A run of one of SciPy's minimisers: SciPy makes it, and its callback tells what is recorded."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from gdviz.engine.method.minimizer import Minimizer
from gdviz.engine.minimize.counted import Counted
from gdviz.engine.minimize.iterates import Iterates
from gdviz.engine.minimize.quiet import quiet
from gdviz.engine.objective import Objective
from gdviz.engine.options import Options, split_keywords
from gdviz.engine.run.descent import bounded
from gdviz.engine.run.ending import describe_end
from gdviz.engine.run.path import Evaluations, Path, Whole
from gdviz.engine.run.stop import CODES, Spent, Status, Watch
from gdviz.engine.run.thinning import Thinning
from gdviz.engine.start import check_start

OTHERWISE = (  # options that SciPy's methods cannot take: keyword, what it must be, and why
    ("lr", "left out", "have no learning rate"),
    ("schedule", "left out", "have no learning rate"),
    ("noise", "0", "ask for exact values"),
    ("clip", "None (no clipping)", "ask for exact gradients"),
    ("batch_size", "None (all rows)", "ask for the loss over all rows"),
)


class Minimization:
    """A run of SciPy's. The arguments are those of `gdviz.descend`, of which it cannot take all.

    Attributes
    ----------
    status : how the run stands
    """

    def __init__(
        self, objective: Objective, minimizer: Minimizer, start: Any = None, **keywords: Any
    ) -> None:
        self.objective, self.minimizer = objective, minimizer
        self.start = check_start(objective, start)
        self.options, hyper = split_keywords(minimizer, keywords)
        _refuse_options(self.options)
        self.hyper = minimizer.options(hyper)
        self.counted = Counted(objective, self.options.maximize)
        self.iterates = Iterates()
        self.watch = Watch(self.options.stop, objective, self.options.maximize, 1)
        self.status, self.cause, self.message = Status.RUNNING, "", ""
        self.seconds = 0.0

    def run(self, *, check: Callable[[], object] | None = None, thinning: Thinning | None = None) -> None:
        """Let SciPy run until it ends, or until a stop rule, the steps or `check` end it.

        Parameters
        ----------
        check : callable, optional
            Called at every question that SciPy asks. It may raise `Spent`, which ends the run with the steps
            made; anything else that it raises goes through.
        thinning : Thinning, optional
            Which steps are recorded; None for all, as far as they fit into 256 MB.
        """
        self.counted.check = check
        bound = bounded(self.minimizer, len(self.start), self.options.steps)
        self.iterates.thinning = thinning or bound
        with np.errstate(all="ignore"):
            self._add(self.start.copy())
            if self.status is Status.RUNNING:
                self._minimize()

    def _add(self, theta: np.ndarray) -> None:
        """Record an iterate, and judge whether the run ends there. What is computed for it is not counted."""
        loss, gradient = (v[0] for v in self.objective.evaluate(theta[None]))
        counts = self.counted.counts if self.iterates.losses else (0, 0, 0)
        self.iterates.add(theta, float(loss), gradient, counts)
        code = self.watch.judge(theta[None, None], np.array([[loss]]), gradient[None, None])[0, 0]
        if code:
            self.status = CODES[int(code)]
        elif self.iterates.made == self.options.steps:
            self.status = Status.MAX_STEPS

    def _minimize(self) -> None:
        from scipy.optimize import minimize  # a quarter of a second, which most visitors never need

        clock = time.thread_time
        resumed = clock()

        def iterate_came(theta: np.ndarray) -> None:
            nonlocal resumed
            self.seconds += clock() - resumed
            with self.counted.remembering():
                self._add(np.array(theta, dtype=float))
            if self.status is not Status.RUNNING:
                raise StopIteration
            resumed = clock()

        asks, counted = self.minimizer.asks, self.counted
        try:
            with quiet:  # what SciPy warns of is in its message
                result = minimize(
                    counted.value,
                    self.start.copy(),
                    method=self.minimizer.method,
                    jac=counted.gradient if "gradient" in asks else None,
                    hess=counted.hessian if "hessian" in asks else None,
                    callback=iterate_came,
                    options={**self.hyper, **self._limits()},
                )
        except Spent as reason:
            self.status, self.cause = Status.SPENT, f"of {self.options.steps} steps: {reason}"
        except (ArithmeticError, RuntimeError, ValueError) as error:
            if counted.raised is not None:
                raise counted.raised from None
            self.status, self.message = Status.STALLED, f"SciPy gave up: {error}"
        else:
            self._judge(result)

    def _limits(self) -> dict[str, int]:
        """Return SciPy's own limits, which are never reached: steps and time end a run from outside."""
        limits = {"maxiter": self.options.steps + 2}
        return limits | {"maxfun": np.iinfo(np.int32).max} if self.minimizer.method == "L-BFGS-B" else limits

    def _judge(self, result: Any) -> None:
        """Find out how SciPy itself ended the run."""
        if self.status is not Status.RUNNING:
            return
        slope = float(np.abs(self.iterates.held[-1].gradient).max())
        vanished = result.success and slope <= self.hyper.get("gtol", -1.0)
        self.status = Status.CONVERGED if vanished else Status.STALLED
        self.message = f"SciPy says: {result.message}"

    def path(self) -> Path:
        """Return the run."""
        held, iterates, options = self.iterates.held, self.iterates, self.options
        at = np.array([i.step for i in held])
        theta, gradient = np.array([i.theta for i in held]), np.array([i.gradient for i in held])
        before = np.array([i.before for i in held[1:]]).reshape(len(held) - 1, len(self.start))
        end = theta[-1], held[-1].loss, gradient[-1]
        maximize = self.options.maximize
        reason = describe_end(self.status, iterates.made, *end, self.objective, maximize, self.cause)
        losses = np.array(iterates.losses)
        return Path(
            objective=self.objective,
            rule=self.minimizer,
            hyper={name: float(value) for name, value in self.hyper.items()},
            lr=float("nan"),
            theta=theta,
            loss=np.array([i.loss for i in held]),
            gradient=gradient,
            rate=np.full(len(held) - 1, np.nan),
            quantities={"g": self.counted.sign * before},
            initial={},
            status=self.status,
            reason=" ".join(filter(None, [reason, _as_sentence(self.message)])),
            evaluations=Evaluations(*self.counted.counts),
            evaluated=np.array([i.counts for i in held]),
            planned=options.steps,
            options=options,
            maximize=options.maximize,
            seconds=self.seconds,
            whole=Whole(at, losses, iterates.length) if iterates.thinning else None,
        )


def _refuse_options(options: Options) -> None:
    """Raise ValueError where something is asked for that SciPy's methods do not know."""
    defaults = Options()
    for name, wanted, why in OTHERWISE:
        if getattr(options, name) != getattr(defaults, name):
            raise ValueError(f"{name} must be {wanted}, since SciPy's methods {why}")
    if options.schedule_hyper:
        raise ValueError("schedule_hyper must be left out, since SciPy's methods have no learning rate")


def _as_sentence(message: str) -> str:
    return message if not message or message.endswith(".") else f"{message}."
