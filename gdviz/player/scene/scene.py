"""A scene: everything the player draws, as plain data, and the bytes in which it travels to the browser.

Where the record of a run has gaps, a table `at` gives the step that each of its rows is after.

Layout of the bytes: uint32 length of the header | header (JSON) | zlib stream of the grid | zlib stream of the runs. The
header lists the arrays of both streams in order; `codec` says how each is coded.
"""

from __future__ import annotations

import hashlib
import json
import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from gdviz.engine.method.equations import typeset_equations
from gdviz.player.scene.breaks import breakable
from gdviz.player.scene.codec import Table, as_rows, pack, unpack
from gdviz.player.scene.data import DataView
from gdviz.player.scene.formulas import surface_in_symbols
from gdviz.player.scene.grid import Grid, Window, checked_window, grid_of
from gdviz.player.scene.palette import COLORS, DASHES

STRIP = 5  # a longer side of the window than this many shorter ones is not drawn in equal units unasked
Levels = Literal["log", "linear", "quantile"]


@dataclass(frozen=True, eq=False)
class Competitor:
    """One run in a scene: a name, the look that it has everywhere, and the engine's Path."""

    slug: str
    name: str
    color: str
    dash: Sequence[float]
    path: Any

    @classmethod
    def at(cls, slot: int, slug: str, name: str, path: Any) -> Competitor:
        """A competitor with the look of a palette slot."""
        return cls(slug, name, COLORS[slot % len(COLORS)], DASHES[slot % len(DASHES)], path)


@dataclass(frozen=True, eq=False)
class SceneData:
    """A surface with the runs of its competitors. Build it with `Scene.of`."""

    title: str
    objective: Any
    grid: Grid
    competitors: tuple[Competitor, ...]
    focus: int
    levels: str
    data: DataView | None = None

    @classmethod
    def of(
        cls,
        objective: Any,
        runs: Sequence[Competitor],
        *,
        window: Any = None,
        focus: int = 0,
        title: str | None = None,
        levels: Levels | None = None,
        resolution: int | None = None,
        data: DataView | None = None,
    ) -> Self:
        """The scene of `runs` on an `objective` of one or two coordinates (of more: a `Slice`, and runs of the whole).

        One coordinate is shown as a curve, two as contours and a surface. `window`, (lo, hi) of each, is what is shown, the
        objective's domain by default; `focus` is the competitor whose arithmetic is shown; `levels` scales contours and
        colours; `resolution` fixes the points per side of the grid; `data` is what the data panel shows
        (`DataView.of(objective)`).
        Raises ValueError naming the argument that does not fit.
        """
        if objective.dimension > 2:
            raise ValueError(
                f"objective must have one or two coordinates to be drawn, this one has {objective.dimension}"
            )
        runs = tuple(runs)
        if runs and not 0 <= focus < len(runs):
            raise ValueError(f"focus must lie in 0..{len(runs) - 1}, got {focus}")
        if len({run.slug for run in runs}) != len(runs):
            raise ValueError("runs must have different slugs")
        if levels not in (None, "log", "linear", "quantile"):
            raise ValueError(f"levels must be 'log', 'linear' or 'quantile', got {levels!r}")
        box: Window = checked_window(objective.domain if window is None else window, objective.dimension)
        grid = grid_of(objective, box, resolution)
        name = title if title is not None else getattr(objective, "name", None) or "Loss surface"
        return cls(
            name,
            objective,
            grid,
            runs,
            focus,
            levels or getattr(objective, "levels", None) or grid.levels,
            data,
        )

    def to_bytes(self, quantities: Literal["focus", "all"] = "focus") -> bytes:
        """The scene for the browser. `quantities` says whose equations and per-step values go along."""
        if quantities not in ("focus", "all"):
            raise ValueError(f"quantities must be 'focus' or 'all', got {quantities!r}")
        tables: dict[str, NDArray[np.float32]] = {}
        full = [i for i in range(len(self.competitors)) if quantities == "all" or i == self.focus]
        described = [self._competitor(i, run, tables, i in full) for i, run in enumerate(self.competitors)]
        part: dict[str, Any] = {}
        if self.data:
            part["data"], more = self.data.packed(
                [run.path for run in self.competitors], full, self.grid.window
            )
            tables |= more
        body = pack(list(tables.values()))
        sides = dict(zip("xy", map(list, self.grid.window), strict=False))
        ny, nx = self.grid.values.shape
        header = {
            "version": 1,
            "title": self.title,
            "names": list(self.objective.names),
            "value_name": getattr(self.objective, "value_name", None) or ("loss" if self.data else "f"),
            "maximize": any(run.path.maximize for run in self.competitors),
            "surface": {
                "id": self.grid.id,
                "nx": nx,
                "ny": ny,
                **sides,
                "levels": self.levels,
                "bytes": len(self.grid.packed),
            },
            "axes": self._axes(),
            "minimum": _number(getattr(self.objective, "minimum", None)),
            "minima": self._minima(),
            "formula": surface_in_symbols(self.objective),
            "start": [_number(v) for v in self._seen(self.competitors[0].path.theta[0])]
            if self.competitors
            else None,
            "focus": self.competitors[self.focus].slug if self.competitors else None,
            "competitors": described,
            **part,
            "arrays": [["z", ny, nx]] + [[key, *table.shape] for key, table in tables.items()],
        }
        digest = hashlib.blake2b(_json(header) + body, digest_size=8)
        text = _json({**header, "run": digest.hexdigest()})
        return struct.pack("<I", len(text)) + text + self.grid.packed + body

    def _axes(self) -> str:
        """ "equal" where one unit is to be as long across as upwards, else "free".

        Parameters of unscaled data have units of their own; and a window 5 times as long as wide would be a thin strip.
        """
        if len(self.grid.window) == 1:  # losses upwards
            return "free"
        (x0, x1), (y0, y1) = self.grid.window
        whole = self.data.whole if self.data else getattr(self.objective, "whole", self.objective)
        design = getattr(whole, "design", None)  # whether or not the data are shown
        if design is not None and design.scaling == "none":
            return "free"
        return "equal" if 1 / STRIP <= (x1 - x0) / (y1 - y0) <= STRIP else "free"

    def _minima(self) -> list[list[float | None]]:
        points = np.asarray(self.objective.minima, dtype=float).reshape(-1, self.objective.dimension)[:64]
        with np.errstate(all="ignore"):
            values = np.broadcast_to(self.objective.value(points), len(points)) if len(points) else ()
        return [[*map(_number, point), _number(f)] for point, f in zip(points, values, strict=True)]

    def _seen(self, theta: NDArray[np.float64]) -> NDArray[np.float64]:
        """The picture's coordinates of points (..., D)."""
        return self.data.seen(theta) if self.data else theta

    def _competitor(
        self, i: int, run: Competitor, tables: dict[str, NDArray[np.float32]], full: bool
    ) -> dict[str, Any]:
        path, rule = run.path, run.path.rule
        steps = len(path.theta) - 1
        tables[f"theta:{i}"] = as_rows(self._seen(path.theta))
        tables[f"loss:{i}"] = as_rows(path.loss)
        tables[f"g:{i}"] = as_rows(self._seen(path.gradient))
        rate = path.rate
        constant = bool(steps == 0 or (rate == rate[0]).all())
        if not constant:
            tables[f"rate:{i}"] = as_rows(rate)
        if (np.diff(path.at) > 1).any():
            tables[f"at:{i}"] = as_rows(path.at)
        sent = []
        recorded = {k: v for k, v in path.quantities.items() if k != "theta"} if full else {}
        initial = {k: v for k, v in path.initial.items() if k != "theta"} if full else {}
        for key, values in recorded.items():
            sent.append({"key": key, "shape": list(np.shape(values)[1:])})
            tables[f"q:{i}:{key}"] = as_rows(values)
        for key, value in initial.items():
            # a state's start stands for it before step 1, and for good where no equation assigns it again
            shape = np.shape(recorded[key])[1:] if key in recorded else np.shape(np.squeeze(value))
            if key not in recorded:
                sent.append({"key": key, "shape": list(shape)})
            tables[f"q0:{i}:{key}"] = as_rows(np.reshape(value, (1, -1)))
        return {
            "slug": run.slug,
            "name": run.name,
            "color": run.color,
            "dash": list(run.dash),
            "steps": steps,
            "status": path.status.name.lower(),
            "reason": path.reason,
            "summary": self._summary(run),
            "rate": (_number(rate[0]) if steps else None) if constant else None,
            "evals": _per_step(path.gradients, tables, f"evals:{i}"),
            "hyper": {key: _number(value) for key, value in path.hyper.items() if np.ndim(value) == 0}
            | {"T": path.planned},
            "quantities": sent,
            "equations": [_equation(e) for e in typeset_equations(rule, path.hyper)] if full else [],
            "arrows": [{"key": key, "label": key.replace("_", " ")} for key in rule.arrows],
        }

    def _summary(self, run: Competitor) -> str:
        theta, loss = self._seen(run.path.theta[-1]), run.path.loss[-1]
        at = ", ".join(
            f"{name} = {value:.4g}" for name, value in zip(self.objective.names, theta, strict=True)
        )
        count = run.path.steps
        return (
            f"{run.name}: {count} step{'' if count == 1 else 's'}, loss {loss:.4g} at {at}. {run.path.reason}"
        )


