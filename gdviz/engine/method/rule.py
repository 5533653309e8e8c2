"""Update rules: equations with state and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import Formatter
from typing import ClassVar

from gdviz.engine.method.compiled_rule import INPUTS, CompiledRule, compile_rule
from gdviz.engine.method.method import Method
from gdviz.engine.options import RESERVED
from gdviz.formula import ORACLE, RULE_FUNCTIONS, SEARCHES, Language

UNITS = ("1/curvature", "length", "none")


@dataclass(frozen=True, eq=False)
class Rule(Method):
    """An update rule.

    Attributes
    ----------
    unit : unit of the learning rate, see `Method`
    memory : parameters that weigh the past: with all of them at 0 the momentum term vanishes; where nothing
        is declared, `momentum` or `beta1`, if the text has one of them
    tuned : on a quadratic the rate ("lr") and parameters that together converge soonest, formulas of lam_min
        and lam_max; empty where none are known
    tuned_by : who found them
    torch : the optimizer of torch.optim that makes the same steps, with the parameters of the rule in braces
        where it has them; "" where there is none

    Raises
    ------
    FormulaError
        For equations that cannot be run.
    ValueError
        For an unknown unit, a missing `lr`, or a memory that is no parameter.

    Examples
    --------
    >>> import gdviz
    >>> rule = gdviz.optimizer("m = 0.9*m + g; theta = theta - lr*m")
    >>> rule.compiled.states, [key for key, _ in rule.compiled.recorded]
    ((('m', 'v'),), ['m', 'theta'])
    """

    unit: str = "1/curvature"
    tuned: Mapping[str, str] = field(default_factory=dict)
    tuned_by: str = ""
    memory: tuple[str, ...] = ()
    torch: str = ""

    language: ClassVar[Language] = Language(
        "update rule",
        INPUTS,
        RULE_FUNCTIONS,
        "theta, g and lr",
        False,
        "theta",
        states=True,
        reserved=RESERVED,
    )

    def __post_init__(self) -> None:
        """Check the unit and the memory."""
        super().__post_init__()
        if self.unit not in UNITS or self.unit == "none" and self.lr is None:
            raise ValueError(
                f"unit must be one of {', '.join(UNITS)} (with lr where it is none), not {self.unit!r}"
            )
        declared = {p.name for p in self.params}
        if unknown := {name for _, name, _, _ in Formatter().parse(self.torch) if name} - declared:
            raise ValueError(f"torch names no parameter of the rule: {', '.join(sorted(unknown))}")
        if unknown := set(self.memory) - declared:
            raise ValueError(f"memory names no parameter of the rule: {', '.join(sorted(unknown))}")
        if not self.memory:
            usual = tuple(n for n in ("momentum", "beta1") if n in declared)[:1]
            object.__setattr__(self, "memory", usual)

    def check(self) -> None:
        """Refuse equations that cannot be compiled. Raises FormulaError."""
        _ = self.compiled  # read for its errors

    @cached_property
    def compiled(self) -> CompiledRule:
        """The compiled equations. Raises FormulaError where kinds (number, vector, matrix) do not fit."""
        return compile_rule(self.program)

    @property
    def arrows(self) -> tuple[str, ...]:
        """Names of the quantities that are drawn as arrows at the head."""
        return tuple(e.name for e in self.program.equations if e.arrow)

    def numbers_of_step(self, dimension: int) -> int:
        """Count the numbers that the equations assign in a step, and those of the arrows."""
        sizes = {"s": 1, "v": dimension, "m": dimension**2}
        assigned = sum(sizes[kind] for _, kind in self.compiled.recorded)
        return assigned + dimension * len(self.compiled.arrows)

    @cached_property
    def asks(self) -> frozenset[str]:
        """The oracle functions that a step calls."""
        nodes = (n for e in self.program.equations for n in e.node.walk())
        return frozenset(n.name for n in nodes if n.op == "call") & ORACLE

    @cached_property
    def needs(self) -> dict[str, bool]:
        """Whether a step needs value and gradient where it begins.

        What it asks the oracle besides is counted as it happens.
        """
        reads = frozenset().union(*(e.node.names() for e in self.program.equations))
        searches = bool(self.asks & SEARCHES)
        return {"value": "f" in reads or searches, "gradient": "g" in reads or searches}


def rule_of_equations(method: Method) -> Rule:
    """Return a method that is an update rule. Raises ValueError for another: it cannot be run in steps."""
    if isinstance(method, Rule):
        return method
    raise ValueError(
        f"{method.name} is no rule of equations: it is not run step by step, nor from many starts at once"
    )
