"""The functions of the language: one row says all that is known of a function.

To add an elementwise function is to add its row to the table below. The parser, the compiler, the
derivatives, the notation, the hints and the messages read what they need from there.

A value has one of three kinds: "s", a number per point; "v", a vector; "m", a matrix. Numbers beside vectors
keep a last axis of length 1, so that they broadcast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from gdviz.formula import numeric
from gdviz.formula.tree import ONE, ZERO, Node, call, cancel_number, choice, flat_product, is_num, mul, num

DerivativeOf = Callable[[Node], Node]


@dataclass(frozen=True, kw_only=True)
class Function:
    r"""All that the language knows of one function.

    Attributes
    ----------
    run : its NumPy code; None for an oracle function, which the objective answers during a run
    arity : the fewest and the most arguments
    takes : the kinds of its arguments, such as "mv"; "" for an elementwise function, which takes every kind
    gives : the kind of its value; "" for the widest kind among the arguments
    derivative : of an elementwise function, as a formula of f (its value), u, v, w (its arguments) and
        du, dv, dw (their derivatives); where a formula does not do, a Python function of the call and of what
        differentiates a node
    symmetry : "odd" if f(u)/u has a limit at u = 0 and is flat there; "even" if f(abs(u)) has no kink there
    latex, mathml : the symbol before the parentheses; the name by default
    template : "latex" and "mathml" of a notation without name and parentheses; #1, #2, ... are the arguments
    tight : in the template the argument comes first and under a power, so that a sum or a product needs
        parentheses there
    encloses : the notation encloses its argument: it needs no parentheses under a power
    dot_after : a dot separates it from the next factor of a product
    power_on_name : sin^2(x) rather than (sin(x))^2
    written_as : the tree that is written in place of the call; plain text keeps the call if it can be typed
    kink : where its derivative may jump, in the words of a hint
    undefined : where it has no value, in the words of a hint
    aliases : other names under which it is understood
    hidden : derivatives make it, nobody can type it
    searches : an oracle function that begins with loss and gradient at theta, which each step then needs
    """

    run: Callable[..., object] | None
    arity: tuple[int, int] = (1, 1)
    takes: str = ""
    gives: str = ""
    derivative: str | Callable[[Node, DerivativeOf], Node] = ""
    symmetry: str = ""
    latex: str = ""
    mathml: str = ""
    template: Mapping[str, str] | None = None
    tight: bool = False
    encloses: bool = False
    dot_after: bool = True
    power_on_name: bool = False
    written_as: Callable[..., Node] | None = None
    kink: str = ""
    undefined: str = ""
    aliases: tuple[str, ...] = ()
    hidden: bool = False
    searches: bool = False

    @property
    def elementwise(self) -> bool:
        """Whether it works on each number by itself."""
        return not self.takes


def slope_of_root(root: Node, d: DerivativeOf) -> Node:
    """Differentiate sqrt(u), or u^0.5: du/(2 sqrt(u)), and 0 where du vanishes too."""
    du = d(root.args[0])
    return ZERO if is_num(du, 0) else call("quotient0", *cancel_number(du, mul(num(2), root)))


def _slope_of_extremum(n: Node, d: DerivativeOf) -> Node:
    """Differentiate min or max: the slope of the argument that wins, of the first at a tie."""
    wins = "<=" if n.name == "min" else ">="
    best, slope = n.args[0], d(n.args[0])
    for other in n.args[1:]:
        slope = choice(Node(wins, (best, other)), slope, d(other))
        best = call(n.name, best, other)
    return slope


def _slope_of_choice(n: Node, d: DerivativeOf) -> Node:
    condition, a, b = n.args
    return choice(condition, d(a), d(b))


def _slope_of_clip(n: Node, d: DerivativeOf) -> Node:
    x, low, high = n.args
    return d(call("min", call("max", x, low), high))


def _enclosed(left: str, right: str, latex_left: str, latex_right: str) -> dict[str, str]:
    """Return the template of brackets around one argument."""
    mathml = f"<mrow><mo>{left}</mo>#1<mo>{right}</mo></mrow>"
    return {"latex": rf"\left{latex_left}#1\right{latex_right}", "mathml": mathml}


_CASES = {
    "latex": r"\begin{cases}#2 & \text{if } #1\\ #3 & \text{otherwise}\end{cases}",
    "mathml": '<mrow><mo>{</mo><mtable columnalign="left">'
    "<mtr><mtd>#2</mtd><mtd><mtext>if&#xA0;</mtext>#1</mtd></mtr>"
    "<mtr><mtd>#3</mtd><mtd><mtext>otherwise</mtext></mtd></mtr></mtable></mrow>",
}
_ROOT = {"latex": r"\sqrt{#1}", "mathml": "<msqrt>#1</msqrt>"}
_TRANSPOSED = {"latex": r"{#1}^{\top}", "mathml": "<msup><mrow>#1</mrow><mo>⊤</mo></msup>"}
_NO_LOGARITHM = "the logarithm of 0 or less"

FUNCTIONS: dict[str, Function] = {
    # elementwise: of each number by itself
    "sqrt": Function(
        run=np.sqrt,
        derivative=slope_of_root,
        template=_ROOT,
        encloses=True,
        dot_after=False,
        kink="the root's argument reaches 0 and it",
        undefined="the root of a negative number",
    ),
    "exp": Function(run=np.exp, derivative="f*du", latex=r"\exp"),
    "log": Function(run=np.log, derivative="du/u", latex=r"\log", undefined=_NO_LOGARITHM, aliases=("ln",)),
    "log1p": Function(
        run=np.log1p,
        derivative="du/(1 + u)",
        written_as=lambda u: call("log", Node("+", (ONE, u))),
        undefined=_NO_LOGARITHM,
    ),
    "abs": Function(
        run=np.abs,
        derivative="sign(u)*du",
        template=_enclosed("|", "|", "|", "|"),
        encloses=True,
        dot_after=False,
        kink="|...|",
    ),
    "sign": Function(run=np.sign, derivative="0", kink="sign", aliases=("sgn",)),
    "sin": Function(run=np.sin, derivative="cos(u)*du", symmetry="odd", latex=r"\sin", power_on_name=True),
    "cos": Function(run=np.cos, derivative="-sin(u)*du", symmetry="even", latex=r"\cos", power_on_name=True),
    "tan": Function(run=np.tan, derivative="(1 + f^2)*du", symmetry="odd", latex=r"\tan", power_on_name=True),
    "asin": Function(
        run=np.arcsin,
        derivative="1/sqrt(1 - u^2)*du",
        symmetry="odd",
        undefined="asin outside of -1 to 1",
        aliases=("arcsin",),
    ),
    "acos": Function(
        run=np.arccos,
        derivative="-(1/sqrt(1 - u^2))*du",
        undefined="acos outside of -1 to 1",
        aliases=("arccos",),
    ),
    "atan": Function(run=np.arctan, derivative="1/(1 + u^2)*du", symmetry="odd", aliases=("arctan",)),
    "sinh": Function(
        run=np.sinh, derivative="cosh(u)*du", symmetry="odd", latex=r"\sinh", power_on_name=True
    ),
    "cosh": Function(
        run=np.cosh, derivative="sinh(u)*du", symmetry="even", latex=r"\cosh", power_on_name=True
    ),
    "tanh": Function(
        run=np.tanh, derivative="(1 - f^2)*du", symmetry="odd", latex=r"\tanh", power_on_name=True
    ),
    "floor": Function(
        run=np.floor,
        derivative="0",
        template=_enclosed("⌊", "⌋", r"\lfloor ", r"\rfloor "),
        encloses=True,
        kink="floor",
    ),
    "ceil": Function(
        run=np.ceil,
        derivative="0",
        template=_enclosed("⌈", "⌉", r"\lceil ", r"\rceil "),
        encloses=True,
        kink="ceil",
    ),
    "min": Function(
        run=numeric.minimum, arity=(1, 50), derivative=_slope_of_extremum, latex=r"\min", kink="min"
    ),
    "max": Function(
        run=numeric.maximum, arity=(1, 50), derivative=_slope_of_extremum, latex=r"\max", kink="max"
    ),
    "where": Function(
        run=numeric.where, arity=(3, 3), derivative=_slope_of_choice, template=_CASES, kink="where"
    ),
    "clip": Function(run=numeric.clip, arity=(3, 3), derivative=_slope_of_clip, kink="clip"),
    # elementwise and hidden: what derivatives need at 0
    "quotient0": Function(
        run=numeric.quotient0,
        arity=(2, 2),
        derivative="quotient0(du, v) - quotient0(u*dv, v^2)",
        written_as=lambda u, v: Node("/", (u, v)),
        encloses=True,
        hidden=True,
    ),
    "quotient1": Function(  # made for odd functions u of v only: flat where v is 0
        run=numeric.quotient1,
        arity=(3, 3),
        derivative="quotient0((w - f)*dv, v)",
        written_as=lambda u, v, limit: Node("/", (u, v)),
        encloses=True,
        hidden=True,
    ),
    "product0": Function(
        run=numeric.product0,
        arity=(2, 2),
        derivative="product0(du, v) + product0(u, dv)",
        written_as=flat_product,
        hidden=True,
    ),
    # of a point or a matrix as a whole
    "dot": Function(run=numeric.dot, arity=(2, 2), takes="vv", gives="s"),
    "norm": Function(
        run=numeric.norm, takes="v", gives="s", template=_enclosed("‖", "‖", r"\|", r"\|"), encloses=True
    ),
    "sum": Function(run=numeric.total, takes="v", gives="s"),
    "mean": Function(run=numeric.mean, takes="v", gives="s"),
    "outer": Function(
        run=numeric.outer,
        arity=(2, 2),
        takes="vv",
        gives="m",
        written_as=lambda u, v: Node("@", (u, call("transpose", v))),
        dot_after=False,
    ),
    "matvec": Function(run=numeric.matvec, arity=(2, 2), takes="mv", gives="v"),
    "solve": Function(
        run=numeric.solve,
        arity=(2, 2),
        takes="mv",
        gives="v",
        written_as=lambda a, v: Node("@", (Node("^", (a, num(-1))), v)),
        dot_after=False,
    ),
    "transpose": Function(
        run=numeric.transpose, takes="m", gives="m", template=_TRANSPOSED, tight=True, dot_after=False
    ),
    "diag": Function(run=numeric.diag, takes="m", gives="v", latex=r"\mathrm{diag}"),
    "spectral_abs": Function(
        run=numeric.spectral_abs,
        takes="m",
        gives="m",
        template=_enclosed("|", "|", "|", "|"),
        encloses=True,
        dot_after=False,
    ),
    # oracle: asked of the objective, and counted
    "grad": Function(run=None, takes="v", gives="v", latex=r"\nabla f", mathml="∇f"),
    "hess": Function(run=None, takes="v", gives="m", latex=r"\nabla^2 f", mathml="∇²f"),
    "value": Function(run=None, takes="v", gives="s", latex="f", mathml="f"),
    # oracle, step lengths along a direction: by Armijo's rule; by the strong Wolfe conditions, from the
    # direction, the length tried first, c1 and c2
    "line_search": Function(
        run=None, takes="v", gives="s", latex=r"\mathrm{line\ search}", mathml="line search", searches=True
    ),
    "wolfe": Function(
        run=None,
        arity=(4, 4),
        takes="vsss",
        gives="s",
        latex=r"\mathrm{Wolfe}",
        mathml="Wolfe",
        searches=True,
    ),
    # oracle, of an objective with a penalty: the gradient without it, and its proximal step
    "smooth": Function(run=None, takes="v", gives="v", latex=r"\nabla f_{0}", mathml="∇f₀"),
    "prox": Function(run=None, arity=(2, 2), takes="vs", gives="v"),
}

ELEMENTWISE = frozenset(n for n, f in FUNCTIONS.items() if f.elementwise and not f.hidden)
ORACLE = frozenset(n for n, f in FUNCTIONS.items() if f.run is None)
SEARCHES = frozenset(n for n, f in FUNCTIONS.items() if f.searches)
RULE_FUNCTIONS = frozenset(n for n, f in FUNCTIONS.items() if not f.hidden)
ALIASES = {alias: n for n, f in FUNCTIONS.items() for alias in f.aliases}
CONSTANTS = {"pi": float(np.pi), "e": float(np.e), "inf": float("inf")}
