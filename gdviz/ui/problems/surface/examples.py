"""Surfaces on which entries of the library are shown at work."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from gdviz.engine import Entry, Method, Schedule, Surface
from gdviz.ui.problems.problem import Example
from gdviz.ui.problems.surface.spec import SurfaceChoice
from gdviz.ui.spec.spec import Choice, Entrant

PAGE = "surface"
BOWL = "ill_conditioned_bowl"  # narrow, and turned against the axes: here the paths differ most to the eye


@singledispatch
def example(entry: Entry) -> Example | None:
    """Return the scene of an entry; None where another kind of problem shows it."""
    return None


@example.register
def _(entry: Surface) -> Example:
    surface = SurfaceChoice(Choice(entry.slug))
    return Example(PAGE, lambda default: replace(default, problem=surface))


@example.register
def _(entry: Method) -> Example | None:
    if entry.family == "Proximal":  # a surface has no penalty
        return None
    slugs = ["gd"] if entry.slug == "gd" else ["gd", entry.slug]
    entrants = tuple(Entrant(Choice(slug)) for slug in slugs)
    return Example(
        PAGE, lambda default: replace(default, problem=SurfaceChoice(Choice(BOWL)), entrants=entrants)
    )


@example.register
def _(entry: Schedule) -> Example:
    """Show it on a bowl with noise, since a falling rate is made for noise."""
    entrants = tuple(Entrant(Choice(slug), lr=0.02) for slug in ("gd", "momentum"))
    return Example(
        PAGE,
        lambda default: replace(
            default,
            problem=SurfaceChoice(Choice("sphere")),
            entrants=entrants,
            schedule=Choice(entry.slug),
            noise=2.0,
        ),
    )
