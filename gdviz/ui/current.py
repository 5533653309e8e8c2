"""The choices of a page as a Spec that works, without drawing anything: the picture is sent before the controls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import gdviz
from gdviz.engine.objective import check_domain
from gdviz.formula import Param
from gdviz.ui import resolve
from gdviz.ui.link import OWN
from gdviz.ui.problems.fit import objective as fits
from gdviz.ui.spec import Choice, Entrant, Fit, Spec
from gdviz.ui.state import (
    SAMPLE_DATA,
    SAMPLE_LOSS,
    SAMPLE_RULE,
    SAMPLE_SCHEDULE,
    SAMPLE_SURFACE,
    choices,
    default,
    good,
    memory,
    objective_id,
    plain,
    view_id,
)


def spec() -> Spec:
    """What is to be run and shown."""
    c = choices()
    what = Spec(fit=fit_choice()) if default().fit else Spec(surface=surface_choice())
    sid, objective = objective_id(what), resolve.objective_of(what)
    axes = tuple(c.get(f"axes.{sid}") or what.axes) if what.fit else what.axes
    if max(axes) >= objective.dimension or axes[0] == axes[1]:  # other features, other parameters
        axes = what.axes
    what = replace(what, axes=axes)
    start = c.get(f"start.{sid}")
    entrants = tuple(Entrant(optimizer_choice(slug), c.get(f"lr.{sid}.{slug}")) for slug in c.get("opt", []))
    chosen = plain(c)
    if what.fit and chosen["batch"] is not None:  # fewer rows than the batch had
        chosen["batch"] = min(chosen["batch"], fits.objective_of(what.fit).rows)
    return replace(
        what,
        window=window(what)[0],
        entrants=entrants,
        schedule=schedule_choice(),
        start=start if start and len(start) == objective.dimension else None,
        **chosen,
    )


def fit_choice() -> Fit:
    """Data, features, model, loss and penalty; or the last ones that could be computed where these cannot."""
    c, usual = choices(), default().fit
    assert usual
    before = good().get("fit", usual)
    memory().pop("problem", None)
    made = None
    try:
        made = _fit(c, usual)
        made = _computed(made)
    except ValueError as error:  # told beside the data, by the controls
        memory()["problem"] = str(error)
        # the data as they were, under the loss and the penalty that were asked for
        rest = {"loss": made.loss, "average": made.average, "penalty": made.penalty} if made else {}
        made = _or(replace(before, **rest), before)
    good()["fit"] = made
    return made


def _computed(fit: Fit) -> Fit:
    """The fit with a loss that suits its classes. Raises ValueError where it cannot be computed."""
    fit = fits.fitting(fit)
    fits.objective_of(fit)
    return fit


def _or(fit: Fit, other: Fit) -> Fit:
    try:
        return _computed(fit)
    except ValueError:  # what stands in the way is told already
        return other


def _fit(c: dict[str, Any], usual: Fit) -> Fit:
    sid, table, task = c.get("data", usual.data.slug), None, usual.task
    if sid == "csv":
        if c.get("table") is None:
            raise ValueError("there is no table yet; upload a CSV file or paste one")
        table, data = c["table"], Choice()
    elif sid == OWN:
        data = own_choice("d", SAMPLE_DATA, lambda choice: fits.dataset_of(Fit(task, choice)), f"data.{OWN}")
    else:
        data = Choice(sid, params=_params(f"data.{sid}", gdviz.datasets[sid].params))
    slug = c.get("loss", usual.loss.slug)
    if slug == OWN:
        loss = own_choice("l", SAMPLE_LOSS, lambda choice: fits.loss_of(choice, task), f"loss.{OWN}")
    else:
        loss = Choice(slug, params=_params(f"loss.{slug}", gdviz.losses[slug].params))
    kind = c.get("penalty", "none")
    penalty = (
        None
        if kind == "none"
        else Choice(kind, params=_params(f"penalty.{kind}", gdviz.penalties[kind].params))
    )
    shape = {n: c.get(f"{n}.{sid}") for n in ("features", "target", "degree", "scaling", "intercept")}
    if shape["features"] == []:
        raise ValueError("no feature is picked; pick at least one")
    bare = Fit(
        task,
        data,
        table,
        seed=c.get("draw", 0),
        loss=loss,
        average=c.get("average", usual.average),
        penalty=penalty,
    )
    known = fits.dataset_of(bare)
    as_known = {n: getattr(known, n) for n in shape} | {"features": known.first_features}
    given: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in shape.items()}
    changed: dict[str, Any] = {n: None if v == as_known[n] else v for n, v in given.items()}
    return replace(bare, **changed)


def surface_choice() -> Choice:
    """The surface picked, or the last text of one's own that worked."""
    slug = choices().get("surface", "rosenbrock")
    if slug == OWN:
        return own_choice("f", SAMPLE_SURFACE, resolve.surface_of, f"surface.{OWN}")
    return Choice(slug, params=_params(f"surface.{slug}", gdviz.surfaces[slug].params))


def optimizer_choice(slug: str) -> Choice:
    """An optimizer picked, or the last update rule of one's own that worked."""
    if slug == OWN:
        return own_choice(OWN, SAMPLE_RULE, resolve.rule_of, f"rule.{OWN}")
    return Choice(slug, params=_params(f"rule.{slug}", gdviz.optimizers[slug].params))


def schedule_choice() -> Choice | None:
    """The schedule; None for a constant rate."""
    slug = choices().get("schedule", "constant")
    if slug == "constant":
        return None
    if slug == OWN:
        return own_choice("rate", SAMPLE_SCHEDULE, resolve.schedule_of, f"schedule.{OWN}")
    return Choice(slug, params=_params(f"schedule.{slug}", gdviz.schedules[slug].params))


def own_choice(key: str, sample: str, find: Callable[[Choice], Any], prefix: str) -> Choice:
    """The text of one's own under `key`, or the last one that worked where this one does not."""
    c = choices()
    text = c.get(key, sample)
    try:
        entry = find(Choice(text=text))
        good()[key] = text
    except ValueError:  # told beside the text, by the controls
        text = good().get(key, sample)
        entry = find(Choice(text=text))
    return Choice(text=text, params=_params(prefix, entry.params))


def window(spec: Spec) -> tuple[tuple[float, ...] | None, str]:
    """The window chosen for a surface or the parameters shown, and why it cannot be shown where it cannot."""
    w = choices().get(f"window.{view_id(spec)}")
    if w is None:
        return None, ""
    try:
        check_domain(resolve.pairs(w), resolve.axis_names(spec))
    except ValueError as error:
        return None, str(error)
    return tuple(w), ""


def _params(prefix: str, params: Sequence[Param]) -> tuple[tuple[str, float], ...]:
    """The parameters that differ from their defaults; a text may have narrowed a range: what is run is what the slider shows."""
    c, out = choices(), []
    for p in params:
        key = f"{prefix}.{p.name}"
        if key in c:
            kept = min(max(c[key], p.low), p.high)
            c[key] = round(kept) if p.integer else float(kept)
            if c[key] != p.default:
                out.append((p.name, float(c[key])))
    return tuple(out)
