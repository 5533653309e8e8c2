"""The checks that find a slip, run on the program as it stands, and the check of a gradient of one's own."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import NamedTuple

import numpy as np

from gdviz.engine import Surface
from gdviz.engine.fit.slip import ProgramObjective, differences
from gdviz.player.scene.palette import COLORS, DASHES
from gdviz.ui.bugs.trial import Trial
from gdviz.ui.widgets.marks import line

POINT = np.array([1.0, 0.0])  # slope and intercept where derivatives are compared
AGREE = 1e-5  # relative; difference quotients have about eight digits


class Row(NamedTuple):
    """One comparison: what is measured, as written, as it should be, whether they agree."""

    what: str
    written: float
    wanted: float
    agree: bool


def near(a: float, b: float, scale: float = 0.0) -> bool:
    """Whether two numbers agree to AGREE, relative to the larger one or to `scale`."""
    return bool(abs(a - b) <= AGREE * max(abs(a), abs(b), scale))


def derivative(program: ProgramObjective, _: Trial) -> list[Row]:
    """What a step says of the gradient beside difference quotients of the cost."""
    written, wanted = program.gradient(POINT), differences(program, POINT)
    scale = float(np.abs(wanted).max())
    return [
        Row(f"by {n}", g, d, near(g, d, 1e-3 * scale))
        for n, g, d in zip(program.names, written.tolist(), wanted.tolist(), strict=True)
    ]


def doubled(program: ProgramObjective, _: Trial) -> list[Row]:
    """Every row written twice: a mean over the rows stays as it is, and so does the step."""
    x, y = np.repeat(program.x, 2), np.repeat(program.y, 2)
    cost, after = program.program(POINT, program.x, program.y, program.lr)
    cost_twice, after_twice = program.program(POINT, x, y, program.lr)
    rows = [Row("cost", float(cost_twice), float(cost), near(cost_twice, cost))]
    return rows + [
        Row(f"{n} after a step", float(b), float(a), near(b, a))
        for n, a, b in zip(program.names, after, after_twice, strict=False)
    ]


def library(program: ProgramObjective, done: Trial) -> list[Row]:
    """The loss where the program comes to rest (or ends) beside the least one."""
    rest = program.rest()
    place, best = (
        ("at rest", rest)
        if rest is not None
        else ("at the end", done.paths[program is done.claimed].theta[-1])
    )
    least = done.correct.rest()
    wanted = done.correct.value(least if least is not None else done.paths[0].theta[-1])
    written = float(done.correct.value(best))
    return [Row(f"loss {place}", written, float(wanted), near(written, float(wanted)))]


def within(program: ProgramObjective, done: Trial) -> list[Row]:
    """Whether every step ends in the set that the program promises."""
    radius = done.slip.radius
    if radius is None:
        return []
    norm = float(np.abs(done.paths[program is done.claimed].theta).sum(-1).max())
    return [Row("largest |slope| + |intercept| of the run", norm, radius, norm <= radius * (1 + AGREE))]


CHECKS: dict[str, tuple[str, Callable[[ProgramObjective, Trial], list[Row]]]] = {
    "derivative": (
        "One step divided by the rate, against difference quotients of the cost (at slope 1, intercept 0)",
        derivative,
    ),
    "doubled": ("Every row written twice: means must stay as they are", doubled),
    "library": ("The correct loss where the program comes to rest, against the least loss", library),
    "within": ("The promised bound", within),
}


def findings(done: Trial, program: ProgramObjective) -> dict[str, list[Row]]:
    """Every check of one program."""
    made = {key: check(program, done) for key, (_, check) in CHECKS.items()}
    if (
        done.slip.radius is not None
    ):  # the step is a projection too: its derivative is no gradient, right or wrong
        made["derivative"] = []
        made["doubled"] = []
    return {k: rows for k, rows in made.items() if rows}


def tables(done: Trial, both: bool) -> str:
    """The findings as HTML: of the published program, and of the correct one where that is shown."""
    programs = [(0, done.correct)] * both + [(1, done.claimed)] * (
        both or not done.error
    )  # what does not run says nothing
    found = [(k, program.name, findings(done, program)) for k, program in programs]
    blocks = []
    for key, (title, _) in CHECKS.items():
        lines = "".join(_line(k, name, row) for k, name, rows in found for row in rows.get(key, []))
        if lines:
            heads = ("Program", "What", "As written", "As it should be", "Ratio", "")
            head = "".join(
                f'<th class="{"num" if 2 <= i <= 4 else ""}">{h}</th>' for i, h in enumerate(heads)
            )
            blocks.append(
                f"<h4>{escape(title)}</h4><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"
            )
    return f'<div class="gd-table gd-checks">{"".join(blocks)}</div>'


def _line(k: int, name: str, row: Row) -> str:
    verdict = "agree" if row.agree else "<b>do not agree</b>"
    ratio = f"{row.written / row.wanted:.6g}" if row.wanted else ""
    return (
        f'<tr><td class="who">{line(COLORS[k], DASHES[k])} {escape(name)}</td><td>{escape(row.what)}</td>'
        f'<td class="num">{row.written:.8g}</td><td class="num">{row.wanted:.8g}</td>'
        f'<td class="num">{ratio}</td><td>{verdict}</td></tr>'
    )


class Verdict(NamedTuple):
    """Of one partial derivative of one's own: at how many of `points` it agrees, and the worst place."""

    name: str
    agree: int
    points: int
    sentence: str


