"""A run in plain numbers: one loop, written of the lines of the rule's step and of what it descends.

It calls nothing in a step that is made of lines, which takes a fraction of a microsecond.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import NamedTuple

from gdviz.engine.method.compiled_rule import KINDS, compile_rule, lines_of_step
from gdviz.formula import (
    InNumbers,
    Line,
    Program,
    cached_per_pair,
    cached_per_program,
    compile_source,
    coordinates,
    lines_in_numbers,
)

LONGEST = 150  # lines of rule and objective: of more, a call is a small part, and compiling each pair long
PAIRS = 32  # objectives whose loops are held, of each rule
_GIVEN = "known", "rows", "hold", "with_arrays", "evaluate", "watched", "slope", "loss", "reach"
_NAME = re.compile(r"\b[A-Za-z_]\w*")


@dataclass(frozen=True, eq=False)
class Step:
    """A rule's step in plain numbers; of vectors the coordinates.

    Attributes
    ----------
    lines : what it computes
    hyper, early : variables of the hyper-parameters, and of what is known before the run
    states, new_states : variables of the states before it, and variables or literals of those after it
    recorded : of what it records; from `theta` on, the coordinates of the new iterate
    theta : place of the first of these in `recorded`
    """

    lines: tuple[Line, ...]
    hyper: tuple[str, ...]
    early: tuple[str, ...]
    states: tuple[str, ...]
    new_states: tuple[str, ...]
    recorded: tuple[str, ...]
    theta: int
    dimension: int

    @property
    def at(self) -> tuple[str, ...]:
        """Variables of the new iterate."""
        return self.recorded[self.theta : self.theta + self.dimension]

    @property
    def kept(self) -> tuple[str, ...]:
        """What is recorded of it besides the new iterate."""
        return self.recorded[: self.theta] + self.recorded[self.theta + self.dimension :]

    @cached_property
    def loop_with_calls(self) -> Callable[..., None]:
        """The loop for any objective."""
        slopes = [f"o{i}" for i in range(self.dimension)]
        return _compile(self, [f"o, {_tuple(slopes)} = evaluate({_tuple(self.at)})"], (), "o", slopes)


class Bounds(NamedTuple):
    """Between which a run in numbers goes on without being judged.

    Attributes
    ----------
    slope : the sum of the squared slopes is larger
    loss : the loss is larger
    reach : the sum of the squared coordinates is smaller
    """

    slope: float
    loss: float
    reach: float


NO_BOUNDS = Bounds(-inf, -inf, inf)


@cached_per_program
def step_in_numbers(program: Program, dimension: int) -> Step | None:
    """Return a rule's step in plain numbers; None where it needs arrays."""
    compiled = compile_rule(program)
    states, recorded = dict(compiled.states), dict(compiled.recorded)
    lines, early, returns = lines_of_step(program)
    hyper = [f"_{p.name}" for p in program.params]
    kinds = {f"_{name}": kind for name, kind in KINDS.items() if kind != "m"}
    kinds |= dict.fromkeys([*hyper, *early], "s") | {f"_{name}": kind for name, kind in states.items()}
    found = lines_in_numbers(lines, kinds, dimension)
    if found is None or "m" in kinds.values():
        return None
    of_numbers, known = found
    wanted = (*states.values(), *recorded.values())
    if any(known.get(r, "s") != kind for r, kind in zip(returns, wanted, strict=True)):
        return None

    def spread(variables: Iterable[str], kinds: Iterable[str]) -> tuple[str, ...]:
        pairs = zip(variables, kinds, strict=True)
        return tuple(c for variable, kind in pairs for c in coordinates(variable, kind, dimension))

    return Step(
        tuple(of_numbers),
        tuple(hyper),
        tuple(early),
        spread((f"_{name}" for name in states), states.values()),
        spread(returns[: len(states)], states.values()),
        spread(returns[len(states) :], recorded.values()),
        len(spread(returns[len(states) :][: compiled.theta], [*recorded.values()][: compiled.theta])),
        dimension,
    )


