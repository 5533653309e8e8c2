"""Formulas that fit their place: a MathML formula cut before its outermost operators, so that a narrow line can wrap there.

No browser breaks a line inside MathML, but every browser breaks it between two formulas.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)(\w+)([^>]*?)(/?)>")
_HEAD = '<math xmlns="http://www.w3.org/1998/Math/MathML">'
_FIRST = re.compile("^<mo>")  # at the beginning it would be taken for a sign
_COMMA = '<mo separator="true">,</mo>'
_OPERATORS = "=+−"


def breakable(formula: str) -> str:
    """`formula` (one `<math>` element) as several, cut before each outermost =, + or − and after a comma between two formulas."""
    pieces, depth, start = [], 0, formula.index(">") + 1
    end = formula.rindex("</math>")
    for tag in _TAG.finditer(formula, start, end):
        closing, name, attributes, alone = tag.groups()
        if (
            not depth
            and name == "mo"
            and not attributes
            and formula[tag.end()] in _OPERATORS
            and tag.start() > start
        ):
            pieces.append(formula[start : tag.start()])
            start = tag.start()
        if (
            not depth and name == "mspace" and formula[: tag.start()].endswith(_COMMA)
        ):  # after the comma between two formulas
            pieces.append(formula[start : tag.end()])
            start = tag.end()
        depth += 0 if alone else -1 if closing else 1
    pieces.append(formula[start:end])
    return "<wbr/>".join(_HEAD + _FIRST.sub('<mo form="infix">', piece) + "</math>" for piece in pieces)
