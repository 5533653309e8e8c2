"""Objectives: what is descended, and the abilities that some of them have besides."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Protocol, runtime_checkable
from weakref import WeakKeyDictionary

import numpy as np

from gdviz.formula import InNumbers

Domain = tuple[tuple[float, float], ...]
WIDEST = 1e12  # a window
NARROWEST = 1e-12  # a window, as a share of the size of its ends
# class -> Protocol -> what of it the class does not have
_lacking: WeakKeyDictionary[type, dict[type, tuple[str, ...]]] = WeakKeyDictionary()


class Ability(type(Protocol)):  # type: ignore[misc]  # that class is Python's own
    """The class of a Protocol that some objects fulfil: those that have all of its public attributes.

    What a class has, all its objects have, and only the rest is asked of each object. Python would look at
    every attribute of each, and compute what is a property: 20 to 120 microseconds, asked a dozen times for
    every change on a page.
    """

    def __instancecheck__(cls, thing: object) -> bool:
        """Return whether an object has what the Protocol lists."""
        known = _lacking.setdefault(type(thing), {})
        if cls not in known:
            protocols = [base for base in cls.__mro__ if isinstance(base, type(Protocol))]
            listed = {name for protocol in protocols for name in _listed(protocol)}
            known[cls] = tuple(name for name in listed if not hasattr(type(thing), name))
        return all(hasattr(thing, name) for name in known[cls])


def _listed(protocol: type) -> Iterator[str]:
    """Yield the public attributes that a Protocol lists itself."""
    names = (*vars(protocol), *vars(protocol).get("__annotations__", ()))
    yield from (name for name in names if not name.startswith("_"))


class Objective(Protocol):
    """What a run needs of the thing it descends; the last axis of points `p` is D, leading axes are free."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def dimension(self) -> int:
        """D, the number of parameters."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the D parameters."""

    @property
    def domain(self) -> Domain:
        """(low, high) of each parameter: the window first shown."""

    @property
    def start(self) -> tuple[float, ...]:
        """Where a run begins if nothing else is said, D numbers."""

    @property
    def minima(self) -> np.ndarray:
        """Global minima (M, D); (0, D) where none is known."""

    @property
    def minimum(self) -> float | None:
        """Value at the global minima; None where it is not known."""

    def value(self, p: Any) -> np.ndarray:
        """Return the loss, (..., D) -> (...)."""

    def gradient(self, p: Any) -> np.ndarray:
        """Return the gradient, (..., D) -> (..., D)."""

    def hessian(self, p: Any) -> np.ndarray:
        """Return the Hessian, (..., D) -> (..., D, D)."""

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and gradient (B, D) at p (B, D), with the work that they share done once.

        The caller silences NumPy's warnings.
        """


@runtime_checkable
class Restriction(Objective, Protocol, metaclass=Ability):
    """An objective of K = 1 or 2 coordinates: another one of D parameters, on a line or a plane of them."""

    @property
    def whole(self) -> Objective:
        """The objective of all D parameters."""

    @property
    def axes(self) -> tuple[int, ...]:
        """The parameters that its coordinates are; none where a coordinate moves several of them."""

    @property
    def at(self) -> np.ndarray:
        """A point of it (D,): its entries hold where no coordinate moves them."""

    @property
    def place(self) -> Hashable:
        """What determines, besides the whole, which line or plane it is."""

    @property
    def coordinates(self) -> Hashable:
        """What determines what `project` and `components_of` return."""

    def embed(self, p: Any) -> np.ndarray:
        """Return points (..., K) as points (..., D) of the whole."""

    def project(self, theta: Any) -> np.ndarray:
        """Return the coordinates (..., K) of the points of it that are nearest to theta (..., D)."""

    def components_of(self, step: Any) -> np.ndarray:
        """Return the coordinates (..., K) of the projections of steps or gradients (..., D)."""


@runtime_checkable
class HasRows(Protocol, metaclass=Ability):
    """An objective that averages over rows of data, so that a step may see a mini-batch of them."""

    @property
    def rows(self) -> int:
        """n, the number of rows."""

    def on(self, indices: np.ndarray) -> Any:
        """Return the same loss over the rows of these indices; it answers as the whole does."""


@runtime_checkable
class MayHoldOut(Protocol, metaclass=Ability):
    """A loss over rows of data, some of which may be held out: they are not descended."""

    @property
    def holds_out(self) -> bool:
        """Whether there are such rows."""

    def test_loss(self, theta: Any) -> np.ndarray:
        """Return the loss over these rows, (..., D) -> (...)."""


@runtime_checkable
class HasPenalty(Protocol, metaclass=Ability):
    """An objective that is a smooth part plus a penalty with a proximal step."""

    def smooth(self, p: np.ndarray) -> np.ndarray:
        """Return the gradient (B, D) of the smooth part at p (B, D)."""

    def prox(self, p: np.ndarray, step: Any) -> np.ndarray:
        """Make a proximal step (B, D) of the penalty from p (B, D), of length `step`."""


@runtime_checkable
class Predicts(Protocol, metaclass=Ability):
    """An objective over rows of data whose model has scores at any features, whatever kind of model it is."""

    def predict(self, theta: Any, x: Any) -> np.ndarray:
        """Return the K scores (..., K, m) of theta (..., D) for features x (m, p) in the data's own units."""


