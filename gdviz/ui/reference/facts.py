"""What the card of an entry says in words and numbers, as HTML: facts, parameters, reference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import singledispatch
from html import escape

from gdviz.engine import Dataset, Entry, Loss, Minimizer, Penalty, Rule, Surface
from gdviz.formula import Param, mathml, symbol

MAX_MINIMA_LISTED = 2
RATE_UNITS = {
    "1/curvature": "derived from the curvature",
    "length": "1/100 of the window's width, rounded down",
}
ANSWERS = {"value": "values", "gradient": "gradients", "hessian": "Hessians"}
_MINUS = "\N{MINUS SIGN}"
_ARXIV = re.compile(r"arXiv:(\d{4}\.\d{4,5})")
_RANDOM_INPUTS = {
    "u": "<i>u</i> uniform from 0 to 1",
    "e": "<i>e</i> standard normal",
    "i": "<i>i</i> = 0, 1, … the row",
}


@singledispatch
def facts(_: Entry) -> list[str]:
    """Return short lines of HTML to stand beside the picture of an entry."""
    return []


@facts.register
def _(surface: Surface) -> list[str]:
    names_by_range: dict[str, list[str]] = {}
    for name, (low, high) in zip(surface.names, surface.domain, strict=True):
        names_by_range.setdefault(range_html(low, high), []).append(f"<i>{escape(name)}</i>")
    window = "<br>".join(f"{', '.join(names)} from {span}" for span, names in names_by_range.items())
    points = minima_text(surface)
    if surface.minimum is None or not points:
        return ["no minimum", window]
    return [f"minimum {number_html(surface.minimum)} at {points}", window]


@facts.register
def _(rule: Rule) -> list[str]:
    return [f"default rate: {escape(RATE_UNITS.get(rule.unit) or number_html(rule.lr or 0))}"]


@facts.register
def _(minimizer: Minimizer) -> list[str]:
    asked = [ANSWERS[ask] for ask in minimizer.asks]
    return [f"SciPy's own: {escape(minimizer.method)}", f"asks for {in_words(asked)}; no learning rate"]


@facts.register
def _(loss: Loss) -> list[str]:
    if loss.scores > 1:
        return [
            "<i>z</i><sub>k</sub>: score of class k",
            "<i>y</i><sub>k</sub>: 1 for the row's class, else 0",
        ]
    if loss.task == "binary":
        labels = " or ".join(map(number_html, loss.labels))
        return ["<i>z</i>: score of the second class", f"<i>y</i>: {labels}"]
    return ["<i>z</i>: prediction", "<i>y</i>: target"]


@facts.register
def _(_: Penalty) -> list[str]:
    return ["<i>w</i>: each weight, no intercept", "<i>s</i>: length of the step"]


@facts.register
def _(data: Dataset) -> list[str]:
    table, (*features, target) = data.table(), data.columns
    size = f"{table.rows} rows × {len(table.columns)} columns"
    inputs = f"feature{'s' * (len(features) > 1)}: {', '.join(features)}"
    if data.task == "regression":
        return [size, escape(inputs), escape(f"target: {target}")]
    classes = sorted(set(table.columns[target]))
    return [size, escape(inputs), escape(f"{len(classes)} classes: {', '.join(classes)}")]


def remarks(entry: Entry) -> list[str]:
    """Return sentences of HTML about a data set; none about another entry.

    They tell its columns or random draws, the model that is fitted first, and the licence.
    """
    if not isinstance(entry, Dataset):
        return []
    sentences = [_columns_sentence(entry) if entry.file else _draws_sentence(entry)]
    if model := _first_model(entry):
        sentences.append(f"First fitted with {in_words(model)}.")
    if entry.licence:
        sentences.append(escape(entry.licence))
    return sentences


def _columns_sentence(data: Dataset) -> str:
    table = data.table()
    text_columns = set(table.text)
    names = (f"<code>{escape(n)}</code>{' (text)' if n in text_columns else ''}" for n in table.columns)
    return f"Columns: {', '.join(names)}."


def _draws_sentence(data: Dataset) -> str:
    """Return which random numbers the formulas of the data read; their names begin with u or e."""
    names = set[str]().union(*(e.node.names() for e in data.program.equations)) & set(data.language.names)
    initials = {name[0] for name in names}
    if not initials - {"i"}:
        return f"No random draws; {_RANDOM_INPUTS['i']}."
    return f"Random draws: {'; '.join(text for k, text in _RANDOM_INPUTS.items() if k in initials)}."


def _first_model(data: Dataset) -> list[str]:
    """Return what is unusual about the model that is fitted first."""
    model = []
    if data.scaling != "none":
        model.append(f"scaling {data.scaling}")
    if data.degree > 1:
        model.append(f"degree {data.degree}")
    if not data.intercept:
        model.append("no intercept")
    return model


def minima_text(surface: Surface) -> str:
    """Return where a surface is least: its points, or how many there are; "" where none is known."""
    points = [", ".join(f"{v:.4g}".replace("-", _MINUS) for v in m) for m in surface.minima]
    if len(points) > MAX_MINIMA_LISTED:
        return f"{len(points)} points"
    return " and ".join(f"({point})" if surface.dimension > 1 else point for point in points)


def parameters_html(entry: Entry) -> str:
    """Return the parameters of an entry as a list, with range and help."""
    items = "".join(f"<li>{_parameter_html(p)}</li>" for p in entry.params)
    return f'<ul class="gd-params" aria-label="Parameters">{items}</ul>' if items else ""


def _parameter_html(p: Param) -> str:
    scale = "".join([", whole" if p.integer else "", ", logarithmic" if p.log else ""])
    line = (
        f"{mathml(symbol(p.name, 'mathml'))} <b>{number_html(p.default)}</b> "
        f"<span>{range_html(p.low, p.high)}{scale}</span> <code>{escape(p.name)}</code>"
    )
    return line + (f"<small>{escape(p.help)}</small>" if p.help else "")


def range_html(low: float, high: float) -> str:
    """Return a range of numbers."""
    return f"{number_html(low)} to {number_html(high)}"


def number_html(value: float) -> str:
    """Return a number of five digits, with powers of ten as such.

    Examples
    --------
    >>> number_html(0.25), number_html(1e-08), number_html(2.5e10)
    ('0.25', '10<sup>−8</sup>', '2.5 · 10<sup>10</sup>')
    """
    mantissa, _, exponent = f"{value:.5g}".partition("e")
    text = mantissa.replace("-", _MINUS)
    if not exponent:
        return text
    power = f"10<sup>{int(exponent)}</sup>".replace("-", _MINUS)
    return power if mantissa == "1" else f"{text} · {power}"


def reference_html(reference: str) -> str:
    """Return a reference with links to arXiv."""
    link = r'<a href="https://arxiv.org/abs/\1" target="_blank" rel="noopener noreferrer">arXiv:\1</a>'
    return _ARXIV.sub(link, escape(reference))


def in_words(items: Sequence[str]) -> str:
    """Return a list as it is said.

    Examples
    --------
    >>> in_words(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
