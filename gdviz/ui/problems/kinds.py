"""The kinds of problem that there are, and what any of them is asked for about a choice."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

from gdviz.engine import Objective
from gdviz.engine.entry import check_steps
from gdviz.engine.objective import check_domain
from gdviz.ui import problems
from gdviz.ui.problems.problem import Problem
from gdviz.ui.spec.option import PAGE, VIEW, Option, links, options, options_of
from gdviz.ui.spec.spec import WEIGHTS, Spec

PLANE_NAMES = {"pca": ("PC1", "PC2"), "random": ("random 1", "random 2")}
DEFAULT_AXES = options(Spec)["axes"].default


@cache  # constant: of the kinds of problem
def kinds() -> dict[type, Problem[Any]]:
    """Return every kind of problem by the class of its values: the `PROBLEM` of each module beside this."""
    names = (f"{problems.__name__}.{m.name}" for m in pkgutil.iter_modules(problems.__path__))
    modules = map(importlib.import_module, names)
    found = [module.PROBLEM for module in modules if hasattr(module, "PROBLEM")]
    return {problem.values: problem for problem in found}


@cache  # constant: of the kinds of problem
def known_links() -> frozenset[str]:
    """Return the link keys of the options of all kinds, since a link of another page is no faulty link."""
    return frozenset(links(Spec).union(*map(links, kinds())))


def problem_of(spec: Spec) -> Problem[Any]:
    """Return the kind of problem that a choice is of."""
    return kinds()[type(spec.problem)]


def applies(option: Option, spec: Spec) -> bool:
    """Return whether an option means something for this kind of problem."""
    return not option.needs or option.needs in problem_of(spec).abilities


def has_axes(spec: Spec) -> bool:
    """Return whether the parameters that span the picture are chosen."""
    return applies(options(Spec)["axes"], spec)


def objective_of(spec: Spec) -> Objective:
    """Return what is descended. Raises FormulaError or ValueError."""
    return problem_of(spec).objective(spec.problem)


def objective_id(spec: Spec) -> str:
    """Return the key of the surface or the data in a session: rates and starts are kept for it."""
    identity = problem_of(spec).identity(spec.problem)
    return f"{spec.kind}/{identity}" if spec.kind else identity


def rate_key(spec: Spec, slug: str) -> str:
    """Return the key, among the choices of a page, of the learning rate of an optimizer."""
    return f"lr.{objective_id(spec)}.{slug}"


def on_plane(spec: Spec) -> bool:
    """Return whether the picture is asked for over a plane of all parameters, not over two of them."""
    return has_axes(spec) and spec.plane != WEIGHTS


def view_id(spec: Spec) -> str:
    """Return the key of the picture in a session: its window is kept for it."""
    if on_plane(spec):
        seed = f"/{spec.plane_seed}" if spec.plane == "random" else ""
        return f"{objective_id(spec)}@{spec.plane}{seed}"
    axes = axes_of(spec)  # a text of one's own may become a curve, which has another window then
    varies, names = has_axes(spec) or len(axes) == 1, objective_of(spec).names
    return objective_id(spec) + (f"@{','.join(names[i] for i in axes)}" if varies else "")


def choice_key(field: str, spec: Spec) -> str:
    """Return the key of an option among the choices of a page, by the name of its field."""
    scope = options_of(spec)[field].scope
    if scope == PAGE:
        return field
    return f"{field}.{view_id(spec) if scope == VIEW else objective_id(spec)}"


def axes_of(spec: Spec) -> tuple[int, ...]:
    """Return the two parameters chosen for the picture, or the only one there is.

    They do not span it where it is over a plane, see `on_plane`.
    """
    return spec.axes if objective_of(spec).dimension > 1 else (0,)


def named_axes(spec: Spec, axes: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """Return parameters as the choices hold them: by name, which tells them where others join or go."""
    names = objective_of(spec).names
    return tuple((names[i], i) for i in axes if i < len(names))


def as_chosen(field: str, spec: Spec) -> Any:
    """Return what the choices of a page hold of an option, by the name of its field."""
    return named_axes(spec, spec.axes) if field == "axes" else getattr(spec, field)


def place_of(name: str, before: int, names: tuple[str, ...]) -> int | None:
    """Return where a parameter stands that stood at another place before; None where it is not there."""
    if before < len(names) and names[before] == name:  # a name may be there twice
        return before
    return names.index(name) if name in names else None


def axis_names(spec: Spec) -> tuple[str, ...]:
    """Return the names of the coordinates that span the picture."""
    if on_plane(spec):
        return PLANE_NAMES[spec.plane]
    names = objective_of(spec).names
    return tuple(names[i] for i in axes_of(spec))


def window_of(spec: Spec) -> tuple[tuple[float, float], ...]:
    """Return the window of the parameters chosen for the picture, (low, high) of each.

    A window that is chosen on a plane is none of them.
    """
    if spec.window and not on_plane(spec):
        return pairs(spec.window)
    domain = objective_of(spec).domain
    return tuple(domain[i] for i in axes_of(spec))


def pairs(flat: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """Return a window's numbers as (low, high) of each axis."""
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def start_of(spec: Spec) -> tuple[float, ...]:
    """Return where the race starts."""
    return spec.start or objective_of(spec).start


def check(spec: Spec) -> None:
    """Raise ValueError naming the first part of a choice that cannot be run."""
    objective = objective_of(spec)
    _check_axes(spec, objective)
    if on_plane(spec) and objective.dimension <= 2:
        raise ValueError(f"a plane is for more than two parameters, and there are {objective.dimension}")
    if spec.window:
        check_domain(pairs(spec.window), axis_names(spec))
    problem_of(spec).check(spec)
    check_steps(spec.steps)
    for values in (spec, spec.beside):
        for name, option in options_of(values).items():
            option.check(getattr(values, name))


def _check_axes(spec: Spec, objective: Objective) -> None:
    d = objective.dimension
    if d == 1:
        if spec.axes != DEFAULT_AXES:
            name = objective.names[0]
            raise ValueError(f"{name} is the only parameter, so there is none to choose for the picture")
    elif len(set(spec.axes)) != 2 or not all(0 <= i < d for i in spec.axes):
        raise ValueError(f"the picture needs two different parameters from 0 to {d - 1}")
