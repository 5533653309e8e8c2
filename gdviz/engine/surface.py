"""Surfaces: objectives that are a formula of their coordinates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np

from gdviz.engine.compiled import (
    Compiled,
    compile_assigned,
    compile_for_one,
    compile_program,
    compile_slopes,
    constant,
    lines_for_one,
)
from gdviz.engine.entry import Entry, check_parameters
from gdviz.engine.meaning import Meaning
from gdviz.engine.objective import Domain, check_domain
from gdviz.engine.start import check_start
from gdviz.formula import (
    ELEMENTWISE,
    READABLE,
    FormulaError,
    InNumbers,
    InPlace,
    Language,
    Program,
    bound,
    may_have_kinks,
    parse_program,
    readable,
    write,
)

BLOCK = 8192  # points at a time: a long formula has hundreds of intermediate arrays, which this keeps small


@dataclass(frozen=True, eq=False)
class Surface(Entry):
    """A loss surface: a formula of its coordinates (the contract of `Objective`).

    Attributes
    ----------
    names : coordinates that the text reads, in the order of the last axis
    domain : (low, high) per coordinate, the window first shown
    start : where a run begins if nothing else is said
    minima : global minima, (M, D); declared as numbers or formulas of the parameters; empty if none is known
    minimum : their value, declared as a number or a formula, or None
    levels : scale of contour and colour first shown: "linear", "log" or "quantile"; "": whichever fits the
        values
    meaning : what its parameters mean, for a panel of its own; None: nothing is declared
    values : parameters that differ from their defaults
    declared : minima and minimum as they were declared

    Raises
    ------
    FormulaError
        For a text that is refused.
    ValueError
        For a domain or start that does not fit the coordinates.

    Examples
    --------
    >>> import gdviz
    >>> f = gdviz.surface("3x^2 + y^2")
    >>> f.value([1.0, 2.0]).item(), f.gradient([1.0, 2.0]).tolist(), f.hessian([1.0, 2.0]).tolist()
    (7.0, [6.0, 4.0], [[6.0, 0.0], [0.0, 2.0]])
    """

    names: tuple[str, ...] = ("x", "y")
    domain: Domain = ((-5.0, 5.0), (-5.0, 5.0))
    start: tuple[float, ...] = ()
    minima: Any = ()
    minimum: Any = None
    levels: str = "linear"
    meaning: Meaning | None = None
    values: tuple[tuple[str, float], ...] = ()
    declared: tuple[Any, Any] = field(init=False, repr=False, default=((), None))

    def __post_init__(self) -> None:
        """Check domain and start, and compute minima that are formulas."""
        super().__post_init__()
        check_domain(self.domain, self.names)
        if np.size(self.start):
            start = tuple(check_start(self, self.start).tolist())
        else:  # off the centre, where a symmetric surface would have nothing to show
            start = tuple(round(low + 0.2 * (high - low), 12) for low, high in self.domain)
        object.__setattr__(self, "start", start)
        self._compute_minima()

    def _compute_minima(self) -> None:
        parameters = {p.name: p.default for p in self.params} | dict(self.values)
        minima = [[constant(c, parameters) for c in point] for point in self.minima]
        object.__setattr__(self, "declared", (self.minima, self.minimum))
        object.__setattr__(self, "minima", np.array(minima, dtype=float).reshape(-1, len(self.names)))
        if self.minimum is not None:
            object.__setattr__(self, "minimum", constant(self.minimum, parameters))

    def speaks(self) -> Language:
        """Return the language of a formula of its coordinates."""
        return _language(self.names)

    @property
    def dimension(self) -> int:
        """D."""
        return len(self.names)

    @cached_property
    def parameters(self) -> dict[str, float]:
        """Parameter name -> value in force."""
        return {k: float(v) for k, v in check_parameters(self, dict(self.values)).items()}

    def with_parameters(self, /, **values: float) -> Surface:
        """Return the same surface with other parameters. Raises ValueError naming an unknown one."""
        check_parameters(self, values)
        minima, minimum = self.declared
        merged = tuple(sorted({**dict(self.values), **values}.items()))
        return replace(self, values=merged, minima=minima, minimum=minimum)

    def named(self, p: Any) -> dict[str, Any]:
        """Return the values of all names of the text at points (m, D): numbers, or arrays (m,).

        Examples
        --------
        >>> import gdviz
        >>> gdviz.surface("a = x + y; a^2").named([[1.0, 2.0]])["a"].tolist()
        [3.0]
        """
        p, _ = self._points(p)
        names, function = compile_assigned(self.program)
        with np.errstate(all="ignore"):
            assigned = function(*p.T, *self._values)
        return {
            **dict(zip(self.names, p.T, strict=True)),
            **self.parameters,
            **dict(zip(names, assigned, strict=True)),
        }

    @cached_property
    def compiled(self) -> Compiled:
        """The compiled functions and the derivative trees (`partials`, `second`)."""
        return compile_program(self.program, self.names)

    @cached_property
    def is_quadratic(self) -> bool:
        """Whether the Hessian is the same everywhere."""
        reads_coordinates = any(n.names() & set(self.names) for n in self.compiled.second)
        return not (may_have_kinks(self.program) or reads_coordinates)

    @cached_property
    def _for_one(self) -> Callable[..., tuple[float, ...]]:
        return compile_for_one(self.program, self.names)

    @cached_property
    def _slopes(self) -> InPlace:
        return compile_slopes(self.program, self.names)

    @cached_property
    def _values(self) -> tuple[Any, ...]:
        return tuple(np.float64(v) for v in self.parameters.values())

    @cached_property
    def _floats(self) -> tuple[float, ...]:
        return tuple(self.parameters.values())

    def value(self, p: Any) -> np.ndarray:
        """Return the loss, (..., D) -> (...)."""
        p, lead = self._points(p)
        out = np.empty(len(p))
        with np.errstate(all="ignore"):
            for i in range(0, len(p), BLOCK):
                (out[i : i + BLOCK],) = self.compiled.value(*p[i : i + BLOCK].T, *self._values)
        return out.reshape(lead)

    def gradient(self, p: Any) -> np.ndarray:
        """Return the gradient, (..., D) -> (..., D)."""
        p, lead = self._points(p)
        with np.errstate(all="ignore"):
            return self.evaluate(p)[1].reshape((*lead, self.dimension))

    def hessian(self, p: Any) -> np.ndarray:
        """Return the Hessian, (..., D) -> (..., D, D)."""
        p, lead = self._points(p)
        d = self.dimension
        out = np.empty((len(p), d, d))
        with np.errstate(all="ignore"):
            for first in range(0, len(p), BLOCK):
                block = slice(first, first + BLOCK)
                parts = iter(self.compiled.hessian(*p[block].T, *self._values))
                for i in range(d):
                    for j in range(i, d):
                        out[block, i, j] = out[block, j, i] = next(parts)
        return out.reshape((*lead, d, d))

    def evaluate(self, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return loss (B,) and gradient (B, D) at p (B, D)."""
        if len(p) == 1:
            loss, gradient = self.evaluate_one(p[0].tolist())
            return np.array((loss,)), np.array((gradient,))
        f, *slopes = self.compiled.gradient(*p.T, *self._values)
        if np.ndim(f) == 0:
            f = np.full(len(p), f)
        elif f.base is not None:  # the formula is a coordinate: that belongs to the caller
            f = f.copy()
        g = np.empty(p.shape[::-1]).T  # column after column in memory: what elementwise work likes best
        for i, slope in enumerate(slopes):
            g[:, i] = slope
        return f, g

    @property
    def spare(self) -> int:
        """How many spare arrays (B,) `slopes` wants."""
        return self._slopes.spare

    def slopes(
        self, p: np.ndarray, gradient: np.ndarray, spare: Sequence[np.ndarray]
    ) -> Callable[[], object]:
        """Return what writes the gradient at p (B, D) into an array (B, D), each time that it is called.

        It has the bits of `evaluate`, but makes no loss and no new arrays. It reads p as it is then, and
        overwrites the spare arrays. The caller silences NumPy's warnings.
        """
        values = map(np.array, self._floats)  # NumPy takes arrays faster than numbers
        return partial(self._slopes.function, *spare[: self.spare], *p.T, *values, *gradient.T)

    @property
    def flat(self) -> bool:
        """Whether the Hessian is 0 wherever it exists."""
        return self.compiled.flat

    def finite_within(self, size: float) -> bool:
        """Whether loss and gradient are surely finite where no coordinate is larger than `size`."""
        sizes = dict.fromkeys(self.names, size) | {k: abs(v) for k, v in self.parameters.items()}
        return all(bound(n, sizes) < np.inf for n in (self.compiled.result, *self.compiled.partials))

    def evaluate_one(self, point: Sequence[float]) -> tuple[float, tuple[float, ...]]:
        """Return loss and slopes at a point in plain numbers: the bits of `evaluate`, several times faster.

        The caller silences NumPy's warnings.
        """
        try:
            f, *slopes = self._for_one(*point, *self._floats)
        except (ZeroDivisionError, ValueError):  # Python's numbers raise where NumPy's give inf or nan
            f, *slopes = self.compiled.gradient(*np.array(point), *self._values)
        return float(f), tuple(map(float, slopes))

    def lines_for_one(self) -> tuple[InNumbers, tuple[float, ...]]:
        """Return the lines of `evaluate_one`, and the values of the parameters that they read."""
        return lines_for_one(self.program, self.names), self._floats

    def derivatives_latex(self, longest: int = READABLE) -> list[str | None]:
        """Return gradient and Hessian entries as LaTeX equations.

        One whose formula has more than `longest` parts is None.
        """
        names = self.names
        d = "d" if len(names) == 1 else r"\partial "
        left = [rf"\frac{{{d}f}}{{{d}{name}}}" for name in names]
        for i, a in enumerate(names):
            left.append(rf"\frac{{{d.strip()}^2 f}}{{{d}{a}^2}}")
            left += [rf"\frac{{\partial^2 f}}{{\partial {a}\,\partial {b}}}" for b in names[i + 1 :]]
        right = (*self.compiled.partials, *self.compiled.second)
        return [
            f"{symbol} = {write(node, 'latex')}" if readable(node, longest) else None
            for symbol, node in zip(left, right, strict=True)
        ]

    def _points(self, p: Any) -> tuple[np.ndarray, tuple[int, ...]]:
        p = np.asarray(p, dtype=float)
        if p.shape[-1:] != (self.dimension,):
            raise ValueError(
                f"points of {self.name} need a last axis of length {self.dimension}, not shape {p.shape}"
            )
        return p.reshape(-1, self.dimension), p.shape[:-1]


def coordinates(text: str) -> tuple[str, ...]:
    """Return what a user's text is a function of: x alone if that is all it reads, else x and y."""
    try:
        program = parse_program(text, _language(("x",)))
    except FormulaError:  # of two coordinates, or wrong: told by whoever makes the surface
        return "x", "y"
    return ("x",) if "x" in read_by(program) else ("x", "y")


def read_by(program: Program) -> set[str]:
    """Return the names that a program reads."""
    return set().union(*(n.names() for n in program.nodes()))


@lru_cache(maxsize=32)  # constant: a few words for each set of names
def _language(names: tuple[str, ...]) -> Language:
    return Language("surface", names, ELEMENTWISE, " and ".join(names), True)
