"""The runs whose files for PyTorch are run: by the test where torch is installed, and for the golden file."""

from __future__ import annotations

from collections.abc import Iterator

import gdviz
from gdviz.engine import Path

OF_TASK = {"regression": "cars", "binary": "blobs", "classes": "iris"}


def cases() -> Iterator[tuple[str, Path]]:
    """Yield a name and a run: every optimizer in each way, every loss, schedule and surface, and models."""
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
    yield from models()


def models() -> Iterator[tuple[str, Path]]:
    """Yield runs on formulas and networks: in full batches and in small ones, with rows held out, by each kind of rule."""
    decay = "a*exp(-b*x) + c"
    for held in (0.0, 0.25):
        fits = {
            "formula": gdviz.model(decay, "decay", penalty="l2", hold_out=held),
            "formula_classes": gdviz.model("a*x1*x2 + b*x1 + c", "moons", "cross_entropy", hold_out=held),
            "line": gdviz.data_loss("cars", scaling="standardise", hold_out=held),
            "network": gdviz.network("curve", hidden=(3,), seed=1, hold_out=held),
            "network_classes": gdviz.network(
                "moons",
                hidden=(3, 2),
                activation="softplus",
                loss="cross_entropy",
                inputs=("x", "xy"),
                scaling="standardise",
                penalty="l2",
                seed=1,
                hold_out=held,
            ),
            "network_softmax": gdviz.network(
                "iris", hidden=(3,), loss="softmax", average="sum", hold_out=held
            ),
        }
        for name, fit in fits.items():
            for way, rule, keywords in (
                ("adam", "adam", {"lr": 0.01, "steps": 30}),
                ("batches", "momentum", {"lr": 1e-4, "steps": 30, "batch_size": 7}),
                ("written", "adan", {"lr": 0.01, "steps": 20, "noise": 0.1, "seed": 3}),
            ):
                yield f"{name}-{held}-{way}", gdviz.descend(fit, rule, stop=None, **keywords)
