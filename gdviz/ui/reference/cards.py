"""Reference cards: everything that an entry of the library says about itself, as HTML made from the entry alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import gdviz
from gdviz.engine import Dataset, Entry, Penalty
from gdviz.formula import mathml
from gdviz.player.scene.linebreaks import with_line_breaks
from gdviz.ui.address import to_query
from gdviz.ui.problems.kinds import objective_of
from gdviz.ui.reference import examples, pictures, pictures_fit
from gdviz.ui.reference.equations import equations
from gdviz.ui.reference.facts import facts, listed, minima, parameters, remarks, source


@dataclass(frozen=True)
class Kind:
    """One kind of entry: its name, one and many, its registry, its key in a link, the words of the link, the picture."""

    one: str
    title: str
    entries: Mapping[str, Any]
    key: str  # "" where a link always names the entry
    link: str
    picture: Callable[[Any], str]
    told: Callable[[Any], str]


def address(kind: str, entry: Entry) -> str:
    """The link, relative to the Reference page, that opens an entry at work; it names the entry, default or not."""
    page, spec = examples.page_and_spec_of(entry)
    assert page.default is not None  # a page of a race
    key = KINDS[kind].key
    query = ({key: entry.slug} if key else {}) | to_query(spec, page.default)
    return f"{page.address}?{urlencode(query)}"


def found(kind: str, words: str) -> list[Entry]:
    """Entries of a kind whose text has every word, in the order of (family, name)."""
    wanted = words.casefold().split()
    return [e for e in KINDS[kind].entries.values() if all(w in _haystack(e) for w in wanted)]


def page(kind: str, words: str) -> str:
    """The cards that match, under a heading for each family; a sentence where none does."""
    entries = found(kind, words)
    if not entries:
        return _nothing(kind, words)
    out = []
    for family, members in groupby(entries, key=lambda e: e.family):
        cards, label = [card(kind, e) for e in members], escape(family)
        heading = f'<h2>{label} <span class="gd-count">{len(cards)}</span></h2><div class="gd-grid">'
        out.append(
            f'<section aria-label="{label}" style="--n:{len(cards)}">{heading}{"".join(cards)}</div></section>'
        )
    return "".join(out)


@cache  # constant: one a library entry
def card(kind: str, entry: Entry) -> str:
    """The card of an entry."""
    made = " ".join(filter(None, [escape(entry.authors), f"({entry.year})" if entry.year else ""]))
    k = KINDS[kind]
    picture = (
        f'<img src="{k.picture(entry)}" alt="{escape(k.told(entry))}" width="112" height="112" loading="lazy" '
        'decoding="async">'
    )
    heading = f"<h3>{escape(entry.name)}</h3>{f'<p>{made}</p>' if made else ''}"
    told = "".join(f'<p class="gd-fact">{f}</p>' for f in facts(entry))
    lines = "".join(f"<div>{with_line_breaks(mathml(e))}</div>" for e in equations(entry))
    opens = escape(f"{k.link}: {entry.name}")
    parts = [
        f"<header>{picture}<div>{heading}{told}</div></header>",
        f'<div class="gd-math" tabindex="0">{lines}</div>' if lines else "",
        f'<p class="gd-note">{escape(entry.note)}</p>' if entry.note else "",
        parameters(entry),
        f'<p class="gd-remark">{" ".join(said)}</p>' if (said := remarks(entry)) else "",
        f'<p class="gd-source">{source(entry.reference)}</p>' if entry.reference else "",
        f'<a class="gd-open" target="_self" href="{escape(address(kind, entry))}" aria-label="{opens}">{escape(k.link)}</a>',
    ]
    return f'<article class="gd-card" id="{escape(entry.slug)}">{"".join(parts)}</article>'


@cache  # constant: one a library entry
def _haystack(entry: Entry) -> str:
    e, more = entry, []
    if isinstance(e, Dataset):
        more = [*e.table().columns, e.licence]
    elif isinstance(e, Penalty):
        more = [e.prox]
    return " ".join(
        (e.name, e.slug, e.authors, str(e.year or ""), e.family, e.note, e.reference, e.text, *more)
    ).casefold()


def _nothing(kind: str, words: str) -> str:
    counts = [(k, len(found(key, words))) for key, k in KINDS.items() if key != kind]
    hints = [f"{n} {k.one if n == 1 else k.title.lower()}" for k, n in counts if n]
    sentence = f"No {KINDS[kind].one} has all of: {words.strip()}."
    if hints:
        sentence += f" The same words find {listed(hints)}."
    return f'<p class="gd-nothing" role="status">{escape(sentence)}</p>'


def _told_surface(s: gdviz.Surface) -> str:
    where, drawn = minima(s), "Curve" if s.dimension == 1 else "Contours"
    return f"{drawn} of {s.name}, minimum at {where}" if where else f"{drawn} of {s.name}"


def _told_rule(e: gdviz.Rule) -> str:
    return f"Path of {e.name} on {objective_of(examples.spec_of(e)).name}"


def _told_loss(e: gdviz.Loss) -> str:
    over = "the residual z − y" if e.task == "regression" else "the score, a curve for each class"
    return f"{e.name} over {over}"


def _told_data(e: Dataset) -> str:
    first, second = pictures_fit.axes_of(e)
    return f"{e.name}: points of {second} over {first}"


KINDS = {
    "surfaces": Kind(
        "surface",
        "Surfaces",
        gdviz.surfaces,
        "surface",
        "Open this surface",
        pictures.surface_picture,
        _told_surface,
    ),
    "optimizers": Kind(
        "optimizer",
        "Optimizers",
        gdviz.optimizers,
        "",
        "Watch it run",
        lambda e: pictures.path_picture(examples.spec_of(e)),
        _told_rule,
    ),
    "schedules": Kind(
        "schedule",
        "Schedules",
        gdviz.schedules,
        "schedule",
        "Run under it",
        lambda e: pictures.rate_picture(examples.spec_of(e)),
        lambda e: f"Learning rate over {examples.spec_of(e).steps} steps under {e.name}",
    ),
    "losses": Kind(
        "loss", "Losses", gdviz.losses, "loss", "Descend it", pictures_fit.loss_picture, _told_loss
    ),
    "penalties": Kind(
        "penalty",
        "Penalties",
        gdviz.penalties,
        "penalty",
        "Fit under it",
        pictures_fit.penalty_picture,
        lambda e: f"{e.name} over a weight",
    ),
    "datasets": Kind(
        "data set",
        "Data sets",
        gdviz.datasets,
        "data",
        "Fit this data set",
        pictures_fit.data_picture,
        _told_data,
    ),
}
