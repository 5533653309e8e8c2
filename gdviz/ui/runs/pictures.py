"""From a race to what the player draws of it."""

from __future__ import annotations

from gdviz.engine import CriticalPoints, Objective, Plane
from gdviz.player import Scene
from gdviz.player.scene.grid import Window
from gdviz.ui.problems.critical import critical_points_of, found_before
from gdviz.ui.problems.kinds import pairs, problem_of, window_of
from gdviz.ui.problems.local import single_steps
from gdviz.ui.problems.problem import Race
from gdviz.ui.runs.races import race
from gdviz.ui.spec.curvature import CurvatureChoice
from gdviz.ui.spec.spec import Spec


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
    """Return the critical points that are marked.

    None where they would have to be searched, which is not to be waited for, and where there are none to be
    had: why is said below the player.
    """
    try:
        return critical_points_of(objective, window) if search or found_before(objective, window) else None
    except ValueError:
        return None
