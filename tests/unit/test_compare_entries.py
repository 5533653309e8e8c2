"""What a fair comparison refuses of its optimizers, and what it makes of runs that diverged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Contest

BAD: dict[str, Any] = {
    "optimizers must be a list": 5,
    "optimizer must be an update rule, a minimiser or its slug, not 5": [5],
    r"its slug, not \(\)": [()],
    r"optimizers must hold optimizers, or pairs .*, not \(Gradient descent, 3\)": [("gd", 3)],
    r"optimizers must hold optimizers, or pairs .*, not \(Gradient descent,\)": [("gd",)],
    "pairs of one and its values": [("gd", {}, {})],
}


@pytest.mark.parametrize("message", BAD)
def test_what_is_no_optimizer_is_refused_in_one_sentence(message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gdviz.compare("booth", BAD[message])


def test_the_engine_s_own_comparison_refuses_what_is_no_optimizer() -> None:
    with pytest.raises(ValueError, match=r"optimizers must hold optimizers, or pairs .* not \('gd', \{\}\)"):
        Contest(gdviz.surfaces["booth"], ["gd"])  # type: ignore[list-item]


@pytest.mark.parametrize("slug", ["gd", "bfgs"])  # counted beforehand, and one by one
def test_a_run_that_diverged_gives_no_target(slug: str) -> None:
    """Where the loss has no bottom, the farther a run goes astray, the less is its loss."""
    saddle = gdviz.surface("-x^2 + y", domain=((-2, 2), (-2, 2)))
    contest = Contest(saddle, [gdviz.optimizers[slug]], trials=12, starts=6, evaluations=300)
    for _ in contest:
        pass
    searched, target = contest.found["search", 0].loss, contest.comparison().target
    ended = searched[np.isfinite(searched)]
    assert np.isnan(searched).any() and (not len(ended) or target == ended.min() + 1e-3)


def test_where_every_run_diverges_there_is_no_target() -> None:
    saddle = gdviz.surface("-x^2 + y", domain=((-2, 2), (-2, 2)))
    lost = gdviz.compare(saddle, [("gd", {"lr": 1e3})], trials=1, starts=3)
    assert np.isnan(lost.target) and lost.standings[0].success == 0 and np.isnan(lost.standings[0].loss).all()
    assert lost.figure() is not None


def test_more_numbers_than_the_sequence_has_bases_are_refused_in_words() -> None:
    lines = [f"param a{i} = 0.5 from 0 to 1" for i in range(40)]
    used = " + ".join(f"a{i}" for i in range(40))
    rule = gdviz.optimizer("\n".join([*lines, f"theta = theta - lr*({used})*g/20"]))
    with pytest.raises(ValueError, match=r"at most 40 numbers of an optimizer are tuned, not 41; hold some"):
        gdviz.compare("booth", [rule])
    assert gdviz.compare("booth", [(rule, {"a0": 0.5})], trials=2, starts=2).standings[0].tried == 2
    assert gdviz.compare("booth", [rule], trials=2, starts=2, only_rate=True).standings[0].tried == 2
