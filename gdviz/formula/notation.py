"""How LaTeX and MathML write names (m_hat is m with a hat, beta1 is β with index 1), signs and fractions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Style:
    """How LaTeX or MathML writes what every formula has; #1 and #2 stand for what is put in."""

    fmt: str
    dots: str
    minus: str  # the sign, not the operator
    operators: Mapping[str, str]
    dot: str
    gap: str  # between factors without a dot
    gap_before_name: str  # between a factor and the name of a function
    comma: str
    parentheses: str
    fraction: str
    power: str
    digits: str
    ten_to_the: str
    minus_in_exponent: str
    e: str  # the base of the natural logarithm
    name_to_the: str  # the name of a function with an exponent
    call: str


LATEX = Style(
    fmt="latex",
    dots=r"\dots",
    minus="-",
    operators={
        "+": "+",
        "-": "-",
        "<": "<",
        ">": ">",
        "<=": r"\le ",
        ">=": r"\ge ",
        "==": "=",
        "!=": r"\ne ",
    },
    dot=r"\cdot ",
    gap=r"\,",
    gap_before_name=r"\,",
    comma=", ",
    parentheses=r"\left(#1\right)",
    fraction=r"\frac{#1}{#2}",
    power="{#1}^{#2}",
    digits="#1",
    ten_to_the="10^{#1}",
    minus_in_exponent="-",
    e="e",
    name_to_the="#1^{#2}",
    call=r"#1\left(#2\right)",
)
MATHML = Style(
    fmt="mathml",
    dots="<mo>…</mo>",
    minus='<mo form="prefix">−</mo>',
    operators={
        "+": "<mo>+</mo>",
        "-": "<mo>−</mo>",
        "<": "<mo>&lt;</mo>",
        ">": "<mo>&gt;</mo>",
        "<=": "<mo>≤</mo>",
        ">=": "<mo>≥</mo>",
        "==": "<mo>=</mo>",
        "!=": "<mo>≠</mo>",
    },
    dot="<mo>·</mo>",
    gap="<mo>&#x2062;</mo>",
    gap_before_name='<mo>&#x2062;</mo><mspace width="0.17em"/>',
    comma="<mo>,</mo>",
    parentheses="<mrow><mo>(</mo>#1<mo>)</mo></mrow>",
    fraction="<mfrac><mrow>#1</mrow><mrow>#2</mrow></mfrac>",
    power="<msup><mrow>#1</mrow><mrow>#2</mrow></msup>",
    digits="<mn>#1</mn>",
    ten_to_the="<msup><mn>10</mn><mrow>#1</mrow></msup>",
    minus_in_exponent="<mo>−</mo>",
    e="<mi>e</mi>",
    name_to_the="<msup>#1#2</msup>",
    call="<mrow>#1<mo>(</mo>#2<mo>)</mo></mrow>",
)


def filled(template: str, *parts: str) -> str:
    """Put the first part in the place of #1, the second in that of #2, and so on.

    Examples
    --------
    >>> filled("(#1, #2)", "#2", "b")
    '(#2, b)'
    """
    return "".join([parts[p] if isinstance(p, int) else p for p in _pieces(template)])


@cache  # constant: one for each template of this room
def _pieces(template: str) -> tuple[str | int, ...]:
    """Split a template of this room, not a user's text, into what is fixed and the indices of its parts."""
    pieces = re.split(r"#(\d)", template)
    return tuple(int(piece) - 1 if i % 2 else piece for i, piece in enumerate(pieces))


_GREEK = {
    "theta": "θ",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "eps": "ε",
    "epsilon": "ε",
    "rho": "ρ",
    "mu": "μ",
    "nu": "ν",
    "lam": "λ",
    "lambd": "λ",
    "lambda_": "λ",
    "eta": "η",
    "sigma": "σ",
    "phi": "φ",
    "psi": "ψ",
    "omega": "ω",
    "tau": "τ",
    "kappa": "κ",
    "pi": "π",
    "xi": "ξ",
    "zeta": "ζ",
}
_LATEX = {letter: "\\" + name.rstrip("_") for name, letter in reversed(_GREEK.items())} | {
    "ε": r"\varepsilon",
    "λ": r"\lambda",
    "∞": r"\infty",
}
_WHOLE_NAMES = {"lr": "η", "momentum": "μ", "weight_decay": "λ", "eye": "I", "inf": "∞"}
_ACCENTS = {"hat": ("^", r"\hat"), "bar": ("¯", r"\bar"), "tilde": ("~", r"\tilde")}  # MathML, LaTeX


