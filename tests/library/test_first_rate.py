"""Under a schedule every rule sees the rate that the path records, also where its memory begins with a rate."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz

SURFACE = gdviz.surface("(1 - x)^2 + 3(y - x^2)^2", start=(-1.2, 0.8))
WARM = {
    "linear warm-up": gdviz.schedule("lr*min(1, t/10)"),
    "reads the loss": gdviz.schedule("lr*f/(1 + f)"),
    "remembers": gdviz.schedule("state r = lr/8; r = 1.3*r\nr"),
    "registered": gdviz.schedules["warmup_cosine"],
}
# rules whose memory begins with the rate of the first step -> the state that does
BORN = {
    slug: name
    for slug, rule in gdviz.optimizers.items()
    for name, born in rule.program.states
    if born is not None and born.name == "lr"
}
FIRST_STEPS = {
    "asgd": lambda start, g, lr: start * (1 - 1e-4 * lr) - lr * g,
    "rprop": lambda start, g, lr: start - lr * np.sign(g),
}


@pytest.mark.parametrize("schedule", WARM)
@pytest.mark.parametrize("slug", gdviz.optimizers)
def test_a_rule_sees_the_rate_that_is_recorded(slug: str, schedule: str) -> None:
    entry = gdviz.optimizers[slug]
    watched = gdviz.Rule(
        "state born = lr\n" + entry.text + "\nseen = lr\nborn = born", unit=entry.unit, lr=entry.lr
    )
    path = gdviz.descend(SURFACE, watched, steps=30, lr=0.01, schedule=WARM[schedule], stop=None)
    assert path.rate[0] < 0.01
    np.testing.assert_array_equal(path.quantities["seen"], path.rate)
    assert float(path.initial["born"][0]) == path.rate[0]


def test_the_rules_that_begin_with_a_rate_are_known() -> None:
    reading = {
        slug
        for slug, rule in gdviz.optimizers.items()
        if any(node is not None and "lr" in node.names() for _, node in rule.program.states)
    }
    assert reading == {*BORN} >= {*FIRST_STEPS}


@pytest.mark.parametrize("schedule", WARM)
@pytest.mark.parametrize("slug", BORN)
def test_memory_begins_with_the_first_rate(slug: str, schedule: str) -> None:
    path = gdviz.descend(SURFACE, slug, steps=5, lr=0.01, schedule=WARM[schedule], stop=None)
    assert float(path.initial[BORN[slug]][0]) == path.rate[0]
    if slug in FIRST_STEPS:
        np.testing.assert_array_equal(
            path.theta[1], FIRST_STEPS[slug](path.theta[0], path.gradient[0], path.rate[0])
        )


@pytest.mark.parametrize("schedule", WARM)
@pytest.mark.parametrize("slug", [*BORN, "adam"])
def test_rows_that_end_before_the_first_step_leave_the_others_alone(slug: str, schedule: str) -> None:
    starts, rates = (
        np.array([[np.sqrt(0.5), 9.0], [-1.2, 0.8], [1.0, 1.0], [2.0, 1.5]]),
        np.array([0.02, 0.01, 0.03, 0.004]),
    )
    out = gdviz.sweep(SURFACE, slug, starts, steps=20, lr=rates, schedule=WARM[schedule])
    assert out.steps[2] == 0
    for i in range(4):
        one = gdviz.descend(SURFACE, slug, starts[i], steps=20, lr=rates[i], schedule=WARM[schedule])
        np.testing.assert_array_equal(out.theta[i], one.theta[-1])


def test_a_shared_name_is_given_to_the_schedule_apart() -> None:
    """`gamma` of the rule as a keyword, `gamma` of the schedule in `schedule_hyper`: as in `descend`, and per row."""
    rule = gdviz.optimizer("param gamma = 1 from 0 to 2\ntheta = theta - lr*gamma*g")
    plan = gdviz.schedule("param gamma = 0.9 from 0 to 1\nlr*gamma^t")
    gammas = np.array([0.5, 0.8, 0.99])
    out = gdviz.sweep(
        SURFACE, rule, steps=20, lr=0.02, gamma=0.5, schedule=plan, schedule_hyper={"gamma": gammas}
    )
    for i, gamma in enumerate(gammas):
        one = gdviz.descend(
            SURFACE, rule, steps=20, lr=0.02, gamma=0.5, schedule=plan, schedule_hyper={"gamma": gamma}
        )
        np.testing.assert_array_equal(out.theta[i], one.theta[-1])
    assert len({*out.loss.tolist()}) == 3


@pytest.mark.parametrize("run", [gdviz.descend, gdviz.sweep])
def test_wrong_parameters_of_a_schedule_are_named(run) -> None:
    with pytest.raises(ValueError, match="there is no schedule that could have a parameter 'gamma'"):
        run(SURFACE, "gd", lr=0.01, schedule_hyper={"gamma": 1})
    with pytest.raises(ValueError, match="has no parameter 'gama'"):
        run(SURFACE, "gd", lr=0.01, schedule="exponential", schedule_hyper={"gama": 1})
    with pytest.raises(ValueError, match="gamma must be a number"):
        run(SURFACE, "gd", lr=0.01, schedule="exponential", schedule_hyper={"gamma": "fast"})