def read(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[np.float32]]]:
    """Header and arrays of `Scene.to_bytes`; what the player's JavaScript does, for tests and tools."""
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    index: list[Table] = [tuple(entry) for entry in header["arrays"]]
    middle = 4 + length + header["surface"]["bytes"]
    return header, unpack(data[4 + length : middle], index[:1]) | unpack(data[middle:], index[1:])


def stamped(data: bytes, **more: Any) -> bytes:
    """The bytes of a scene with more in their header: what the page, not the scene, has to say."""
    (length,) = struct.unpack_from("<I", data)
    text = data[4 : 3 + length] + b"," + _json(more)[1:]
    return struct.pack("<I", len(text)) + text + data[4 + length :]


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _number(value: Any) -> float | None:
    """A float that JSON can carry; None for what it cannot (NaN, infinities, nothing)."""
    return float(value) if value is not None and math.isfinite(value) else None


def _per_step(counts: NDArray[Any], tables: dict[str, NDArray[np.float32]], key: str) -> float | None:
    """Gradient evaluations of each step where all steps take the same; else None, and the counts become a table."""
    made = np.diff(counts)
    if not len(made) or (made == made[0]).all():
        return float(made[0]) if len(made) else 0.0
    tables[key] = as_rows(counts)
    return None


def _equation(equation: Any) -> dict[str, str]:
    fields = ("name", "latex", "latex_numbers", "text", "text_numbers")
    return {field: getattr(equation, field) for field in fields} | {
        field: breakable(getattr(equation, field)) for field in ("mathml", "numbers")
    }
