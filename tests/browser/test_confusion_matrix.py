"""Classes at the play head: the confusion matrix of the run in focus, and the accuracy in the legend."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from tests.browser.data_scene import PLAYER, STEPS, Open, Shown, built

pytestmark = pytest.mark.without_webgl
SECTION = ".gd-confusion"
CELLS = """() => [...document.querySelectorAll('.gd-confusion table:not([hidden]) tbody tr')].map(
    (row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent)))"""


@pytest.mark.parametrize(("data", "loss"), [("overlapping", "hinge"), ("three_classes", "softmax")])
def test_the_matrix_and_the_accuracies_follow_the_play_head(
    open_shared: Open, tmp_path: Path, data: str, loss: str
) -> None:
    shown = Shown(open_shared, tmp_path, *built(data, loss))
    for slug, step in (("adam", 0), ("adam", 7), ("gd", STEPS)):
        shown.ask(f"(slug) => {PLAYER}.focusOn(slug)", slug)
        shown.seek(step)
        run = next(run for run in shown.scene.competitors if run.slug == slug)
        counts = shown.whole.confusion(run.path.theta[step : step + 1])[0]
        assert shown.ask(CELLS) == counts.tolist()
        said = shown.page.locator(f"{SECTION} table:not([hidden]) caption").inner_text()
        assert said.startswith(f"{run.name}, step {step}: {np.trace(counts)} of {shown.whole.rows} rows")
        for other in shown.scene.competitors:
            share = shown.whole.accuracy(other.path.theta[step : step + 1])[0]
            legend = shown.page.locator(f"[data-slug={other.slug}] .gd-accuracy").inner_text()
            assert float(re.match(r"[\d.]+", legend)[0]) == pytest.approx(100 * share, abs=0.05)  # type: ignore[index]


def test_numbers_have_no_matrix_and_no_accuracy(open_shared: Open, tmp_path: Path) -> None:
    shown = Shown(open_shared, tmp_path, *built("line"))
    assert shown.page.locator(SECTION).is_hidden()
    assert shown.page.locator(".gd-accuracy").first.is_hidden()
