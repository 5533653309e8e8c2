"""A race in a notebook, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gdviz import engine as _engine
from gdviz.engine import DataLoss, ModelLoss, Objective, Slice
from gdviz.slugs import method_of, objective_of, with_schedule

if TYPE_CHECKING:
    from gdviz.player import Scene
    from gdviz.player.scene.panel import DataPanel

USUAL = ("gd", "momentum", "adam")


def show(
    objective: Any, optimizers: Any = USUAL, start: Any = None, *, axes: Any = None, **keywords: Any
) -> Scene:
    """Play a race: the last line of a notebook's cell shows the player.

    Parameters
    ----------
    objective
        As for `descend`.
    optimizers : sequence
        Rules, minimisers or their slugs; one of them may stand alone. Or pairs `(optimizer, {"lr": 0.1})`
        with keywords of its own.
    start
        As for `descend`.
    axes : (i, j), optional
        Which of more than two parameters span the picture; the first two if nothing is said.
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
    """
    from gdviz.player import Competitor, Scene, slots

    whole, runs = objective_of(objective), []
    for method, own in _pairs(optimizers):
        run = _engine.descend(whole, method, start, **with_schedule({**keywords, **own}))
        runs.append((method, run))
    places = slots([method.slot for method, _ in runs])
    competitors = [
        Competitor.at(place, _slug(method, k, runs), method.name, run)
        for k, (place, (method, run)) in enumerate(zip(places, runs, strict=True))
    ]
    shown = whole
    if whole.dimension > 2 or isinstance(whole, DataLoss):
        end = runs[-1][1].theta[-1]
        of_rows = isinstance(whole, (DataLoss, ModelLoss)) and whole.dimension > 2
        shown = Slice(whole, axes, end if of_rows else None)
    return Scene.of(shown, competitors, data=_panel(whole, shown), focus=len(competitors) - 1)


def _panel(whole: Objective, shown: Objective | Slice) -> DataPanel | None:
    """Return the panel of the data; classes have one over two features, those of a formula none."""
    from gdviz.player.scene.data import DataView, ModelView

    if isinstance(whole, DataLoss) and (not whole.data.classes or len(whole.data.features) == 2):
        return DataView.of(shown)
    if isinstance(whole, ModelLoss) and not whole.data.classes:
        return ModelView.of(shown)
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
