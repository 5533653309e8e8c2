"""The runs whose files for PyTorch are run: by the test where torch is installed, and for the golden file."""

from __future__ import annotations

from collections.abc import Iterator

import gdviz
from gdviz.engine import Path

OF_TASK = {"regression": "cars", "binary": "blobs", "classes": "iris"}


def cases() -> Iterator[tuple[str, Path]]:
    """Yield a name and a run: every optimizer in each way, every loss, every schedule."""
    for slug in gdviz.optimizers:
        yield f"{slug}-plain", gdviz.descend("rosenbrock", slug, (-1.0, 0.5), steps=60)
        yield (
            f"{slug}-noise",
            gdviz.descend("booth", slug, (-1.0, 0.5), steps=30, noise=0.3, clip=1.0, seed=5),
        )
        yield f"{slug}-up", gdviz.descend("booth", slug, (-1.0, 0.5), steps=20, maximize=True)
        plateau = {"schedule": "reduce_on_plateau", "schedule_hyper": {"patience": 3}}
        yield f"{slug}-plateau", gdviz.descend("rosenbrock", slug, (-1.0, 0.5), steps=40, **plateau)
    for slug in gdviz.schedules:
        yield f"schedule-{slug}", gdviz.descend("booth", "adam", steps=30, schedule=slug)
    for slug, loss in gdviz.losses.items():
        data = OF_TASK[loss.task]
        for penalty in (None, *gdviz.penalties):
            fit = gdviz.data_loss(data, loss, penalty=penalty, scaling="standardise", average="sum")
            name = f"{slug}-{penalty}"
            yield f"{name}-momentum", gdviz.descend(fit, "momentum", steps=15, lr=1e-4, batch_size=9)
            yield f"{name}-fista", gdviz.descend(fit, "fista", steps=15, lr=1e-4)
            yield f"{name}-newton", gdviz.descend(fit, "newton_damped", steps=8)
    for slug in gdviz.surfaces:
        yield f"surface-{slug}", gdviz.descend(slug, "gd", steps=15)
