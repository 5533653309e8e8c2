"""From plain choices to entries of the library (or a user's own) and to finished runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import gdviz
from gdviz.cache import Section, section
from gdviz.engine import Objective, Rule, Schedule, Surface
from gdviz.engine.entry import check_steps
from gdviz.engine.objective import check_domain
from gdviz.engine.surface import coordinates
from gdviz.player.scene.competitor import Competitor
from gdviz.player.scene.data import DataView
from gdviz.player.scene.palette import slots
from gdviz.player.web.html import Scene
from gdviz.ui import runs
from gdviz.ui.budget import still_there
from gdviz.ui.options import OPTIONS
from gdviz.ui.problems.fit import objective as fits
from gdviz.ui.spec import Choice, Spec
from gdviz.ui.texts import entries

MAX_TOTAL_STEPS = 200_000  # of all optimizers of a race together
MAX_NAME = 40  # characters of the name of an own rule
OWN_SIDE = (-3.0, 3.0)  # of the window of a surface of one's own
DEFAULT_VIEW = Spec()
TOLERANCE = 1e-3  # "reached": loss within this of the minimum


@dataclass(frozen=True, eq=False)
class Race:
    """A finished race: the objective on the window shown, one competitor per entrant, and what could not be run."""

    spec: Spec
    objective: Objective
    competitors: tuple[Competitor, ...]
    problems: tuple[str, ...]


def surface_of(choice: Choice) -> Surface:
    """The surface of a choice. Raises FormulaError or ValueError."""
    made = entries.get(("surface", choice), lambda: _surface(choice))
    assert isinstance(made, Surface)
    return made


def _surface(choice: Choice) -> Surface:
    if choice.text is not None:
        names = coordinates(choice.text)
        base = Surface(
            choice.text, "Own surface", names=names, domain=(OWN_SIDE,) * len(names), levels=""
        )  # the scale that fits
    else:
        base = gdviz.pick(gdviz.surfaces, choice.slug, "surface")
    return base.with_parameters(**dict(choice.params)) if choice.params else base


def rule_of(choice: Choice) -> Rule:
    """The update rule of a choice. Raises FormulaError or ValueError."""
    text = choice.text
    rule = (
        gdviz.pick(gdviz.optimizers, choice.slug, "optimizer")
        if text is None
        else entries.get(("rule", text), lambda: Rule(text, called(text) or "Own rule"))
    )
    assert isinstance(rule, Rule)
    return rule


def called(text: str) -> str:
    """The name that a text's first line gives it as a comment, "" without one; only what no markup is made of."""
    first = text.lstrip().partition("\n")[0]
    name = re.sub(r"[^\w ,()+=-]|_", "", first[1:200]) if first.startswith("#") else ""
    return " ".join(name.split())[:MAX_NAME]


def schedule_of(choice: Choice) -> Schedule:
    """The schedule of a choice. Raises FormulaError or ValueError."""
    text = choice.text
    schedule = (
        gdviz.pick(gdviz.schedules, choice.slug, "schedule")
        if text is None
        else entries.get(("schedule", text), lambda: Schedule(text, "Own schedule"))
    )
    assert isinstance(schedule, Schedule)
    return schedule


def check_rate(lr: float) -> float:
    """A learning rate that makes sense. Raises ValueError with the cure."""
    if not 0 < lr < float("inf"):
        raise ValueError(
            f"the learning rate must be a positive number such as 0.01, not {lr:g}; for ascent use More"
        )
    return lr


def objective_of(spec: Spec) -> Objective:
    """The surface or the loss over data. Raises FormulaError or ValueError."""
    return fits.objective_of(spec.fit) if spec.fit else surface_of(spec.surface)


def check(spec: Spec) -> None:
    """Raises ValueError naming the first part of a choice that cannot be run."""
    objective = objective_of(spec)
    if objective.dimension == 1 and spec.axes != DEFAULT_VIEW.axes:
        raise ValueError(
            f"{objective.names[0]} is the only parameter, so there is none to choose for the picture"
        )
    if objective.dimension > 1 and (
        len(set(spec.axes)) != 2 or not all(0 <= i < objective.dimension for i in spec.axes)
    ):
        raise ValueError(f"the picture needs two different parameters from 0 to {objective.dimension - 1}")
    if spec.window:
        check_domain(window_of(spec), axis_names(spec))
    if spec.fit and spec.batch is not None and not 1 <= spec.batch <= fits.objective_of(spec.fit).rows:
        raise ValueError(f"a batch has 1 to {fits.objective_of(spec.fit).rows} rows, not {spec.batch}")
    check_steps(spec.steps)
    for option in OPTIONS.values():
        option.check(getattr(spec, option.field))


