"""Picking optimizers: typed by name, or by family with the basics first."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import streamlit as st

from gdviz.engine import Entry, Method
from gdviz.library.registry import methods
from gdviz.ui.spec.spec import MAX_ENTRANTS, OWN
from gdviz.ui.state import page_choices
from gdviz.ui.widgets.binding import Binding, bound, while_open
from gdviz.ui.widgets.entry import WRITE_YOUR_OWN
from gdviz.ui.widgets.fields import pills, several

LAST = 10**6  # behind every slot and year


def dated(entry: Entry) -> str:
    """Return the name with the year, where there is little room."""
    return f"{entry.name} ({entry.year})" if entry.year else entry.name


def by_family(rules: Mapping[str, Method]) -> dict[str, list[str]]:
    """Return the slugs of each family, the families of the best known rules first.

    In a family the best known rules come first, then the others from the oldest on.
    """
    basic = {s: LAST if r.slot is None else r.slot for s, r in rules.items()}
    best: dict[str, int] = {}
    for s, r in rules.items():
        best[r.family] = min(basic[s], best.get(r.family, LAST))
    order = sorted(
        rules,
        key=lambda s: (
            best[rules[s].family],
            rules[s].family,
            basic[s],
            rules[s].year or LAST,
            rules[s].name,
        ),
    )
    return {f: list(slugs) for f, slugs in groupby(order, key=lambda s: rules[s].family)}


def optimizers() -> None:
    """Draw the field of optimizers, and below it a button that opens all of them by family."""
    families = by_family(methods)
    several(
        bound("opt", []),
        "Optimizers",
        [*(s for slugs in families.values() for s in slugs), OWN],
        label_of=_label,
        max_selections=MAX_ENTRANTS,
        placeholder="Pick optimizers to race",
    )
    window = st.popover(
        "All by family", icon=":material/category:", width="stretch", key="families", on_change=while_open()
    )
    if not window.open:  # what nobody sees is not sent
        return
    with window:
        for family, slugs in families.items():
            _pills(family, slugs)
        _pills("Your own", [OWN])
        if len(page_choices().get("opt", [])) >= MAX_ENTRANTS:
            st.caption(f"{MAX_ENTRANTS} are picked, as many as one race has; take one out to pick another.")


def _label(slug: str) -> str:
    return WRITE_YOUR_OWN if slug == OWN else dated(methods[slug])


def _pills(family: str, slugs: list[str]) -> None:
    picked = [s for s in slugs if s in page_choices().get("opt", [])]
    pills(Binding(f"family.{family}", picked, lambda now: _pick(now, slugs)), family, slugs, label_of=_label)


def _pick(picked: list[str], slugs: list[str]) -> None:
    """Take out the slugs that are not picked any more, and add the new ones at the end, up to the most."""
    before = page_choices().get("opt", [])
    kept = [s for s in before if s not in slugs or s in picked]
    page_choices()["opt"] = [*kept, *(s for s in picked if s not in kept)][:MAX_ENTRANTS]
