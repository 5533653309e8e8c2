"""Reference cards: everything that an entry of the library says about itself, as HTML."""

from __future__ import annotations

from functools import cache
from html import escape
from itertools import groupby
from urllib.parse import urlencode

from gdviz.engine import Dataset, Entry, Penalty
from gdviz.formula import mathml
from gdviz.player.scene.linebreaks import with_line_breaks
from gdviz.ui.address import to_query
from gdviz.ui.reference.entry_kinds import ENTRY_KINDS
from gdviz.ui.reference.equations import equations
from gdviz.ui.reference.examples import page_and_spec_of
from gdviz.ui.reference.facts import facts, in_words, parameters_html, reference_html, remarks


def gallery_html(kind: str, search: str) -> str:
    """Return the cards that match a search, under a heading for each family.

    Parameters
    ----------
    kind : str
        Key of ENTRY_KINDS.
    search : str
        Words of the search field. Where no entry matches, a sentence says so instead.
    """
    entries = matching(kind, search)
    if not entries:
        return _nothing_found(kind, search)
    families = groupby(entries, key=lambda entry: entry.family)
    return "".join(_section(family, [card(kind, entry) for entry in members]) for family, members in families)


def matching(kind: str, search: str) -> list[Entry]:
    """Return the entries of a kind whose text has every word of a search, in the order of the registry."""
    wanted = search.casefold().split()
    entries = ENTRY_KINDS[kind].entries.values()
    return [entry for entry in entries if all(word in _searched_text(entry) for word in wanted)]


@cache  # constant: one a library entry
def _searched_text(entry: Entry) -> str:
    """Return everything of an entry in which a search looks."""
    parts = [
        entry.name,
        entry.slug,
        entry.authors,
        str(entry.year or ""),
        entry.family,
        entry.note,
        entry.reference,
        entry.text,
    ]
    if isinstance(entry, Dataset):
        parts += [*entry.table().columns, entry.licence]
    elif isinstance(entry, Penalty):
        parts.append(entry.prox)
    return " ".join(parts).casefold()


def _nothing_found(kind: str, search: str) -> str:
    """Return the sentence that nothing was found, and where the same words find something."""
    elsewhere = []
    for key, other in ENTRY_KINDS.items():
        count = len(matching(key, search)) if key != kind else 0
        if count:
            elsewhere.append(f"{count} {other.singular if count == 1 else other.title.lower()}")
    sentence = f"No {ENTRY_KINDS[kind].singular} has all of: {search.strip()}."
    if elsewhere:
        sentence += f" The same words find {in_words(elsewhere)}."
    return f'<p class="gd-nothing" role="status">{escape(sentence)}</p>'


def _section(family: str, cards: list[str]) -> str:
    """Return the cards of a family below its name and their number."""
    label, count = escape(family), len(cards)
    heading = f'<h2>{label} <span class="gd-count">{count}</span></h2>'
    grid = f'<div class="gd-grid">{"".join(cards)}</div>'
    return f'<section aria-label="{label}" style="--n:{count}">{heading}{grid}</section>'


@cache  # constant: one a library entry
def card(kind: str, entry: Entry) -> str:
    """Return the card of an entry."""
    parts = [
        _header(kind, entry),
        _equation_lines(entry),
        _paragraph("gd-note", escape(entry.note)),
        parameters_html(entry),
        _paragraph("gd-remark", " ".join(remarks(entry))),
        _paragraph("gd-source", reference_html(entry.reference)),
        _link(kind, entry),
    ]
    return f'<article class="gd-card" id="{escape(entry.slug)}">{"".join(parts)}</article>'


def _header(kind: str, entry: Entry) -> str:
    """Return picture, name, authors and facts."""
    row = ENTRY_KINDS[kind]
    picture = (
        f'<img src="{row.picture(entry)}" alt="{escape(row.description(entry))}" width="112" height="112" '
        'loading="lazy" decoding="async">'
    )
    year = f"({entry.year})" if entry.year else ""
    origin = " ".join(filter(None, [escape(entry.authors), year]))
    name = f"<h3>{escape(entry.name)}</h3>{f'<p>{origin}</p>' if origin else ''}"
    lines = "".join(_paragraph("gd-fact", fact) for fact in facts(entry))
    return f"<header>{picture}<div>{name}{lines}</div></header>"


def _equation_lines(entry: Entry) -> str:
    lines = "".join(f"<div>{with_line_breaks(mathml(line))}</div>" for line in equations(entry))
    return f'<div class="gd-math" tabindex="0">{lines}</div>' if lines else ""


def _paragraph(css_class: str, html: str) -> str:
    return f'<p class="{css_class}">{html}</p>' if html else ""


def _link(kind: str, entry: Entry) -> str:
    """Return the link that opens the entry at work."""
    text = ENTRY_KINDS[kind].link_label
    label, href = escape(f"{text}: {entry.name}"), escape(address(kind, entry))
    return f'<a class="gd-open" target="_self" href="{href}" aria-label="{label}">{escape(text)}</a>'


def address(kind: str, entry: Entry) -> str:
    """Return the address of the scene that shows an entry at work, relative to the Reference page.

    It names the entry even where the page would show it by default.
    """
    page, spec = page_and_spec_of(entry)
    key = ENTRY_KINDS[kind].link_key
    named = {key: entry.slug} if key else {}
    return f"{page.address}?{urlencode(named | to_query(spec, page.first_of(spec.kind)))}"
