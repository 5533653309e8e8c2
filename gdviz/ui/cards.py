"""Reference cards: everything that an entry of the library says about itself, as HTML made from the entry alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import gdviz
from gdviz.engine import Choice, Entrant, Entry, Rule, Schedule, Spec, Surface
from gdviz.formula import Param, mathml, symbol, write
from gdviz.ui import thumbnails
from gdviz.ui.url import DEFAULT, to_query

BESIDE = "gd"  # the optimizer that others are compared with
BOWL = "ill_conditioned_bowl"  # where optimizers differ most to the eye: narrow, and turned against the axes
MAX_POINTS_TOLD = 2
RATE_UNITS = {"1/curvature": "derived from the curvature", "length": "1/100 of the window's width, rounded down"}
_COMMA = '<mo>,</mo><mspace width="0.6em"/>'
_MINUS = "\N{MINUS SIGN}"
_ARXIV = re.compile(r"arXiv:(\d{4}\.\d{4,5})")


@dataclass(frozen=True)
class Kind:
    """One kind of entry: its name, its registry, the scene that shows an entry at work, and the picture of it."""

    title: str
    entries: Mapping[str, Any]
    spec: Callable[[Any], Spec]
    link: str
    picture: Callable[[Any], str]
    told: Callable[[Any], str]


def query_of(kind: str, entry: Entry) -> dict[str, str]:
    """The query of the link that opens an entry on the Loss surface page; it names the entry, default or not."""
    name = {"surfaces": {"surface": entry.slug}, "schedules": {"schedule": entry.slug}}.get(kind, {})
    return name | to_query(KINDS[kind].spec(entry))


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
        out.append(f'<section aria-label="{label}" style="--n:{len(cards)}">{heading}{"".join(cards)}</div></section>')
    return "".join(out)


@lru_cache(maxsize=1024)
def card(kind: str, entry: Entry) -> str:
    """The card of an entry."""
    made = " ".join(filter(None, [escape(entry.authors), f"({entry.year})" if entry.year else ""]))
    href = escape("./?" + urlencode(query_of(kind, entry)))
    k = KINDS[kind]
    picture = (f'<img src="{k.picture(entry)}" alt="{escape(k.told(entry))}" width="112" height="112" loading="lazy" '
               'decoding="async">')
    heading = f'<h3>{escape(entry.name)}</h3>{f"<p>{made}</p>" if made else ""}'
    opens = escape(f"{k.link}: {entry.name}")
    parts = [
        f"<header>{picture}<div>{heading}{_facts(entry)}</div></header>",
        f'<div class="gd-math">{"".join(f"<div>{mathml(e)}</div>" for e in equations(entry))}</div>',
        f'<p class="gd-note">{escape(entry.note)}</p>' if entry.note else "",
        _parameters(entry),
        f'<p class="gd-source">{_source(entry.reference)}</p>' if entry.reference else "",
        f'<a class="gd-open" target="_self" href="{href}" aria-label="{opens}">{escape(k.link)}</a>',
    ]
    return f'<article class="gd-card" id="{escape(entry.slug)}">{"".join(parts)}</article>'


def equations(entry: Entry) -> list[str]:
    """The lines of an entry in MathML: what its memory starts from, its equations, its value."""
    program = entry.program
    changing = {e.name for e in program.equations}
    pairs = [(symbol(n, "mathml", "0" if n in changing else ""), _begin(node)) for n, node in program.states]
    begins = [f"{left}<mo>=</mo>{right}" for left, right in pairs if left != right]
    start = [f"<mrow>{_COMMA.join(begins)}</mrow>"] if begins else []
    if isinstance(entry, Rule):
        lines = [_body(e.mathml) for e in entry.equations(program.defaults)]
        return lines + start
    now: set[str] = set()
    memory = {n for n, _ in program.states}

    def shown(node: Any) -> str | None:
        return symbol(node.name, "mathml", "t" if node.name in now else "t-1") if node.name in memory else None

    lines = []
    for e in program.equations:
        right = write(e.node, "mathml", shown)
        now.add(e.name)
        lines.append(f"{symbol(e.name, 'mathml', 't' if e.name in memory else '')}<mo>=</mo>{right}")
    assert program.result is not None
    return [*lines, f"{_left(entry)}<mo>=</mo>{write(program.result, 'mathml', shown)}", *start]


def _body(math: str) -> str:
    """What is inside a <math> element."""
    return math[math.index(">") + 1:math.rindex("<")]


def _begin(node: Any) -> str:
    return "<mn>0</mn>" if node is None else write(node, "mathml")


def _left(entry: Entry) -> str:
    if isinstance(entry, Surface):
        arguments = "<mo>,</mo>".join(symbol(n, "mathml") for n in entry.names)
        return f"<mi>f</mi><mrow><mo>(</mo>{arguments}<mo>)</mo></mrow>"
    return symbol("lr", "mathml", "t")


def _facts(entry: Entry) -> str:
    if isinstance(entry, Surface):
        sides: dict[str, list[str]] = {}
        for n, (lo, hi) in zip(entry.names, entry.domain, strict=True):
            sides.setdefault(_range(lo, hi), []).append(f"<i>{escape(n)}</i>")
        ranges = "<br>".join(f"{', '.join(names)} from {side}" for side, names in sides.items())
        where = _where(entry)
        least = f"minimum {_number(entry.minimum)} at {where}" if entry.minimum is not None and where else "no minimum"
        return f'<p class="gd-fact">{least}</p><p class="gd-fact">{ranges}</p>'
    if isinstance(entry, Rule):
        rate = RATE_UNITS.get(entry.unit) or _number(entry.lr or 0)
        return f'<p class="gd-fact">default rate: {escape(rate)}</p>'
    return ""


def _parameters(entry: Entry) -> str:
    rows = "".join(f"<li>{_parameter(p)}</li>" for p in entry.params)
    return f'<ul class="gd-params" aria-label="Parameters">{rows}</ul>' if rows else ""


def _parameter(p: Param) -> str:
    scale = "".join([", whole" if p.integer else "", ", logarithmic" if p.log else ""])
    line = (f'{mathml(symbol(p.name, "mathml"))} <b>{_number(p.default)}</b> <span>{_range(p.low, p.high)}{scale}</span> '
            f"<code>{escape(p.name)}</code>")
    return line + (f"<small>{escape(p.help)}</small>" if p.help else "")


def _range(low: float, high: float) -> str:
    return f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    mantissa, _, exponent = f"{value:.5g}".partition("e")
    text = mantissa.replace("-", _MINUS)
    if not exponent:
        return text
    ten = f"10<sup>{int(exponent)}</sup>".replace("-", _MINUS)
    return ten if mantissa == "1" else f"{text} · {ten}"


def _source(reference: str) -> str:
    link = r'<a href="https://arxiv.org/abs/\1" target="_blank" rel="noopener noreferrer">arXiv:\1</a>'
    return _ARXIV.sub(link, escape(reference))


@lru_cache(maxsize=1024)
def _haystack(entry: Entry) -> str:
    e = entry
    return " ".join((e.name, e.slug, e.authors, str(e.year or ""), e.family, e.note, e.reference, e.text)).casefold()


def _nothing(kind: str, words: str) -> str:
    others = [(k, len(found(k, words))) for k in KINDS if k != kind]
    hint = " and ".join(f"{n} {_word(k, n)}" for k, n in others if n)
    sentence = f"No {_word(kind, 1)} has all of: {words.strip()}."
    if hint:
        sentence += f" The same words find {hint}."
    return f'<p class="gd-nothing" role="status">{escape(sentence)}</p>'


def _word(kind: str, count: int) -> str:
    word = KINDS[kind].title.lower()
    return word.removesuffix("s") if count == 1 else word


def _where(s: Surface) -> str:
    points = [f"({', '.join(f'{v:.4g}'.replace('-', _MINUS) for v in m)})" for m in s.minima]
    return " and ".join(points) if len(points) <= MAX_POINTS_TOLD else f"{len(points)} points"


def _told_surface(s: Surface) -> str:
    where = _where(s)
    return f"Contours of {s.name}, minimum at {where}" if where else f"Contours of {s.name}"


def _spec_of_rule(rule: Rule) -> Spec:
    others = [BESIDE] if rule.slug != BESIDE else []
    return Spec(surface=Choice(BOWL), entrants=tuple(Entrant(Choice(s)) for s in (*others, rule.slug)))


def _spec_of_schedule(schedule: Schedule) -> Spec:
    """Noise on a bowl: what a falling rate is for."""
    entrants = tuple(Entrant(Choice(s), lr=0.02) for s in (BESIDE, "momentum"))
    return Spec(surface=Choice("sphere"), entrants=entrants, schedule=Choice(schedule.slug), noise=2.0)


KINDS = {
    "surfaces": Kind("Surfaces", gdviz.surfaces, lambda e: Spec(surface=Choice(e.slug), entrants=DEFAULT.entrants),
                     "Open this surface", thumbnails.surface_picture, _told_surface),
    "optimizers": Kind("Optimizers", gdviz.optimizers, _spec_of_rule, "Watch it run",
                       lambda e: thumbnails.path_picture(_spec_of_rule(e)),
                       lambda e: f"Path of {e.name} on {gdviz.surfaces[BOWL].name}"),
    "schedules": Kind("Schedules", gdviz.schedules, _spec_of_schedule, "Run under it",
                      lambda e: thumbnails.rate_picture(_spec_of_schedule(e)),
                      lambda e: f"Learning rate over {DEFAULT.steps} steps under {e.name}"),
}
