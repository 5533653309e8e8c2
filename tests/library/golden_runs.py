"""The golden files of update rules, and how far a rule is from them."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

import gdviz

GOLDEN = Path(__file__).parents[1] / "golden" / "optimizers"
TOLERANCE = 1e-10  # of the distance to the oracle's iterate, relative to its norm, at every step


class Run(NamedTuple):
    """One run of a golden file."""

    surface: str
    start: tuple[float, ...]
    hyper: dict[str, float]
    columns: list[str]
    rows: np.ndarray


def golden(slug: str, folder: Path = GOLDEN) -> list[Run]:
    """The runs of a golden file (its format: see golden/make.py)."""
    out = []
    text = (folder / f"{slug}.txt").read_text(encoding="utf-8").split("\n", 1)[1]
    for block in text.strip().split("\n\n"):
        surface, start, hyper, columns, *rows = block.splitlines()
        pairs = (pair.split("=") for pair in hyper.split()[1:])
        out.append(
            Run(
                surface.partition(" ")[2],
                tuple(map(float, start.split()[1:])),
                {k: float(v) for k, v in pairs},
                columns.split()[1:],
                np.array([[float(c) for c in row.split()] for row in rows]),
            )
        )
    return out


FILES = sorted(p.stem for p in GOLDEN.glob("*.txt"))


def distance(a: np.ndarray, b: np.ndarray) -> float:
    """Largest distance of two paths over the steps, relative to the second; inf where the first is not finite."""
    d = np.hypot.reduce(a - b, axis=-1) / np.hypot.reduce(
        b, axis=-1
    )  # hypot: a diverging run may be too large to square
    return float(np.where(np.isfinite(d), d, np.inf).max())


def deviation(rule: object, run: Run, **change: float) -> float:
    """How far a rule is from the oracle's run, over all that the file has."""
    path = gdviz.descend(
        gdviz.surface(run.surface),
        rule,
        run.start,
        steps=len(run.rows) - 1,
        stop=None,
        **(run.hyper | change),
    )
    worst = distance(path.theta, run.rows[:, :2])
    for key in dict.fromkeys(run.columns[2:]):
        at = [i for i, c in enumerate(run.columns) if c == key]
        worst = max(worst, distance(path.quantities[key], run.rows[1:, at]))
    return worst
