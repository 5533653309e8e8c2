"""Bytes of a change and the time to build them, beside native Plotly frames of the same paths; growth with steps and optimizers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go

from gdviz.ui.problems.problem import Race
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.runs import pictures, races
from gdviz.ui.spec.spec import Choice, Entrant, Spec
from tests.benchmarks.timing import seconds

EIGHT = ("gd", "momentum", "adam", "nesterov", "rmsprop", "adagrad", "lion", "adamw")


def spec(optimizers: int, steps: int, noise: float = 0.0) -> Spec:
    """A race on Rosenbrock that nothing stops."""
    return Spec(
        SurfaceChoice(),
        entrants=tuple(Entrant(Choice(s)) for s in EIGHT[:optimizers]),
        steps=steps,
        stop_gradient=None,
        noise=noise,
    )


def frames(race: Race, every: int = 1) -> int:
    """Bytes of the same race as a Plotly figure with frames: contour, surface, loss."""
    scene = pictures.scene_of(race)
    x, y = (
        np.linspace(lo, hi, n)
        for (lo, hi), n in zip(scene.grid.window, scene.grid.values.shape[::-1], strict=True)
    )
    z = scene.grid.values
    fig = go.Figure([go.Contour(x=x, y=y, z=z), go.Surface(x=x, y=y, z=z, scene="scene")])
    paths = [c.path for c in race.competitors]
    n = max(p.steps for p in paths)
    fig.frames = [
        go.Frame(
            data=[
                t
                for p in paths
                for t in (
                    go.Scatter(x=p.theta[: k + 1, 0], y=p.theta[: k + 1, 1]),
                    go.Scatter3d(x=p.theta[: k + 1, 0], y=p.theta[: k + 1, 1], z=p.loss[: k + 1]),
                    go.Scatter(x=np.arange(k + 1), y=p.loss[: k + 1]),
                )
            ]
        )
        for k in range(0, n + 1, every)
    ]
    return len(fig.to_json()) * every


def rows() -> Iterator[str]:
    for optimizers, steps, bar in ((6, 300, 60_000), (6, 5000, 400_000)):
        race = races.race(spec(optimizers, steps))
        noisy = races.race(spec(optimizers, steps, noise=5.0))
        ours, worst = (
            len(pictures.scene_of(race, 2).to_bytes()),
            len(pictures.scene_of(noisy, 2).to_bytes()),
        )
        native = frames(race, every=1 if steps <= 300 else 100)
        yield (
            f"bytes per change, {optimizers} x {steps}: {ours / 1e3:.0f} KB (noisy gradients {worst / 1e3:.0f} KB), "
            f"native frames {native / 1e6:.1f} MB; to reach {bar / 1e3:.0f} KB"
        )
    yield "growth: optimizers x steps -> run, build, bytes"
    for optimizers in (1, 2, 4, 8):
        for steps in (100, 1000, 10_000):
            choice = spec(optimizers, steps)
            run = seconds(lambda c=choice: races.race(c))
            race = races.race(choice)
            build = min(seconds(lambda r=race: pictures.scene_of(r, 0).to_bytes()) for _ in range(3))
            size = len(pictures.scene_of(race, 0).to_bytes())
            yield f"  {optimizers} x {steps:>6}: run {run * 1e3:7.1f} ms, build {build * 1e3:6.1f} ms, {size / 1e3:6.0f} KB"