def loop_in_numbers(
    step: Step, objective: InNumbers | None, parameters: tuple[float, ...]
) -> tuple[Callable[..., None], tuple[float, ...]]:
    """Return the loop of a rule's step on an objective, and the parameters of the objective that it takes.

    An objective without lines is evaluated by calls, and so is one where the lines are many: the loop takes
    no parameters then.

    The loop adds the numbers of each step to `rows`: its rate, what it records besides the iterate, and the
    iterate with loss and slopes there. However it ends, it leaves what it has come to with `hold`. It takes

    - known: (t, anything, (rate,), early values) of each step;
    - rows, a list, and hold: (theta, g, f, rate, states) -> anything;
    - with_arrays: (t, early values, what `hold` takes) -> states and what is recorded, where numbers raise;
    - evaluate: point -> loss and slopes;
    - watched: whether it ends after a step out of the bounds, and the three numbers of these;
    - T, D, the hyper-parameters, the parameters of the objective's lines;
    - theta, g, f, rate and states before the first step.
    """
    if objective is None or len(step.lines) + len(objective.lines) > LONGEST:
        return step.loop_with_calls, ()
    return _loop_of_lines(step, objective), parameters


@cached_per_pair(PAIRS)
def _loop_of_lines(step: Step, objective: InNumbers) -> Callable[..., None]:
    own = {line.variable: f"o{line.variable}" for line in objective.lines}
    point, parameters = objective.arguments[: step.dimension], objective.arguments[step.dimension :]
    meaning = own | dict(zip(point, step.at, strict=True)) | {name: f"o{name}" for name in parameters}

    def renamed(code: str) -> str:
        return _NAME.sub(lambda name: meaning.get(name[0], name[0]), code)

    lines = [f"{own[line.variable]} = {renamed(line.code)}" for line in objective.lines]
    loss, *slopes = map(renamed, objective.results)
    made = own.values()
    by_call = f"{_set(loss, made)}, {_tuple(_set(s, made) for s in slopes)} = evaluate({_tuple(step.at)})"
    return _compile(
        step, _or_where_raised(lines, by_call), [meaning[name] for name in parameters], loss, slopes
    )


def _compile(
    step: Step, evaluation: Sequence[str], parameters: Sequence[str], loss: str, slopes: Sequence[str]
) -> Callable[..., None]:
    """Compile a loop, from the statements that evaluate the objective and the variables that these set."""
    theta, g = (coordinates(name, "v", step.dimension) for name in ("_theta", "_g"))
    made = {line.variable for line in step.lines}
    now = f"{_tuple(theta)}, {_tuple(g)}, _f, _lr, {_tuple(step.states)}"
    returned = _tuple(_set(variable, made) for variable in (*step.new_states, *step.recorded))
    by_arrays = f"{returned} = with_arrays(_t, {_tuple(step.early)}, {now})"
    outside = [f"slope < {_sum_of_squares(g)} < inf", "loss < _f", f"{_sum_of_squares(theta)} < reach"]
    body = [
        *_or_where_raised([f"{line.variable} = {line.code}" for line in step.lines], by_arrays),
        *evaluation,
        f"rows += {_tuple(['_lr', *step.kept, *step.at, loss, *slopes])}",
        *_moves([*theta, *g, "_f", *step.states], [*step.at, *slopes, loss, *step.new_states]),
        f"if not ({' and '.join(outside)}) and watched: break",
    ]
    given = ["_T", "_D", *step.hyper, *parameters, *theta, *g, "_f", "_lr", *step.states]
    source = [
        f"def loop({', '.join([*_GIVEN, *given])}):",
        " try:",
        f"  for _t, _, (_lr,), {_tuple(step.early)} in known:",
        *(f"   {statement}" for statement in body),
        " finally:",
        f"  hold({now})",
    ]
    return compile_source("loop", "\n".join(source))


def _or_where_raised(statements: Sequence[str], instead: str) -> list[str]:
    """Make statements, and another one where Python's numbers raise; NumPy's give inf or nan there."""
    if not statements:
        return []
    tried = ["try:", *(f" {statement}" for statement in statements)]
    return [*tried, "except (ZeroDivisionError, ValueError):", f" {instead}"]


def _moves(variables: Sequence[str], values: Sequence[str]) -> list[str]:
    """Let variables have new values, some of which may be old values of others."""
    pairs = [(a, b) for a, b in zip(variables, values, strict=True) if a != b]
    at_once = [(a, b) for a, b in pairs if b in variables]
    together = [f"{_tuple(a for a, _ in at_once)} = {_tuple(b for _, b in at_once)}"] if at_once else []
    return together + [f"{a} = {b}" for a, b in pairs if b not in variables]


def _set(result: str, made: Collection[str]) -> str:
    """Return what to set of a result: what no line makes has its value already."""
    return result if result in made else "_"


def _tuple(variables: Iterable[str]) -> str:
    return f"({''.join(f'{variable}, ' for variable in variables)})"


def _sum_of_squares(variables: Sequence[str]) -> str:
    return " + ".join(f"{variable}*{variable}" for variable in variables)
