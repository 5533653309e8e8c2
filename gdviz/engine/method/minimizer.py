"""SciPy's own minimisers: what is known of each of them. `gdviz.engine.minimize` runs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from gdviz.engine.entry import check_parameters
from gdviz.engine.method.method import Method
from gdviz.engine.options import RESERVED
from gdviz.formula import FormulaError, Language

ANSWERS = ("value", "gradient", "hessian")


@dataclass(frozen=True, eq=False)
class Minimizer(Method):
    """One of the methods of `scipy.optimize.minimize`, as a competitor to compare rules with.

    Its text has no equations: it declares SciPy's options as parameters, under SciPy's names.

    Attributes
    ----------
    method : how SciPy calls it
    asks : what it asks the objective for: some of "value", "gradient", "hessian"

    Raises
    ------
    FormulaError
        For a text that does more than declare parameters.

    Examples
    --------
    >>> import gdviz
    >>> bfgs = gdviz.minimizers["scipy_bfgs"]
    >>> bfgs.method, bfgs.asks, bfgs.has_rate
    ('BFGS', ('value', 'gradient'), False)
    """

    method: str = field(default="", kw_only=True)
    asks: tuple[str, ...] = field(default=("value",), kw_only=True)

    language: ClassVar[Language] = Language(
        "minimiser", (), frozenset(), "declared parameters", False, reserved=RESERVED
    )

    def check(self) -> None:
        """Refuse what is no parameter, and what SciPy could not be asked. Raises FormulaError."""
        if self.program.equations:
            raise FormulaError("a minimiser has no equations; declare its options with param")
        if unknown := set(self.asks) - set(ANSWERS):
            raise FormulaError(f"a minimiser cannot ask for {', '.join(sorted(unknown))}")

    @property
    def told(self) -> str:
        """A sentence in place of equations."""
        return "SciPy makes this step, so there are no equations here. What is known of it:"

    def code(self, hyper: Mapping[str, float]) -> str:
        """Return the call of SciPy's function.

        Examples
        --------
        >>> import gdviz
        >>> print(gdviz.minimizers["scipy_nelder_mead"].code({"xatol": 1e-4, "fatol": 1e-4}))
        scipy.optimize.minimize(f, theta0, method="Nelder-Mead",
                                options={'xatol': 0.0001, 'fatol': 0.0001})
        """
        answers = {"value": "", "gradient": "jac=gradient, ", "hessian": "hess=hessian, "}
        asked = "".join(answers[ask] for ask in self.asks)
        indent = " " * len("scipy.optimize.minimize(")
        call = f'scipy.optimize.minimize(f, theta0, method="{self.method}", {asked}'.rstrip()
        return f"{call}\n{indent}options={self.options(hyper)})"

    def options(self, given: Mapping[str, Any]) -> dict[str, float | int]:
        """Return SciPy's options: the defaults, updated by what is given.

        Raises ValueError naming an option that there is not, or whose value is out of its range.
        """
        values, options = check_parameters(self, given), dict[str, float | int]()
        for p in self.params:
            value = values[p.name]
            if np.ndim(value) or not p.low <= value <= p.high or p.integer and value != int(value):
                kind = "a whole number" if p.integer else "a number"
                raise ValueError(f"{p.name} must be {kind} from {p.low:g} to {p.high:g}, not {value}")
            options[p.name] = int(value) if p.integer else float(value)
        return options
