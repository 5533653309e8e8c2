"""Line breaks in formulas: MathML is cut before its outermost operators, where a narrow line can wrap.

No browser breaks a line inside MathML, but every browser breaks it between two formulas.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)(\w+)([^>]*?)(/?)>")
_HEAD = '<math xmlns="http://www.w3.org/1998/Math/MathML">'
_LEADING_OPERATOR = re.compile("^<mo>")  # without form="infix" it would be taken for a sign
_COMMA = '<mo separator="true">,</mo>'
_OPERATORS = "=+−"


def with_line_breaks(formula: str) -> str:
    """Cut a `<math>` element before each outermost =, + or − and after a comma between two formulas.

    Examples
    --------
    >>> with_line_breaks("<math><mi>a</mi><mo>=</mo><mi>b</mi></math>").split("<wbr/>")[1]
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><mo form="infix">=</mo><mi>b</mi></math>'
    """
    begin, end = formula.index(">") + 1, formula.rindex("</math>")
    cuts = [begin, *_cuts(formula, begin, end), end]
    pieces = [formula[i:j] for i, j in zip(cuts[:-1], cuts[1:], strict=True)]
    return "<wbr/>".join(_HEAD + _LEADING_OPERATOR.sub('<mo form="infix">', p) + "</math>" for p in pieces)


def _cuts(formula: str, begin: int, end: int) -> list[int]:
    """Find the places between `begin` and `end` where the formula may be cut."""
    cuts: list[int] = []
    depth = 0
    for tag in _TAG.finditer(formula, begin, end):
        closing, name, attributes, empty = tag.groups()
        if depth == 0:
            last = cuts[-1] if cuts else begin
            plain_operator = name == "mo" and not attributes and formula[tag.end()] in _OPERATORS
            if plain_operator and tag.start() > last:
                cuts.append(tag.start())
            if name == "mspace" and formula[: tag.start()].endswith(_COMMA):
                cuts.append(tag.end())
        if not empty:
            depth += -1 if closing else 1
    return cuts
