"""Texts and links that are refused, or accepted and without a value, and what is said of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import gdviz
from gdviz.player.scene.wire import read_scene
from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.problem import Race
from gdviz.ui.runs import pictures

ROOT = Path(__file__).resolve().parents[2]
# formula -> what the sentence mentions
# fmt: off
SURFACES = {
    "x^2 + 3z^2": "'z' is not a variable", "X^2 + Y^2": "'X'", "a x^2": "'a'", "sin x": "sin(x)", "sinx": "sin(x)",
    "sine(x)": "did you mean sin()?", "f(x)": "'f'", "foo(x, y)": "'foo'", "x(y": "never closed", "((x)": "never closed",
    "x + y)": "closes nothing", "|x": "never closed", "|x|y|": "", "[x)": None, "x^": "ends too early", "x^^2": "'^'", "x//y": "'/'",
    "x +* y": "'*'", "*": "'*'", "=": "'='", ",": "','", "x,y": "comma", "1,5 x": "decimal", "x;y": "only the last line", ";": "empty",
    "": "empty", " ": "empty", "\n\n": "empty", "# x": "empty", "\t": "empty", "x!": "factorial", "5%": "0.05", "x & y": "'&'", "~x": "'~'",
    "x ? y : 1": "'?'", "'x'": "quotes", '"x"': "quotes", "`x`": "'`'", "x\\y": "LaTeX", "\\frac{1}{2}": "LaTeX", "$x$": "'$'",
    "x.y": "point", "x.__class__": "point", "__import__('os')": "letter", "().__class__": "point", "os.system('rm')": "",
    "eval(x)": "'eval'", "exec('x')": "", "open('/etc/passwd')": "", "lambda x: x": "", "import os": "import", "x if y else 1": "where",
    "x and y": "multiply", "not x": "not", "for x in y": "", "print(x)": "'print'", "True": "'True'", "None": "'None'", "nan": "'nan'",
    "0x10": "'x10'", "1e": None, "1e999": "too large", "9" * 400: "too large", "1.2.3": "one number", "1 2": "one number", "x 2 3": "number",
    "x = 3": "'x'", "pi = 3": "'pi'", "x == y == 1": "'=='", "x < y < 1": "'<'", "a = x": None, "(a = x)": "'a'", "(x = y)": "write == to compare",
    "max()": "max()", "where(x, y)": "where()", "clip(x)": "clip()", "sin(x, y)": "sin()", "sin()": "sin()", "sin^-1(x)": "asin",
    "grad(x)": "grad()", "norm(x)": "norm()", "theta": "'theta'", "lr": "'lr'", "x@y": "@", "quotient0(x, y)": "'quotient0'",
    "state m = 0\nm x": "no states", "arrow a = x\nx": "no arrows", "param": "no name", "param a": "no value", "param a = 1": "no value",
    "param a = b\nx": "number is missing", "param a = 2 from 0 to 1\nx": "outside of its range", "param a = 1 from 1 to 1\na": "range",
    "param a = 1 from 0 to 9 log\na": "log", "param a = 1e300\na": "range", "param n = 1.5 integer\nn x": "whole", "param x = 1\nx": "'x'",
    "param a = 1\nparam a = 1\na": "declared already", "x\0": "U+0000", "x\u200b": "U+200B", "\u202ex + y": "U+202E", "\ufeffx": "U+FEFF",
    "x\u0301": "", "ｘ + ｙ": "'ｘ'", "х + у": "'х'", "x₁": "'₁'", "x² + ²": "'^'", "∑x": "'∑'", "∂x": "'∂'", "½x": "'½'", "x 😀": "😀",
    "\ud83d": "", "x" * 10_000: "10000 characters", "x+" * 3000 + "x": "characters", "(" * 500 + ")" * 500: "nested", "-" * 2000 + "x": "nested",
    "|" * 900 + "x": "nested", "x" + "^x" * 400: "tower", "sin(" * 300 + "x" + ")" * 300: "nested", "x\n" * 80: "lines",
    "+".join(["x"] * 900): "parts", "q" * 500: "500 letters", "<script>alert(1)</script>": "", "<img src=x onerror=alert(1)>": "",
    "**bold** [link](http://a)": "", "{{7*7}}": None, "x' OR 1=1 --": "quotes", "%s%n": "", "../../etc/passwd": "",
}
# fmt: on
# accepted, and then without a value where it counts -> what is said about the run
# fmt: off
UNDEFINED = {
    "1/(x + 2.4)": None, "1/0": "Cannot start", "0/0": "Cannot start", "log(x)": "Cannot start", "sqrt(x)": "Cannot start", "log(-1)": "Cannot start",
    "x/0": "Cannot start", "9^9^9^9": "Cannot start", "x^inf": "Cannot start", "inf x": "Cannot start", "inf - inf": "Cannot start",
    "1e308*1e308*x": "Cannot start", "exp(exp(exp(x^2)))": "Cannot start", "where(x > 0, x^2, 0/0)": "Cannot start", "asin(x)": "Cannot start",
    "1e300 x^2": "", "tan(x)^99": "", "x^x^x^x": "Cannot start", "-exp(x^2)": "iverged", "1/floor(x/9)": None,
}
RULES = {
    "": "empty", "x": "'x'", "theta": "assigns nothing", "theta = ": "theta has no value", "theta == g": "assigns nothing", "m = g": "never assigns theta",
    "theta = theta - lr*h": "'h'", "g = 1\ntheta = g": "'g'", "lr = 1\ntheta = g": "'lr'", "t = 1": "'t'", "theta = hess(theta)": "vector",
    "theta = g @ hess(theta)": "@", "theta = grad(theta) + hess(theta)": "vector", "theta = norm(3)*g": "norm()", "theta = solve(g, g)": "solve()",
    "theta = grad()": "grad()", "theta = grad(g, g)": "grad()", "theta = line_search(1)*g": "line_search()", "theta = theta.copy()": "point",
    "theta = __import__('os')": "letter", "param steps = 3\ntheta = g": "'steps'", "param theta = 3": "'theta'", "state theta = 0\ntheta = g": "'theta'",
    "state m\ntheta = g": "state m", "state m = q\ntheta = g": "'q'", "state H = g\nH = outer(g, g)\ntheta = g": "state H",
    "arrow theta = g\ntheta = g": "arrow", "arrow a = 1\ntheta = g": "arrow a", "theta = g\ntheta": "assigns nothing", "import torch\ntheta = g": "import",
    "for i in 3: theta = g": "", "theta -= lr*g": "", "theta = theta - lr*g[0]": "", "x" * 5000: "characters",
}
RUNNING_BADLY = {
    "theta = theta/0": "iverged", "theta = 1/0": "iverged", "theta = inf": "iverged", "theta = theta - 1e300*g": "iverged", "theta = theta*sqrt(-1)": "iverged",
    "theta = solve(outer(g, g), g)": "iverged", "theta = theta^inf": "", "theta = theta - lr*g/(t - 3)": "", "theta = theta + log(0)": "iverged",
    "m = m/0\ntheta = theta + m": "iverged", "state v = 1/0\ntheta = theta - v*g": "iverged", "theta = hess(theta) @ g*1e300": "iverged",
}
SCHEDULES = {
    "": "empty", "x": "'x'", "lr*g": "number, not a vector", "theta": "'theta'", "lr*": "ends too early", "grad(g)": "grad()", "t = 1": "'t'",
    "param steps = 1\nlr": "'steps'", "lr; lr": "only the last line", "arrow a = g\nlr": "no arrows", "cosine": "'cosine'", "lr**": "ends too early",
}
QUERIES: list[tuple[dict[str, str], str]] = [
    ({"surface": "nowhere"}, "no surface 'nowhere'"), ({"surface": ""}, ""), ({"surface": "own"}, "'own'"), ({"surface": "../x"}, "'../x'"),
    ({"surface": "<script>alert(1)</script>"}, "no surface"), ({"surface": "q" * 5000}, "no surface"), ({"surface": "rosenbrock\0"}, "no surface"),
    ({"opt": "sgdd"}, "'sgdd'"), ({"opt": "gd,adamm"}, "'adamm'"), ({"opt": "own"}, "empty"), ({"opt": ",".join(list(gdviz.optimizers)[:12])}, "first 8"),
    ({"opt": "__class__"}, "'__class__'"), ({"opt": "gd;adam"}, "'gd;adam'"), ({"opt": "%00"}, "'%00'"), ({"opt": "GD"}, "'GD'"),
    ({"schedule": "cosinus"}, "'cosinus'"), ({"schedule": "own"}, "'own'"), ({"schedule": "<b>"}, "'<b>'"),
    ({"steps": "0"}, "steps"), ({"steps": "-5"}, "steps"), ({"steps": "1e3"}, "steps"), ({"steps": "many"}, "'many'"), ({"steps": ""}, "steps"),
    ({"steps": "1000000000"}, "steps"), ({"steps": "9" * 400}, "steps"), ({"steps": "1.5"}, "steps"), ({"steps": "--5"}, "steps"), ({"steps": "²"}, "steps"),
    ({"steps": "٣"}, None), ({"steps": "nan"}, "steps"), ({"steps": "100000"}, "each makes"), ({"steps": "-"}, "steps"),
    ({"gd.lr": "0"}, "gd.lr"), ({"gd.lr": "-1"}, "positive"), ({"gd.lr": "nan"}, "finite"), ({"gd.lr": "inf"}, "finite"), ({"gd.lr": "fast"}, "'fast'"),
    ({"gd.lr": "1e300"}, "iverged"), ({"gd.lr": "1e-320"}, None), ({"gd.lr": "1e999"}, "finite"), ({"gd.lr": ""}, "number"), ({"gd.lr": "0,1"}, "'0,1'"),
    ({"adam.lr": "0x1p3"}, "number"), ({"adam.beta1": "nan"}, "finite"), ({"adam.beta1": "x"}, "'x'"), ({"adam.beta7": "1"}, "'beta7'"),
    ({"adam.beta1": "1e300"}, "from 0 to 0.999"), ({"adam.beta2": "-1e300"}, "beta2 is a number from"), ({"adam.eps": "-1"}, "eps is a number from"), ({"adam.beta1": "1"}, ""),
    ({"surface.q": "1"}, "'q'"), ({"surface.b": "nan"}, "finite"), ({"surface.b": "1e300"}, "b is a number from 1 to 500"), ({"surface.b": "-1e9"}, "b is a number from 1 to 500"), ({"surface.a": ""}, "number"),
    ({"schedule": "step_decay", "schedule.nope": "3"}, "'nope'"), ({"schedule": "exponential", "schedule.gamma": "x"}, "'x'"),
    ({"start": "1"}, "2 numbers"), ({"start": "1,2,3"}, "2 numbers"), ({"start": "a,b"}, "'a'"), ({"start": "nan,1"}, "finite"), ({"start": ""}, "2 numbers"),
    ({"start": "1e300,1e300"}, "Cannot start"), ({"start": "1e9,1e9"}, "Cannot start"), ({"start": "1;2"}, "2 numbers"), ({"start": "inf,0"}, "finite"),
    ({"window": "3,-3,-3,3"}, "window"), ({"window": "0,0,0,1"}, "window"), ({"window": "1,2"}, "4 numbers"), ({"window": "a,b,c,d"}, "'a'"),
    ({"window": "nan,1,0,1"}, "finite"), ({"window": "-1e300,1e300,0,1"}, "window"), ({"window": "1e15,1000000000000001,0,1"}, "window"),
    ({"noise": "-1"}, "noise"), ({"noise": "loud"}, "'loud'"), ({"noise": "1e300"}, "noise"), ({"noise": "off"}, "noise"), ({"noise": "1e9"}, "noise"),
    ({"seed": "-1"}, "seed"), ({"seed": "1.5"}, "'1.5'"), ({"seed": "99999999999999999"}, "seed"), ({"clip": "0"}, "clip"), ({"clip": "-1"}, "clip"),
    ({"clip": "nan"}, "finite"), ({"clip": "1e-300"}, "clip"), ({"ascent": "yes"}, "ascent"), ({"ascent": "2"}, "ascent"), ({"tol": "-1"}, "tol"),
    ({"tol": "1e9"}, "tol"), ({"target": "x"}, "'x'"), ({"patience": "0"}, "patience"), ({"patience": "999999999"}, "patience"), ({"progress": "-1"}, "progress"),
    ({"progress": "off"}, "progress"), ({"steps": "off"}, "steps"), ({"seed": "off"}, "seed"),
    ({"nonsense": "1"}, "'nonsense'"), ({"": "1"}, "''"), ({"q" * 3000: "1"}, "belongs to nothing"), ({"<script>": "<script>"}, "belongs to nothing"),
    ({"adam.": "1"}, "''"), (
        {".lr": "1"}, "'.lr'"), ({"gd.lr.x": "1"}, "'gd.lr.x'"), ({"lion.lr": "1"}, "'lion.lr'"), ({"surface.": "1"}, "''"),
    ({"f": "x^2 + z", "surface": "nowhere", "opt": "zz", "steps": "x", "start": "1", "window": "2"}, "'z'"),
    ({"own": "theta = theta - lr*q", "opt": "own,gd"}, "'q'"), ({"rate": "lr*q"}, "'q'"), ({"f": "1/x", "start": "0,0"}, "Cannot start"),
]
# fmt: on
CASES: list[tuple[dict[str, str], str]] = [
    *(({"f": text}, said) for text, said in (SURFACES | UNDEFINED).items() if said is not None),
    *(({"own": text, "opt": "own,gd"}, said) for text, said in (RULES | RUNNING_BADLY).items()),
    *(({"rate": text}, said) for text, said in SCHEDULES.items()),
    *(case for case in QUERIES if case[1] is not None),
]
FINE = [({"f": text}) for text, said in (SURFACES | UNDEFINED).items() if said is None]
LEAKS = re.compile(
    r"Traceback|ufunc|<class|object at 0x|invalid literal|could not convert|NoneType|KeyError|TypeError|__\w+__\(|"
    r"numpy\.|np\.float|broadcast|Errno|NodeVisitor|unexpected keyword|positional"
)


def short(case: Any) -> str:
    return (
        " ".join(f"{k[:20]}={v[:40]}" for k, v in case.items()).encode("unicode_escape").decode()[:80]
        if isinstance(case, dict)
        else ""
    )


def sentences(query: dict[str, str]) -> tuple[list[str], Race]:
    """What is said about a link, and the race that is drawn all the same."""
    spec, problems = from_query(query, PAGES["surface"].default)
    data, race, _ = pictures.scene_bytes(spec, "")
    header, arrays = read_scene(data)
    assert (
        arrays["z"].size >= 100
        and header["title"]
        and len(header["competitors"]) == len(race.competitors) >= 1
    )
    assert (
        from_query(to_query(spec, PAGES["surface"].default), PAGES["surface"].default)[0] == spec
    )  # what is left is a link that works
    ends = [
        c.path.reason
        for c in race.competitors
        if c.path.status in (gdviz.Status.DIVERGED, gdviz.Status.STALLED)
    ]
    return [*problems, *race.complaints, *ends], race
