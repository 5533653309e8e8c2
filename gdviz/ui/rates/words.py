"""What a sweep over learning rates says, in sentences that are true whatever it found."""

from __future__ import annotations

import numpy as np

from gdviz.engine import RateSweep, Status

AGREE = 1.05  # rates that differ by a smaller factor are said to agree


def lesson(sweep: RateSweep) -> list[str]:
    """Return the sentences, the most important one first."""
    return [_disagreement(sweep), why_best(sweep), _edge(sweep), _theory(sweep)]


def _disagreement(sweep: RateSweep) -> str:
    """Say how far the suggestions are apart."""
    order = sorted(sweep.suggestions, key=lambda s: s.rate)
    if len(order) < 2:
        return "There is one suggestion only." if order else "There is no suggestion."
    least, most = order[0], order[-1]
    factor = most.rate / least.rate
    if factor < AGREE:
        return f"The {len(order)} suggestions agree on a rate of about {least.rate:.3g}."
    return (
        f"The {len(order)} suggestions disagree by a factor of {factor:.3g}: from {least.rate:.3g} "
        f"({least.name}) to {most.rate:.3g} ({most.name})."
    )


def why_best(sweep: RateSweep) -> str:
    """Say which rate is best, and why."""
    best = sweep.suggested("best")
    count = len(sweep.rates)
    if best is None:
        all_rates = f"All {count} rates from {sweep.rates[0]:.3g} to {sweep.rates[-1]:.3g}"
        return f"{all_rates} {_diverge(sweep).rstrip(',')}."
    i = int(np.argmin(np.abs(sweep.rates - best.rate)))
    if sweep.status[i] is Status.REACHED:
        return f"Of {count} rates {best.rate:.4g} reaches the loss in the fewest steps: {sweep.steps[i]}."
    kind = "highest" if sweep.maximize else "lowest"
    return (
        f"Of {count} rates {best.rate:.4g} is best: of those that end {kind}, at a loss of "
        f"{sweep.loss[i]:.4g}, it is there first."
    )


def _edge(sweep: RateSweep) -> str:
    """Say where runs begin to diverge."""
    edge, least, most = sweep.edge, sweep.rates[0], sweep.rates[-1]
    if edge.above is None:
        return f"None of the rates up to {most:.3g} diverges within {sweep.planned} steps."
    again = f"; {edge.again} of the larger rates do not" if edge.again else ""
    if edge.below is None:
        how = "diverges" if sweep.status[0] is Status.DIVERGED else "ends worse than it began"
        return f"The least rate, {least:.3g}, {how} already{again}."
    return f"Runs {_diverge(sweep)} from the rate {edge.above:.4g} on{again}."


def _diverge(sweep: RateSweep) -> str:
    """Say what the runs that count as diverged do: all leave for good, or some only end worse."""
    left = sweep.status[sweep.diverged] == Status.DIVERGED
    if left.all():
        return "diverge"
    return "diverge, or end worse than they began," if left.any() else "end worse than they began"


def _theory(sweep: RateSweep) -> str:
    """Say what theory says of that."""
    edge, name = sweep.edge, sweep.rule.name
    if edge.theory is not None:
        return f"Theory has the limit of {name} at {edge.formula} = {edge.theory:.4g}, and it holds here."
    if sweep.rule.preconditioner:
        return f"No limit holds for a whole run of {name}, which divides the gradient by what it has seen."
    if sweep.rule.stable:
        return f"Theory has a limit of {name} only for quadratics and plain runs, so none holds here."
    return f"No limit is known of {name}."
