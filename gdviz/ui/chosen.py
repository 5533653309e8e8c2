"""The choices of a page as a Spec that works, without drawing anything: the picture is sent before the controls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gdviz
from gdviz.engine import Choice, Entrant, Spec
from gdviz.engine.objective import check_domain
from gdviz.formula import Param
from gdviz.ui import resolve
from gdviz.ui.state import SAMPLE_RULE, SAMPLE_SCHEDULE, SAMPLE_SURFACE, choices, plain, surface_id
from gdviz.ui.url import OWN


def spec() -> Spec:
    """What is to be run and shown."""
    c = choices()
    surface = surface_choice()
    sid = surface_id(surface)
    entrants = tuple(Entrant(optimizer_choice(slug), c.get(f"lr.{sid}.{slug}")) for slug in c.get("opt", []))
    return Spec(surface=surface, window=window(sid, surface)[0], entrants=entrants, schedule=schedule_choice(),
                start=c.get(f"start.{sid}"), **plain(c))


def surface_choice() -> Choice:
    """The surface picked, or the last text of one's own that worked."""
    slug = choices().get("surface", "rosenbrock")
    if slug == OWN:
        return own_choice("f", SAMPLE_SURFACE, resolve.surface_of, f"surface.{OWN}")
    return Choice(slug, params=_params(f"surface.{slug}", gdviz.surfaces[slug].params))


def optimizer_choice(slug: str) -> Choice:
    """An optimizer picked, or the last update rule of one's own that worked."""
    if slug == OWN:
        return own_choice(OWN, SAMPLE_RULE, resolve.rule_of, OWN)
    return Choice(slug, params=_params(slug, gdviz.optimizers[slug].params))


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
        c[f"{key}.good"] = text
    except ValueError:  # told beside the text, by the controls
        text = c.get(f"{key}.good", sample)
        entry = find(Choice(text=text))
    return Choice(text=text, params=_params(prefix, entry.params))


def window(sid: str, surface: Choice) -> tuple[tuple[float, float, float, float] | None, str]:
    """The window chosen for a surface, and why it cannot be shown where it cannot."""
    w = choices().get(f"window.{sid}")
    if w is None:
        return None, ""
    try:
        check_domain(((w[0], w[1]), (w[2], w[3])), resolve.surface_of(surface).names)
    except ValueError as error:
        return None, str(error)
    return (w[0], w[1], w[2], w[3]), ""


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