def number_text(value: float) -> str:
    """Write a number as people type it, with at most 12 digits.

    Examples
    --------
    >>> number_text(0.9), number_text(3.0), number_text(1e-8)
    ('0.9', '3', '1e-08')
    """
    return f"{value:.12g}"


def split_name(name: str) -> tuple[str, str, str]:
    """Split a name into its letter or word, its accent and its index.

    Examples
    --------
    >>> split_name("m_hat"), split_name("beta1"), split_name("v_max")
    (('m', 'hat', ''), ('β', '', '1'), ('v', '', 'max'))
    """
    stem, primes = name.rstrip("'"), "′" * name.count("'")
    if stem in _WHOLE_NAMES:
        return _WHOLE_NAMES[stem], "", primes
    head, _, tail = stem.partition("_")
    accent = next((a for a in _ACCENTS if tail == a or tail.startswith(a + "_")), "")
    if accent:
        tail = tail[len(accent) + 1 :]
    digits = ""
    if numbered := re.fullmatch(r"([A-Za-z]+)(\d+)", head):
        head, digits = numbered.groups()
    index = [digits, "∞" if tail == "inf" else tail.replace("_", " ")]
    letter = "η" if head == "lr" else _GREEK.get(head, head)
    return letter + primes, accent, ",".join(filter(None, index))


def is_word(name: str) -> bool:
    """Tell whether a name is written with several letters, which would run into their neighbours."""
    return len(split_name(name)[0].rstrip("′")) > 1


def symbol(name: str, fmt: str, when: str = "") -> str:
    r"""Write the symbol of a name.

    Parameters
    ----------
    name : as it is typed; primes at its end are kept
    fmt : "latex", "mathml" or "text"
    when : the step as an index, such as t-1; none in text

    Examples
    --------
    >>> symbol("m_hat", "latex", "t-1")
    '\\hat{m}_{t-1}'
    >>> symbol("beta1", "mathml")
    '<msub><mi>β</mi><mrow><mn>1</mn></mrow></msub>'
    """
    if fmt == "text":
        return name
    letter, accent, index = split_name(name)
    index = ",".join(filter(None, [index, when]))
    return _latex(letter, accent, index) if fmt == "latex" else _mathml(letter, accent, index)


def _latex(letter: str, accent: str, index: str) -> str:
    unprimed = letter.rstrip("′")
    written = _LATEX.get(unprimed) or (unprimed if len(unprimed) == 1 else rf"\mathrm{{{unprimed}}}")
    if accent:
        written = f"{_ACCENTS[accent][1]}{{{written}}}"
    upright = re.sub(r"[A-Za-z]{2,}", lambda m: rf"\mathrm{{{m.group()}}}", index).replace("∞", r"\infty")
    return written + "'" * letter.count("′") + (f"_{{{upright}}}" if index else "")


def _mathml(letter: str, accent: str, index: str) -> str:
    written = f"<mi>{letter}</mi>"
    if accent:
        written = f'<mover accent="true">{written}<mo>{_ACCENTS[accent][0]}</mo></mover>'
    if not index:
        return written
    parts = re.findall(r"\d+|[,\-−+]|[^\d,\-−+]+", index)
    return f"<msub>{written}<mrow>{''.join(map(_mathml_of_index, parts))}</mrow></msub>"


def _mathml_of_index(part: str) -> str:
    if part in ",-−+":
        return f'<mo lspace="0" rspace="0">{part.replace("-", "−")}</mo>'
    return f"<mn>{part}</mn>" if part.isdigit() else f"<mi>{part}</mi>"
