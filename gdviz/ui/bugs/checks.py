"""Checks that find a slip. They run the program as it stands and compare numbers."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import NamedTuple

import numpy as np

from gdviz.engine.fit.slip import ProgramObjective, differences
from gdviz.player.scene.palette import COLORS, DASHES
from gdviz.ui.bugs.trial import Trial
from gdviz.ui.widgets.swatch import swatch

POINT = np.array([1.0, 0.0])  # slope and intercept at which derivatives and steps are compared
TOLERANCE = 1e-5  # relative; difference quotients have about eight digits
_COLUMNS = ("Program", "What", "", "As written", "As it should be", "Ratio")
_NUMBER_COLUMNS = ("As written", "As it should be", "Ratio")


class Comparison(NamedTuple):
    """A number that a program gives, beside the number that it should give.

    Attributes
    ----------
    quantity : what is measured
    written : its value, as the program is written
    expected : its value, as it should be
    agree : whether the two agree
    """

    quantity: str
    written: float
    expected: float
    agree: bool


class Check(NamedTuple):
    """One way to find a slip.

    Attributes
    ----------
    title : what is compared with what
    compare : (program, trial) -> comparisons; none where the check says nothing of this slip
    """

    title: str
    compare: Callable[[ProgramObjective, Trial], list[Comparison]]


def agree(a: float, b: float, scale: float = 0.0) -> bool:
    """Return whether two numbers agree to TOLERANCE, relative to the larger one or to `scale`."""
    return bool(abs(a - b) <= TOLERANCE * max(abs(a), abs(b), scale))


def compare_gradient(program: ProgramObjective, trial: Trial) -> list[Comparison]:
    """Compare the gradient that a step implies with difference quotients of the cost.

    A step that ends with a projection is no multiple of the gradient, so nothing is compared then.
    """
    if trial.slip.radius is not None:
        return []
    written, expected = program.gradient(POINT), differences(program, POINT)
    scale = 1e-3 * float(np.abs(expected).max())
    return [
        Comparison(f"by {name}", g, d, agree(g, d, scale))
        for name, g, d in zip(program.names, written.tolist(), expected.tolist(), strict=True)
    ]


def compare_doubled_rows(program: ProgramObjective, trial: Trial) -> list[Comparison]:
    """Compare cost and step with those on data in which every row stands twice: means stay as they are."""
    if trial.slip.radius is not None:
        return []
    cost, after = program.program(POINT, program.x, program.y, program.lr)
    x, y = np.repeat(program.x, 2), np.repeat(program.y, 2)
    doubled_cost, doubled_after = program.program(POINT, x, y, program.lr)
    of_cost = Comparison("cost", float(doubled_cost), float(cost), agree(doubled_cost, cost))
    return [of_cost] + [
        Comparison(f"{name} after a step", float(b), float(a), agree(b, a))
        for name, a, b in zip(program.names, after, doubled_after, strict=False)
    ]


def compare_least_loss(program: ProgramObjective, trial: Trial) -> list[Comparison]:
    """Compare the correct loss where the program comes to rest, or ends, with the least loss."""
    where, theta = "at rest", program.rest()
    if theta is None:
        where, theta = "at the end", trial.path_of(program).theta[-1]
    minimum = trial.correct.rest()
    if minimum is None:
        minimum = trial.path_of(trial.correct).theta[-1]
    written, expected = float(trial.correct.value(theta)), float(trial.correct.value(minimum))
    return [Comparison(f"loss {where}", written, expected, agree(written, expected))]


def compare_norm(program: ProgramObjective, trial: Trial) -> list[Comparison]:
    """Compare the largest 1-norm of the run with the radius that the program promises to keep within."""
    radius = trial.slip.radius
    if radius is None:
        return []
    norm = float(np.abs(trial.path_of(program).theta).sum(-1).max())
    quantity = "largest |slope| + |intercept| of the run"
    return [Comparison(quantity, norm, radius, norm <= radius * (1 + TOLERANCE))]


CHECKS = (
    Check(
        "One step divided by the rate, against difference quotients of the cost (at slope 1, intercept 0)",
        compare_gradient,
    ),
    Check("Every row written twice: means must stay as they are", compare_doubled_rows),
    Check("The correct loss where the program comes to rest, against the least loss", compare_least_loss),
    Check("The promised bound", compare_norm),
)


def run_checks(trial: Trial, program: ProgramObjective) -> dict[str, list[Comparison]]:
    """Return the comparisons of one program by the title of their check, without checks that say nothing."""
    comparisons = {check.title: check.compare(program, trial) for check in CHECKS}
    return {title: lines for title, lines in comparisons.items() if lines}


class Checked(NamedTuple):
    """What the checks found of one program.

    Attributes
    ----------
    place : 0 for the correct program, 1 for the published one
    name : of the program
    found : the comparisons by the title of their check
    """

    place: int
    name: str
    found: dict[str, list[Comparison]]


def check_programs(trial: Trial, with_correct: bool) -> list[Checked]:
    """Run the checks of the published program, and of the correct one if asked for.

    A published program that does not run is left out, unless the correct one is shown too: then it runs in
    the notebook that has what it needs.
    """
    programs = {0: trial.correct} if with_correct else {}
    if with_correct or not trial.error:
        programs[1] = trial.published
    return [Checked(k, program.name, run_checks(trial, program)) for k, program in programs.items()]


def check_verdict(checked: list[Checked]) -> tuple[bool, str]:
    """Return whether a check of the published program finds something, and what they found, in a sentence."""
    published = next((program.found for program in checked if program.place == 1), None)
    if published is None:
        return True, "It does not run, so there are no numbers to compare."
    differ = sum(not all(line.agree for line in lines) for lines in published.values())
    if not differ:
        return False, f"All {len(published)} checks below agree."
    return True, f"{differ} of {len(published)} checks below {'does' if differ == 1 else 'do'} not agree."


def check_tables(checked: list[Checked]) -> str:
    """Return a table in HTML for each check; "" where nothing was compared."""
    lines: dict[str, list[str]] = {check.title: [] for check in CHECKS}
    for place, name, found in checked:
        for title, comparisons in found.items():
            lines[title] += [_table_row(place, name, comparison) for comparison in comparisons]
    tables = "".join(_table(title, "".join(rows)) for title, rows in lines.items() if rows)
    return f'<div class="gd-table gd-checks">{tables}</div>' if tables else ""


def _table(title: str, rows: str) -> str:
    head = "".join(f'<th class="{"num" if c in _NUMBER_COLUMNS else ""}">{c}</th>' for c in _COLUMNS)
    return f"<h4>{escape(title)}</h4><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _table_row(k: int, name: str, comparison: Comparison) -> str:
    """Return a comparison of program k as a row of a table."""
    quantity, written, expected, agreed = comparison
    verdict = "agree" if agreed else "<b>do not agree</b>"
    ratio = f"{written / expected:.6g}" if expected else ""
    return (
        f'<tr><td class="who">{swatch(COLORS[k], DASHES[k])} {escape(name)}</td><td>{escape(quantity)}</td>'
        f'<td>{verdict}</td><td class="num">{written:.8g}</td><td class="num">{expected:.8g}</td>'
        f'<td class="num">{ratio}</td></tr>'
    )
