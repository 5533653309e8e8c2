"""A race in a notebook, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gdviz import engine as _engine
from gdviz.engine import DataLoss, LossOverRows, ModelLoss, Network, Objective, Path, Plane, Slice
from gdviz.slugs import method_of, objective_of, with_schedule

if TYPE_CHECKING:
    from gdviz.player import Scene
    from gdviz.player.scene.panel import DataPanel

USUAL = ("gd", "momentum", "adam")


def show(
    objective: Any,
    optimizers: Any = USUAL,
    start: Any = None,
    *,
    axes: Any = None,
    plane: Any = None,
    **keywords: Any,
) -> Scene:
    """Play a race: the last line of a notebook's cell shows the player.

    Parameters
    ----------
    objective
        As for `descend`; or a run that `descend` has made, or a sequence of such runs of one objective. These
        are played as they are, so that nothing more of how they are made may be said.
    optimizers : sequence
        Rules, minimisers or their slugs; one of them may stand alone. Or pairs `(optimizer, {"lr": 0.1})`
        with keywords of its own.
    start
        As for `descend`.
    axes : (i, j), optional
        Which of more than two parameters span the picture, by number or by name, the others as at the last
        run's end; the first two if nothing is said.
    plane : "pca", "random", (i, j) or Plane, optional
        In place of `axes` a plane of the last run's path, as `gdviz.plane` takes it, or a plane of one's own.
    **keywords
        As for `descend`, for all optimizers.

    Returns
    -------
    Scene
        It shows itself in a notebook; `to_html()` makes one file of it.

    Raises
    ------
    ValueError
        Naming the argument that cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> scene = gdviz.show("himmelblau", ["gd", ("adam", {"lr": 0.5})], start=(0, 0), steps=50)
    >>> scene.title, [run.name for run in scene.competitors]
    ('Himmelblau', ['Gradient descent', 'Adam'])
    >>> gdviz.show(gdviz.descend("himmelblau", "gd", steps=50)).title
    'Himmelblau'
    >>> gdviz.show(gdviz.data_loss("cars"), "momentum", plane="pca", steps=50).objective.names
    ('PC1', 'PC2')
    """
    from gdviz.player import Competitor, Scene, slots

    if made := _made(objective):
        if optimizers is not USUAL or start is not None or keywords:
            raise ValueError("runs are played as they are: give no optimizers, start or options with them")
        whole, runs = made[0].objective, [(run.rule, run) for run in made]
    else:
        whole, runs = objective_of(objective), []
        for method, own in _pairs(optimizers):
            run = _engine.descend(whole, method, start, **with_schedule({**keywords, **own}))
            runs.append((method, run))
    places = slots([method.slot for method, _ in runs])
    competitors = [
        Competitor.at(place, _slug(method, k, runs), method.name, run)
        for k, (place, (method, run)) in enumerate(zip(places, runs, strict=True))
    ]
    shown = _shown(whole, runs[-1][1], axes, plane)
    panel = _panel(whole, shown, [run for _, run in runs])
    return Scene.of(shown, competitors, data=panel, focus=len(competitors) - 1)


def _made(given: Any) -> list[Path]:
    """Return the runs that are given in place of an objective, if there are any. Raises ValueError."""
    runs = [given] if isinstance(given, Path) else given
    if not isinstance(runs, Sequence) or not any(isinstance(run, Path) for run in runs):
        return []
    if not all(isinstance(run, Path) and run.objective is runs[0].objective for run in runs):
        raise ValueError("runs that are played together must be runs of one objective")
    if len({run.maximize for run in runs}) > 1:
        raise ValueError("runs that are played together must all go down, or all go up")
    return list(runs)


def _shown(whole: Objective, path: Path, axes: Any, plane: Any) -> Objective:
    """Return what the picture shows: all of an objective, or two coordinates of it."""
    if plane is not None:
        if axes is not None:
            raise ValueError("axes and plane are two ways to say what the picture is over: give one of them")
        if not isinstance(plane, Plane):
            return _engine.plane(path, plane, 0, None)
        if plane.whole is not whole:
            raise ValueError(
                f"plane must be one of the objective that is shown, not of another: {plane.name}"
            )
        return plane
    if whole.dimension <= 2 and not isinstance(whole, DataLoss):
        return whole
    of_rows = isinstance(whole, LossOverRows) and whole.dimension > 2
    return Slice(whole, axes, path.theta[-1] if of_rows else None)


def _panel(whole: Objective, shown: Objective, paths: Sequence[Path]) -> DataPanel | None:
    """Return the panel of the data; of a network at its last step."""
    from gdviz.player.scene.data import DataView, ModelView
    from gdviz.player.scene.network import NetworkView

    if isinstance(whole, DataLoss):
        return DataView.of(shown)
    if isinstance(whole, ModelLoss):
        return ModelView.of(shown, runs=len(paths))
    if isinstance(whole, Network):
        return NetworkView.of(shown, follow=len(paths[-1].theta) - 1, runs=len(paths))
    return None


def _pairs(optimizers: Any) -> list[tuple[Any, dict[str, Any]]]:
    """Return each optimizer with its own keywords."""
    alone = isinstance(optimizers, str) or not isinstance(optimizers, Sequence)
    given = [optimizers] if alone else list(optimizers)
    if not given:
        raise ValueError("optimizers must name at least one")
    pairs = [pair if isinstance(pair, tuple) and len(pair) == 2 else (pair, {}) for pair in given]
    return [(method_of(method), dict(own)) for method, own in pairs]


def _slug(method: Any, k: int, runs: Sequence[tuple[Any, Any]]) -> str:
    """Return what tells a run from the others: its slug, with a number where it comes twice."""
    earlier = sum(other.slug == method.slug for other, _ in runs[:k])
    return f"{method.slug or 'own'}{earlier + 1 if earlier else ''}"
