"""Learning rates that somebody suggests: each with its source, and whether what it assumes holds here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gdviz.engine.compiled import constant
from gdviz.engine.maps.rates.range_test import RangeTest, least_tenth, steep, valley
from gdviz.engine.maps.rates.theory import Curvature
from gdviz.engine.method.rule import Rule
from gdviz.engine.method.stability import as_read, in_range

PLAIN_LIMIT = "2/lam_max"  # of gradient descent
PLAIN_FASTEST = "2/(lam_min + lam_max)"
FEWEST = 2  # readings from which a slope can be taken


@dataclass(frozen=True)
class Suggestion:
    """A learning rate and who says so.

    Attributes
    ----------
    key : what it is known by
    name : what it is called
    rate : the learning rate
    source : where it comes from
    assumes : what it takes for granted
    holds : whether that holds here
    formula : of the rate, as it is read; "" where there is none
    hyper : hyper-parameters that belong to it
    """

    key: str
    name: str
    rate: float
    source: str
    assumes: str
    holds: bool
    formula: str = ""
    hyper: Mapping[str, float] = field(default_factory=dict)


def from_theory(rule: Rule, hyper: Mapping[str, float], at: Curvature, plain: bool) -> Iterator[Suggestion]:
    """Yield what theory suggests where these are the extreme curvatures; `plain`: see `theory.is_plain`."""
    known = {**hyper, "lam_min": at.low, "lam_max": at.high}
    there = "" if at.where == "everywhere" else f"; here with the curvature {at.where}"
    quadratic = at.where == "everywhere" and plain

    def said(key: str, of: str, what: str, formula: str, holds: bool, **more: float) -> Suggestion:
        return Suggestion(
            key,
            f"{of}'s {what}",
            constant(formula, known),
            f"theory of {of}",
            f"valid only for quadratics{there}" if holds else f"valid only for {of} on quadratics{there}",
            holds and quadratic,
            as_read(formula),
            more,
        )

    stable = "" if rule.preconditioner else rule.stable  # it would be no limit of the rate alone
    is_descent = stable == PLAIN_LIMIT
    yield said("limit", "Gradient descent", "limit", PLAIN_LIMIT, is_descent)
    if at.low > 0:
        yield said("fastest", "Gradient descent", "fastest rate", PLAIN_FASTEST, is_descent)
    if stable and not is_descent and in_range(rule, hyper):
        yield said("own limit", rule.name, "limit", stable, True)
    if rule.tuned and at.low > 0:
        pair = {name: constant(formula, known) for name, formula in rule.tuned.items() if name != "lr"}
        yield said(
            "pair", rule.tuned_by, f"pair of rate and {' and '.join(pair)}", rule.tuned["lr"], True, **pair
        )


def from_test(test: RangeTest) -> Iterator[Suggestion]:
    """Yield what fastai's rules read off a range test, if there is enough to read."""
    if len(test.rates) < FEWEST:
        return
    assumes = "a rule of thumb, for a loss above 0"
    for key, name, rule in (
        ("valley", "valley", valley),
        ("steep", "steep", steep),
        ("minimum", "minimum/10", least_tenth),
    ):
        yield Suggestion(key, f"fastai's {name}", rule(test), "a range test", assumes, test.positive)