def own_gradient(f: Surface, partials: list[Surface], count: int = 20) -> list[Verdict]:
    """Compare partial derivatives, one a coordinate of `f`, with those of `f` at `count` seeded points of its window."""
    box = np.array(f.domain)
    points = np.random.default_rng(0).uniform(box[:, 0], box[:, 1], (4 * count, f.dimension))
    exact = f.gradient(points)
    usable = np.isfinite(exact).all(-1) & np.isfinite(f.value(points))
    points, exact = points[usable][:count], exact[usable][:count]
    return [
        _verdict(name, partial, points, exact[:, i], f.names)
        for i, (name, partial) in enumerate(zip(f.names, partials, strict=True))
    ]


def _verdict(
    name: str, partial: Surface, points: np.ndarray, wanted: np.ndarray, names: tuple[str, ...]
) -> Verdict:
    if not len(points):
        return Verdict(
            name, 0, 0, "The loss has no derivative at any of the points tried; change the formula."
        )
    columns = [names.index(n) for n in partial.names]
    given = partial.value(points[:, columns])
    scale = float(np.abs(wanted).max())
    with np.errstate(all="ignore"):
        off = np.abs(given - wanted) / np.maximum(np.abs(wanted), 1e-3 * scale if scale else 1.0)
    off[~np.isfinite(off)] = np.inf
    good = off <= 1e-9
    if good.all():
        return Verdict(name, len(points), len(points), f"Right: it agrees at all {len(points)} points.")
    worst = int(np.argmax(off))
    place = ", ".join(f"{n} = {v:.3g}" for n, v in zip(names, points[worst], strict=True))
    told = f"Not right: at {place} it gives {given[worst]:.6g}, but the derivative is {wanted[worst]:.6g}."
    return Verdict(name, int(good.sum()), len(points), told + _hint(given, wanted))


def _hint(given: np.ndarray, wanted: np.ndarray) -> str:
    """What a ratio that is the same everywhere says."""
    if not (np.isfinite(given).all() and (wanted != 0).all()):
        return ""
    ratio = given / wanted
    if np.ptp(ratio) > 1e-9 * abs(ratio[0]):
        return " The ratio differs from point to point: a term is wrong or missing."
    if abs(ratio[0] + 1) < 1e-9:
        return " It is minus the derivative everywhere: the sign is wrong."
    if ratio[0] == 0:
        return " It is 0 everywhere."
    return f" It is {ratio[0]:.6g} times the derivative everywhere: a factor is wrong."
