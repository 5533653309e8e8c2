"""Which formula is fitted: from the choices of a page."""

from __future__ import annotations

from gdviz.ui.problems.fit import choice
from gdviz.ui.problems.formula.spec import FormulaChoice
from gdviz.ui.state import last_good, memory, page_choices


def text_key(default: FormulaChoice) -> str:
    """Return the key, among the choices, of the text of the model: each data set has its own."""
    return f"model.{page_choices().get('data', default.data.slug)}"


def from_choices(default: FormulaChoice) -> FormulaChoice:
    """Return what this page's choices say.

    Where the text of the model cannot be used it is the last one of these data that could, or their own;
    where the data or the loss cannot be used either it is the last fit that could be computed. Only then a
    reason stands beside the data.
    """
    key, why = text_key(default), None
    asked = page_choices().get(key)
    for text in dict.fromkeys((asked, last_good().get(key), None)):
        fit = choice.from_choices(default, {"model": text})
        complaint = memory().pop("complaint", None)
        if complaint is None:
            last_good()[key] = text
            return fit
        why = why or complaint
    memory()["complaint"] = why
    return fit
