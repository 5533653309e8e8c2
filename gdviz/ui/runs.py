"""From a choice to a finished race and its scene: each run is made once for all sessions, within bounds.

The bounds are of computing time, of what is recorded and of what is sent to the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from sys import getsizeof
from typing import Any

import numpy as np

from gdviz.cache import Section, array_bytes, section
from gdviz.engine import CriticalPoints, Method, Objective, Path, Plane, Status, Stop, begin, default_rate
from gdviz.engine.run.descent import row_bytes
from gdviz.engine.run.thinning import Thinning
from gdviz.player import Scene
from gdviz.player.scene.competitor import Competitor
from gdviz.player.scene.grid import Window
from gdviz.player.scene.palette import slots
from gdviz.player.scene.part import Part, weigh_part
from gdviz.ui.budget import SECONDS, Budget, waiting
from gdviz.ui.entries import check_rate, rule_of, schedule_of, weigh
from gdviz.ui.problems.critical import critical_points_of, found_before
from gdviz.ui.problems.kinds import check, objective_of, pairs, problem_of, start_of, window_of
from gdviz.ui.problems.local import single_steps
from gdviz.ui.problems.problem import Load, Race
from gdviz.ui.spec.curvature import CurvatureChoice
from gdviz.ui.spec.option import options_of
from gdviz.ui.spec.spec import Choice, Entrant, Spec

MAX_TOTAL_STEPS = 200_000  # of all optimizers of a race together
RECORDED = 80_000_000  # bytes that the runs of a race record
SENT = 4_000_000  # numbers of a scene's runs that go to the browser, about a byte each on the way
MULTIPLICATIONS = 4_000_000_000  # for what is said of all rows of the data at every recorded step
WIDEST = 8_000_000  # bytes that one step may record
TOLERANCE = 1e-3  # "reached": the loss is within this of the minimum
FIRST = 500  # steps that are recorded without a gap at the beginning of a long run


def race(spec: Spec) -> Race:
    """Return the race of a choice; only what no session has run before is computed.

    Raises
    ------
    FormulaError, ValueError
        Where nothing of it can be run. What is wrong with one optimizer alone is a complaint of the race.
    """
    objective = objective_of(spec)
    check(spec)
    rules = [rule_of(e.optimizer) for e in spec.entrants]
    steps, complaints, competitors = steps_of(spec), [], []
    if steps < spec.steps:
        complaints.append(
            f"{len(rules)} optimizers of {spec.steps} steps are more than the page's {MAX_TOTAL_STEPS} steps "
            f"in all; each makes {steps}."
        )
    key = _shared_by_runs(spec, steps)
    load = problem_of(spec).load(spec.problem, spec.batch is not None, len(rules))
    thinning = steps_to_record(objective, rules, steps, load)
    for entrant, rule, place in zip(spec.entrants, rules, slots([r.slot for r in rules]), strict=True):
        try:
            path = _run(key, entrant, objective, thinning, len(rules))
        except ValueError as error:
            complaints.append(f"{rule.name}: {error}.")
        else:
            competitors.append(Competitor.at(place, rule.slug or "own", rule.name, path))
    complaints += [*_unscheduled(spec, rules), *_gaps(thinning, [c.path for c in competitors])]
    return Race(spec, objective, tuple(competitors), tuple(complaints))


def scene_bytes(
    spec: Spec,
    focus: str,
    step: int | None = None,
    held: frozenset[str] = frozenset(),
    *,
    search: bool = False,
) -> tuple[bytes, Race, int]:
    """Return the player's bytes of a choice, the race, and the index of the competitor in focus.

    Parameters
    ----------
    spec : the choice
    focus : slug of whose arithmetic is sent; that of the last competitor, where this one does not run
    step : of the run in focus, which parameters that are not drawn may follow
    held : ids of the parts of the scene that the browser has; they are only named
    search : whether what takes a search is waited for; else the race may say that it is left out
    """
    done = race(spec)
    slugs = [c.slug for c in done.competitors]
    at = slugs.index(focus) if focus in slugs else max(0, len(slugs) - 1)
    scene = scene_of(done, at, step, search=search)
    done = done._replace(left_out=curved(spec) and not search and scene.critical is None)
    return scene.to_bytes(held=held), done, at


def searched(done: Race, focus: int, step: int | None) -> bool:
    """Search what was left out of a picture; return whether there is something to be shown now."""
    return scene_of(done, focus, step).critical is not None


def curved(spec: Spec) -> bool:
    """Return whether the page shows curvature."""
    return isinstance(spec.beside, CurvatureChoice)


def scene_of(done: Race, focus: int = 0, step: int | None = None, *, search: bool = True) -> Scene:
    """Return what the player draws of a race; `search`: also what takes a search, such as critical points."""
    followed = done.competitors[focus].path if done.competitors else None
    shown = problem_of(done.spec).picture(done.spec, followed, step)
    window = window_of(done.spec)
    if isinstance(shown.objective, Plane):
        window = pairs(done.spec.window) if done.spec.window else shown.objective.domain
    return Scene.of(
        shown.objective,
        done.competitors,
        window=window,
        focus=focus,
        data=shown.data,
        resolution=shown.resolution,
        levels=shown.levels,
        sharp=curved(done.spec) or shown.sharp,
        critical=_critical(shown.objective, window, search) if curved(done.spec) else None,
        single_steps=single_steps(done.spec, shown.objective) if curved(done.spec) else None,
        over=done.spec.over,  # type: ignore[arg-type]  # an option has its values checked
    )


def _critical(objective: Objective, window: Window, search: bool) -> CriticalPoints | None:
    """Return the critical points that are marked; None without `search` or an answer: why is said below."""
    try:
        return critical_points_of(objective, window) if search or found_before(objective, window) else None
    except ValueError:
        return None


def derived_rate(spec: Spec, optimizer: Choice) -> float:
    """Return the rate of an optimizer that nobody has set; it is derived once for all sessions."""
    values, owner = problem_of(spec).key(spec.problem)
    start = start_of(spec)
    return _rates.get(
        (values, optimizer.key, optimizer.text, start),
        lambda: default_rate(objective_of(spec), rule_of(optimizer), start),
        owner=owner,
    )


def steps_to_record(objective: Objective, rules: Sequence[Method], steps: int, load: Load) -> Thinning | None:
    """Return which steps are recorded of every run; None: all, unless runs are long or parameters many."""
    if not rules:
        return None
    d, widths = objective.dimension, [row_bytes(rule, objective.dimension) for rule in rules]
    sent = len(rules) * (8 + (d if d > 2 else 0)) + max(widths) // 8
    told = MULTIPLICATIONS // max(load.multiplications, 1)
    recorded = min(RECORDED // sum(widths), SENT // (sent + load.numbers), told)
    if steps <= recorded:
        return None
    recorded = max(recorded, 3)
    first = min(FIRST, recorded // 4)
    rest = recorded - first - 2  # two are for the last step and the one before it
    return Thinning(first, -(-(steps - first) // rest), steps)


def _unscheduled(spec: Spec, rules: Sequence[Method]) -> list[str]:
    """Say whom the schedule does not concern."""
    names = ", ".join(rule.name for rule in rules if not rule.has_rate) if spec.schedule else ""
    said = f"The schedule does not concern {names}: SciPy's methods have no learning rate."
    return [said] if names else []


def _gaps(thinning: Thinning | None, paths: Sequence[Path]) -> list[str]:
    """Say where a record has gaps."""
    steps = max((p.steps for p in paths if len(p.loss) <= p.steps), default=0)
    if thinning is None or not steps:
        return []
    beginning = f"the first {thinning.first}, then " if thinning.first else ""
    return [
        f"{steps} steps are too many to show each of them: {beginning}one in {thinning.every} and the last "
        "are shown. All were made, and what Result says is of all."
    ]


def _run(
    key: tuple[Spec, Any], entrant: Entrant, objective: Objective, thinning: Thinning | None, sharers: int
) -> Path:
    """Return the run of one entrant: where one optimizer of a race changes, only that one is run again.

    A run whose share of the computing time is over ends where it is. Raises ValueError for an impossible one.
    """
    shared, owner = key

    def make() -> Path:
        path = _descend(shared, entrant, objective, thinning, sharers)
        path.notes["seconds"] = SECONDS / sharers
        return replace(path, **_in_less_room(path))

    def had_as_long(path: Path) -> bool:
        return path.status is not Status.SPENT or path.notes["seconds"] == SECONDS / sharers

    path = _paths.get((shared, entrant, thinning), make, good=had_as_long, owner=owner)
    return replace(path, objective=objective)


def _in_less_room(path: Path) -> dict[str, Any]:
    """Return what of a run is kept otherwise than it was recorded: the same numbers, without the data.

    Quantities that repeat the iterates or gradients are parts of these, and a constant rate is one number.
    """
    held, rate = dict(path.quantities), path.rate
    for name, twin in (("theta", path.theta[1:]), ("g", path.gradient[:-1])):
        if name in held and held[name].shape == twin.shape and held[name].tobytes() == twin.tobytes():
            held[name] = twin
    if rate.tobytes() == rate[:1].tobytes() * len(rate):
        rate = np.broadcast_to(rate[:1].copy(), rate.shape)
    return {"objective": None, "quantities": held, "rate": rate, "evaluated": path.evaluated.astype("i4")}


def _descend(
    shared: Spec, entrant: Entrant, objective: Objective, thinning: Thinning | None, sharers: int
) -> Path:
    rule, lr = rule_of(entrant.optimizer), entrant.lr
    width = row_bytes(rule, objective.dimension)
    if lr is not None:
        check_rate(lr)
    if width > WIDEST:
        raise ValueError(
            f"one of its steps assigns {width / 1e6:.1f} MB of numbers for {objective.dimension} parameters, "
            f"at most {WIDEST / 1e6:.1f} MB can be shown; assign fewer matrices, or take fewer parameters"
        )
    with Budget(SECONDS / sharers, sharers) as budget:
        run = begin(objective, rule, shared.start or None, lr=lr, **keywords_of(shared, entrant))
        run.run(check=budget, thinning=thinning)
        return run.path()


def key_of_run(spec: Spec, entrant: Entrant, steps: int) -> tuple[Spec, Any]:
    """Return what the run of one entrant depends on, as a key of caches, and with whom it is to be let go."""
    shared, owner = _shared_by_runs(spec, steps)
    return replace(shared, entrants=(entrant,)), owner


def _shared_by_runs(spec: Spec, steps: int) -> tuple[Spec, Any]:
    """Return what all runs of a race depend on besides their entrants, and with whom they are to be let go.

    What only the picture or the page has, such as the window, is left out: it shows the same runs.
    """
    values, owner = problem_of(spec).key(spec.problem)
    unread: dict[str, Any] = {name: o.default for name, o in options_of(spec).items() if o.picture_only}
    unread |= {"beside": None, "kind": "", "entrants": ()}
    return replace(spec, problem=values, steps=steps, **unread), owner


def keywords_of(spec: Spec, entrant: Entrant) -> dict[str, Any]:
    """Return the keywords of `gdviz.descend`, without `lr`, that make the run of an entrant."""
    keywords = {o.argument: getattr(spec, name) for name, o in options_of(spec).items() if o.argument}
    stop = {k.removeprefix("stop."): keywords.pop(k) for k in [*keywords] if k.startswith("stop.")}
    scheduled = spec.schedule if rule_of(entrant.optimizer).has_rate else None
    return {
        **keywords,
        "stop": Stop(**stop),
        "schedule": schedule_of(scheduled) if scheduled else None,
        "schedule_hyper": dict(scheduled.params) if scheduled else {},
        **dict(entrant.optimizer.params),
    }


def steps_of(spec: Spec) -> int:
    """Return the steps that each run makes at most."""
    return min(spec.steps, MAX_TOTAL_STEPS // max(1, len(spec.entrants)))


def _weigh_path(path: Path) -> int:
    """Return the bytes of a run without its objective."""
    arrays = [path.theta, path.loss, path.gradient, path.rate, path.evaluated]
    arrays += [*path.quantities.values(), *path.initial.values()]
    arrays += [path.whole.at, path.whole.losses] if path.whole else []
    arrays += [path.batch_loss] if path.batch_loss is not None else []
    row_order = 8 * max(path.batches.n, path.batches.CHUNK) if path.batches else 0  # that of the batches
    own_rule = 0 if path.rule.slug else weigh(path.rule)
    return 4000 + array_bytes(arrays) + row_order + own_rule


def _weigh_notes(path: Path) -> int:
    """Return the bytes of what was computed of a run later."""
    return sum(map(_weigh_note, list(path.notes.values())))  # a copy: other sessions note at the same time


def _weigh_note(note: Any) -> int:
    if isinstance(note, (Part, np.ndarray)):
        return weigh_part(note) if isinstance(note, Part) else note.nbytes
    texts = note.values() if isinstance(note, dict) else note if isinstance(note, tuple) else (note,)
    return sum(map(getsizeof, texts))


_rates: Section[float] = section("derived rates", getsizeof, waiting=waiting)
_paths: Section[Path] = section("runs", _weigh_path, waiting=waiting, notes=_weigh_notes)