def window_of(spec: Spec) -> tuple[tuple[float, float], ...]:
    """The window that is shown."""
    w = spec.window
    return pairs(w) if w else tuple(objective_of(spec).domain[i] for i in axes_of(spec))


def pairs(flat: tuple[float, ...]) -> tuple[tuple[float, float], ...]:
    """A window's numbers as (low, high) per axis."""
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def axes_of(spec: Spec) -> tuple[int, ...]:
    """The parameters that span the picture: the two chosen, or the only one there is."""
    return spec.axes if objective_of(spec).dimension > 1 else (0,)


def axis_names(spec: Spec) -> tuple[str, ...]:
    """Names of the parameters that span the picture."""
    names = objective_of(spec).names
    return tuple(names[i] for i in axes_of(spec))


def start_of(spec: Spec) -> tuple[float, ...]:
    """Where the race starts."""
    return spec.start or objective_of(spec).start


def scene(spec: Spec, focus: int, step: int | None = None) -> tuple[bytes, Race]:
    """The player's bytes of a choice, and the race; the other parameters may follow the focused run to `step`."""
    done = race(spec)
    focus = min(focus, max(0, len(done.competitors) - 1))
    key = runs.keyed(spec), focus, step, tuple(c.path.steps for c in done.competitors)
    table = spec.fit.table if spec.fit else None
    data = _scenes.get(key, lambda: make_scene(done, focus, step).to_bytes(), owner=table)
    return data, done


def make_scene(done: Race, focus: int = 0, step: int | None = None) -> Scene:
    """What the player draws of a race."""
    spec, objective = done.spec, done.objective
    if not spec.fit:
        return Scene.of(objective, done.competitors, window=window_of(spec), focus=focus)
    followed = done.competitors[focus].path if done.competitors else None
    shown, at = fits.slice_of(spec, followed, step)
    view = DataView.of(
        shown, follow=at, penalty=spec.show_penalty, noisy=spec.noise > 0 or spec.clip is not None
    )
    return Scene.of(
        shown,
        done.competitors,
        window=window_of(spec),
        focus=focus,
        data=view,
        resolution=fits.resolution(spec.fit),
        levels=fits.levels(shown),
    )


def race(spec: Spec) -> Race:
    """Run a choice; only what no session has run before is run. Raises ValueError or FormulaError where nothing can be."""
    objective = objective_of(spec)
    check(spec)
    rules = [rule_of(e.optimizer) for e in spec.entrants]
    places = slots([r.slot for r in rules])
    steps = min(spec.steps, MAX_TOTAL_STEPS // max(1, len(rules)))
    problems = []
    if steps < spec.steps:
        problems.append(
            f"{len(rules)} optimizers of {spec.steps} steps are more than the page's {MAX_TOTAL_STEPS} steps "
            f"in all; each makes {steps}."
        )
    competitors = []
    kept = runs.keep(objective, rules, steps, spec.batch is not None)
    for entrant, rule, place in zip(spec.entrants, rules, places, strict=True):
        alone = replace(
            spec,
            steps=steps,
            entrants=(entrant,),
            window=None,
            axes=DEFAULT_VIEW.axes,
            others=DEFAULT_VIEW.others,
            show_penalty=False,
        )  # what only the picture hangs on is left out
        try:
            if entrant.lr is not None:
                check_rate(entrant.lr)
            schedule = schedule_of(spec.schedule) if spec.schedule else None
            path = runs.path(
                alone, objective, rule, start_of(spec), schedule, kept=kept, shared_by=len(rules)
            )
        except ValueError as error:
            problems.append(f"{rule.name}: {error}.")
            continue
        competitors.append(Competitor.at(place, rule.slug or "own", rule.name, path))
    problems += runs.told(kept, [c.path for c in competitors])
    return Race(spec, objective, tuple(competitors), tuple(problems))


_scenes: Section[bytes] = section("scenes", len, waiting=still_there)
