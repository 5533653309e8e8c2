"""What the card of an entry says in words and numbers: facts, parameters, source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import singledispatch
from html import escape

from gdviz.engine import Dataset, Entry, Loss, Penalty, Rule, Surface
from gdviz.formula import Param, mathml, symbol

MAX_POINTS_TOLD = 2
RATE_UNITS = {
    "1/curvature": "derived from the curvature",
    "length": "1/100 of the window's width, rounded down",
}
_MINUS = "\N{MINUS SIGN}"
_ARXIV = re.compile(r"arXiv:(\d{4}\.\d{4,5})")
_DRAWS = {
    "u": "<i>u</i> uniform from 0 to 1",
    "e": "<i>e</i> standard normal",
    "i": "<i>i</i> = 0, 1, … the row",
}


@singledispatch
def facts(_: Entry) -> list[str]:
    """Short lines of HTML beside the picture."""
    return []


@facts.register
def _(s: Surface) -> list[str]:
    sides: dict[str, list[str]] = {}
    for n, (lo, hi) in zip(s.names, s.domain, strict=True):
        sides.setdefault(span(lo, hi), []).append(f"<i>{escape(n)}</i>")
    ranges = "<br>".join(f"{', '.join(names)} from {side}" for side, names in sides.items())
    place = minima(s)
    return [
        f"minimum {number(s.minimum)} at {place}" if s.minimum is not None and place else "no minimum",
        ranges,
    ]


@facts.register
def _(rule: Rule) -> list[str]:
    return [f"default rate: {escape(RATE_UNITS.get(rule.unit) or number(rule.lr or 0))}"]


@facts.register
def _(loss: Loss) -> list[str]:
    if loss.scores > 1:
        return [
            "<i>z</i><sub>k</sub>: score of class k",
            "<i>y</i><sub>k</sub>: 1 for the row's class, else 0",
        ]
    if loss.task == "binary":
        return ["<i>z</i>: score of the second class", f"<i>y</i>: {' or '.join(map(number, loss.labels))}"]
    return ["<i>z</i>: prediction", "<i>y</i>: target"]


@facts.register
def _(_: Penalty) -> list[str]:
    return ["<i>w</i>: each weight, no intercept", "<i>s</i>: length of the step"]


@facts.register
def _(data: Dataset) -> list[str]:
    table, (*features, target) = data.table(), data.columns
    classes = sorted(set(table.columns[target])) if data.task != "regression" else []
    kind = f"{len(classes)} classes: {', '.join(classes)}" if classes else f"target: {target}"
    inputs = f"feature{'s' * (len(features) > 1)}: {', '.join(features)}"
    return [f"{table.rows} rows × {len(table.columns)} columns", escape(inputs), escape(kind)]


def remarks(entry: Entry) -> list[str]:
    """Sentences of HTML about a data set: its columns or what is drawn, how it is fitted at first, its licence."""
    if not isinstance(entry, Dataset):
        return []
    out = []
    if entry.file:
        text = set(entry.table().text)
        names = (f"<code>{escape(n)}</code>{' (text)' if n in text else ''}" for n in entry.table().columns)
        out.append(f"Columns: {', '.join(names)}.")
    else:
        read = {n[0] for e in entry.program.equations for n in e.node.names() if n in entry.language.names}
        out.append(
            f"Random draws: {'; '.join(v for k, v in _DRAWS.items() if k in read)}."
            if read - {"i"}
            else f"No random draws; {_DRAWS['i']}."
        )
    shape = [f"scaling {entry.scaling}"] if entry.scaling != "none" else []
    shape += [f"degree {entry.degree}"] if entry.degree > 1 else []
    shape += [] if entry.intercept else ["no intercept"]
    if shape:
        out.append(f"First fitted with {listed(shape)}.")
    return out + ([escape(entry.licence)] if entry.licence else [])


def minima(s: Surface) -> str:
    """Where a surface is least: its points, or how many there are."""
    points = [", ".join(f"{v:.4g}".replace("-", _MINUS) for v in m) for m in s.minima]
    points = [f"({point})" for point in points] if s.dimension > 1 else points
    return " and ".join(points) if len(points) <= MAX_POINTS_TOLD else f"{len(points)} points"


def parameters(entry: Entry) -> str:
    """Its parameters as a list in HTML, with range and help."""
    rows = "".join(f"<li>{_parameter(p)}</li>" for p in entry.params)
    return f'<ul class="gd-params" aria-label="Parameters">{rows}</ul>' if rows else ""


def _parameter(p: Param) -> str:
    scale = "".join([", whole" if p.integer else "", ", logarithmic" if p.log else ""])
    line = (
        f"{mathml(symbol(p.name, 'mathml'))} <b>{number(p.default)}</b> <span>{span(p.low, p.high)}{scale}</span> "
        f"<code>{escape(p.name)}</code>"
    )
    return line + (f"<small>{escape(p.help)}</small>" if p.help else "")


def span(low: float, high: float) -> str:
    """A range in HTML."""
    return f"{number(low)} to {number(high)}"


def number(value: float) -> str:
    """A number in HTML, powers of ten as such."""
    mantissa, _, exponent = f"{value:.5g}".partition("e")
    text = mantissa.replace("-", _MINUS)
    if not exponent:
        return text
    ten = f"10<sup>{int(exponent)}</sup>".replace("-", _MINUS)
    return ten if mantissa == "1" else f"{text} · {ten}"


def source(reference: str) -> str:
    """A reference in HTML, with links to arXiv."""
    link = r'<a href="https://arxiv.org/abs/\1" target="_blank" rel="noopener noreferrer">arXiv:\1</a>'
    return _ARXIV.sub(link, escape(reference))


def listed(items: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
