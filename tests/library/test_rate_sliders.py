"""The sliders of the player's legend, over everything registered: their ends, and the limits marked on their tracks."""

import numpy as np
import pytest

import gdviz
from gdviz.ui.pages import PAGES
from gdviz.ui.race.hand import controls_of
from gdviz.ui.spec.spec import Choice, Entrant, Spec

BOWL = "2x^2 + 0.5y^2 + x*y"  # curvatures 2.5 +- sqrt(3.25)
CURVATURES = 2.5 - np.sqrt(3.25), 2.5 + np.sqrt(3.25)


def spec_on(surface: Choice, *optimizers: str, **options: object) -> Spec:
    usual = PAGES["surface"].first_shown
    problem = type(usual.problem)(surface)
    entrants = tuple(Entrant(Choice(slug)) for slug in optimizers)
    return Spec(problem, entrants, **options)


@pytest.mark.parametrize("surface", sorted(gdviz.surfaces))
def test_every_slider_holds_its_value_and_takes_it_back(surface: str) -> None:
    spec = spec_on(Choice(surface), *sorted(gdviz.optimizers)[:: len(gdviz.optimizers) // 6])
    controls = controls_of(spec)
    assert len({c.key for c in controls}) == len(controls)
    assert [c.of for c in controls if c.label == "Learning rate"] == [e.optimizer.slug for e in spec.entrants]
    for c in controls:
        assert c.low <= c.value <= c.high and c.low < c.high and np.isfinite([c.low, c.high]).all(), c.key
        assert not c.log or c.low > 0
        assert c.check(c.value) == c.value
        assert np.isfinite([c.check(c.low), c.check(c.high)]).all()


@pytest.mark.parametrize(
    "slug", sorted(s for s, rule in gdviz.optimizers.items() if rule.stable and not rule.preconditioner)
)
def test_the_mark_is_where_runs_begin_to_diverge(slug: str) -> None:
    spec = spec_on(Choice(text=BOWL), slug)
    rate = next(c for c in controls_of(spec) if c.label == "Learning rate")
    assert rate.limit is not None
    limit, sentence = rate.limit
    below, above = (
        gdviz.descend(gdviz.surface(BOWL), slug, start=(1.0, -2.0), lr=limit * off, steps=4000)
        for off in (0.99, 1.01)
    )
    assert below.status.name != "DIVERGED" and above.status.name == "DIVERGED"
    assert "stable below" in sentence and "4.303" in sentence


def test_the_limit_of_gradient_descent_is_two_by_the_largest_curvature() -> None:
    (rate,) = (c for c in controls_of(spec_on(Choice(text=BOWL), "gd")) if c.label == "Learning rate")
    assert rate.limit is not None and rate.limit[0] == pytest.approx(2 / CURVATURES[1], rel=1e-12)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("x^4 + y^2", {}),  # no quadratic
        ("abs(x) + y^2", {}),  # its second derivatives are constant, but it has a kink
        ("x^2 - y^2", {}),  # no minimum
        ("0*x + y", {}),  # no curvature
        (BOWL, {"maximize": True}),
        (BOWL, {"noise": 0.5}),
        (BOWL, {"schedule": Choice("cosine")}),
        (BOWL, {"clip": 1.0}),
    ],
)
def test_no_mark_where_theory_does_not_hold(text: str, options: dict[str, object]) -> None:
    (rate,) = (
        c for c in controls_of(spec_on(Choice(text=text), "gd", **options)) if c.label == "Learning rate"
    )
    assert rate.limit is None


@pytest.mark.parametrize(("data", "loss", "marked"), [("line", "squared", True), ("line", "huber", False)])
def test_a_squared_loss_over_data_has_a_mark(data: str, loss: str, marked: bool) -> None:
    usual = PAGES["regression"].first_shown
    problem = type(usual.problem)("regression", Choice(data), loss=Choice(loss))
    spec = Spec(problem, (Entrant(Choice("gd")),))
    (rate,) = (c for c in controls_of(spec) if c.label == "Learning rate")
    assert (rate.limit is not None) == marked
    if rate.limit is not None:
        largest = np.linalg.eigvalsh(gdviz.data_loss(data, loss).hessian(np.zeros(2)))[-1]
        assert rate.limit[0] == pytest.approx(2 / largest, rel=1e-12)