@runtime_checkable
class HasLayers(Protocol, metaclass=Ability):
    """An objective whose parameters are the weights and biases of layers of units."""

    def unpack(self, theta: Any) -> Sequence[tuple[np.ndarray, np.ndarray]]:
        """Return weights (out, in) and biases (out,) of each layer, in the order of the layers."""


@runtime_checkable
class TellsCurvature(Protocol, metaclass=Ability):
    """An objective that knows whether it has any curvature."""

    @property
    def flat(self) -> bool:
        """Whether the Hessian is 0 wherever it exists: planes, perhaps with kinks between them."""


@runtime_checkable
class TellsSharpness(Protocol, metaclass=Ability):
    """An objective that finds its largest curvature without a Hessian where that would be large."""

    def sharpness(self, p: Any, roots: Any = None) -> np.ndarray:
        """Return the largest eigenvalue of the Hessian H, (..., D) -> (...); nan where it is not finite.

        With the square roots (..., D) of a preconditioner P it is that of P^-1/2 H P^-1/2.
        """


@runtime_checkable
class HasDistance(Protocol, metaclass=Ability):
    """An objective that tells the distance to its minimisers itself, since they may be a whole family."""

    def distance(self, theta: Any) -> np.ndarray:
        """Return the distance (...) of theta (..., D) to the nearest minimiser; nan where none is known."""


@runtime_checkable
class MayBeQuadratic(Protocol, metaclass=Ability):
    """An objective that knows whether it is a quadratic."""

    @property
    def is_quadratic(self) -> bool:
        """Whether the Hessian is the same everywhere."""


@runtime_checkable
class AnswersInNumbers(Protocol, metaclass=Ability):
    """An objective that answers for one point in plain numbers, which is faster than arrays of one."""

    def evaluate_one(self, point: Sequence[float]) -> tuple[float, tuple[float, ...]]:
        """Return loss and slopes at a point, D numbers: the bits of `evaluate`."""


@runtime_checkable
class IsFormula(Protocol, metaclass=Ability):
    """An objective whose loss and slopes at one point are lines of code in plain numbers."""

    def lines_for_one(self) -> tuple[InNumbers, tuple[float, ...]]:
        """Return lines of the D coordinates and of parameters, and the values of these.

        They make loss and slopes: the bits of `evaluate`, where they do not raise.
        """


@runtime_checkable
class BoundsItself(Protocol, metaclass=Ability):
    """An objective that knows where it is finite, so that its loss need not be computed to know that."""

    def finite_within(self, size: float) -> bool:
        """Whether loss and gradient are surely finite where no coordinate is larger than `size`."""

    @property
    def spare(self) -> int:
        """How many spare arrays (B,) `slopes` wants."""

    def slopes(
        self, p: np.ndarray, gradient: np.ndarray, spare: Sequence[np.ndarray]
    ) -> Callable[[], object]:
        """Return what writes the gradient at p (B, D) into an array (B, D), each time that it is called.

        It has the bits of `evaluate`, which computes the loss too. It reads p as it is then, and overwrites
        the spare arrays.
        """


def evaluator(objective: Objective) -> Callable[[Sequence[float]], tuple[float, tuple[float, ...]]]:
    """Return what evaluates an objective at one point, D numbers: point -> loss and slopes."""
    if isinstance(objective, AnswersInNumbers):
        return objective.evaluate_one

    def with_arrays(point: Sequence[float]) -> tuple[float, tuple[float, ...]]:
        loss, gradient = objective.evaluate(np.array((point,)))
        return float(loss[0]), tuple(gradient[0].tolist())

    return with_arrays


def lines_of(objective: Objective) -> tuple[InNumbers | None, tuple[float, ...]]:
    """Return the lines of an objective that is a formula, and the parameters that they read; else None."""
    return objective.lines_for_one() if isinstance(objective, IsFormula) else (None, ())


def numbers_of(parameters: Sequence[int | str], names: Sequence[str]) -> tuple[int, ...]:
    """Return parameters that are given by name as their numbers; -1 for a name that there is not.

    Examples
    --------
    >>> numbers_of(("b", 0), ("a", "b"))
    (1, 0)
    """
    place = {name: i for i, name in enumerate(names)}
    return tuple(place.get(given, -1) if isinstance(given, str) else given for given in parameters)


def check_domain(domain: Any, names: Sequence[str]) -> None:
    """Check that a window has one (low, high) for each coordinate. Raises ValueError."""
    try:
        box = np.array(domain, dtype=float)
    except (TypeError, ValueError):
        box = np.empty(0)
    if box.shape != (len(names), 2):
        raise ValueError(f"domain must give (low, high) for each of {', '.join(names)}")
    for name, (low, high) in zip(names, box.tolist(), strict=True):
        ends = f"not from {low:g} to {high:g}"
        if not (np.isfinite(low) and np.isfinite(high) and low < high):
            raise ValueError(f"the window of {name} must go from a smaller to a larger number, {ends}")
        if not NARROWEST * max(abs(low), abs(high)) < high - low <= WIDEST:
            raise ValueError(
                f"the window of {name} must be {WIDEST:g} wide at most, and its ends differ by more than "
                f"rounding, {ends}"
            )
