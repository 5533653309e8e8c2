"""Controls and titles made from an entry of the library: its parameters, or a text of one's own."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import streamlit as st

from gdviz.engine import Entry, Surface
from gdviz.formula import Param, hints, symbol
from gdviz.ui.spec.spec import Choice
from gdviz.ui.state import memory, own_choice, page_choices
from gdviz.ui.widgets import markdown
from gdviz.ui.widgets.binding import Binding, bound
from gdviz.ui.widgets.fields import series_slider, slider, text_area, text_line, toggle
from gdviz.ui.widgets.number import refusal

WRITE_YOUR_OWN = "Write your own ..."


def title(entry: Entry) -> str:
    """Return the name with authors and year."""
    made = origin(entry)
    return f"{entry.name} ({made})" if made else entry.name


def origin(entry: Entry) -> str:
    """Return authors and year."""
    return " ".join(filter(None, [entry.authors, str(entry.year or "")]))


def parameters(prefix: str, params: Sequence[Param], then: Callable[[], None] | None = None) -> None:
    """Draw a slider for each parameter that a text declares; `then` is called after a change."""
    for p in params:
        binding = bound(f"{prefix}.{p.name}", int(p.default) if p.integer else float(p.default), then)
        parameter(binding, p, symbol(p.name, "text"))


def parameter(binding: Binding, p: Param, name: str) -> None:
    """Draw the slider of a parameter, whose choice lies within its range."""
    label, help_text = markdown.escape(name), markdown.escape(p.help) or None
    if p.integer:
        slider(binding, label, int(p.low), int(p.high), 1, help=help_text)
    elif p.log:
        series_slider(binding, label, sorted({*_logarithmic(p.low, p.high), p.default}), help=help_text)
    else:
        step = 10.0 ** math.floor(math.log10((p.high - p.low) / 100))
        least = max(0, -round(math.log10(step)))
        digits = next((d for d in range(least, 15) if round(binding.value, d) == binding.value), 15)
        slider(binding, label, p.low, p.high, step, format=f"%.{digits}f", help=help_text)


def _logarithmic(low: float, high: float) -> list[float]:
    """Return 1, 2 and 5 times the powers of ten between two bounds, and the bounds."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    inside = [float(f"{m}e{e}") for e in powers for m in (1, 2, 5)]
    return [low, *(v for v in inside if low < v < high), high]


def own_text(
    key: str,
    label: str,
    sample: str,
    find: Callable[[Choice], Entry],
    prefix: str,
    help_text: str,
    height: int | None = None,
) -> None:
    """Draw a field for a text of one's own, with sliders for its parameters.

    Parameters
    ----------
    key : the key of the text among the choices
    label, help_text : of the field
    height : in pixels, where the text has several lines; None: one line will do for most
    sample : the text that is there at first
    find : makes the entry of a text; raises ValueError, and the reason stands below
    prefix : of the keys of its parameters
    """
    if height is None:
        live = formula_field(key, label, sample, help_text)
    else:
        live = False
        text_area(bound(key, sample), label, height=height, help=help_text)
    text = page_choices().get(key, sample)
    try:
        entry = find(Choice(text=text))
        for h in hints(entry.program)[:2] if isinstance(entry, Surface) else []:
            st.caption(f":material/info: {h.message}")
    except ValueError as error:
        refusal(error, text, quiet=live)
        st.caption("Shown is the last text that worked.")
        entry = find(own_choice(key, sample, find, prefix))
    parameters(prefix, entry.params)


def formula_field(key: str, label: str, sample: str, help_text: str, height: int = 68) -> bool:
    """Draw a field of one line that answers while one types, or one of several lines that does not.

    `height` is that of several lines, in pixels. Returns whether it answers while one types. Streamlit has no
    such fields of several lines. The switch alone, or a text that comes from elsewhere, makes one the other:
    never under the hand that types.
    """
    switches: dict[str, bool] = memory().setdefault("several lines", {})
    broken = "\n" in page_choices().get(key, sample)
    switches[key] = several = broken or switches.get(key, False)
    if several:
        text_area(bound(key, sample), label, height=height, help=help_text)
    else:
        text_line(bound(key, sample), label, help=help_text)
    toggle(
        Binding(f"{key}.lines", several, lambda on: switches.update({key: on})),
        "Several lines",
        disabled=broken,
        help="For `param` lines and names of one's own. Such a text is run when the field is left, or with "
        "Ctrl + Enter; one line is run while you type.",
    )
    return not several


def sentence(complaint: str) -> ValueError:
    """Return a complaint as a refusal: a sentence that begins with a capital letter and ends with a point."""
    return ValueError(f"{complaint[0].upper()}{complaint[1:]}.")
