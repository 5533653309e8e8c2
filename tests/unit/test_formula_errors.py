"""Refused texts: what is said, and the place."""

from __future__ import annotations

import pytest

import gdviz
from gdviz.formula import FormulaError

SURFACE = [
    ("x^2 + 3z^2", "'z' is not a variable of this surface; use x and y", 1, 8),
    ("param a = 1\nx + b", "use x and y (and a)", 2, 5),
    ("x + epx(y)", "'epx' is not a function of this language; did you mean exp()?", 1, 5),
    ("x + abss", "'abss' is not a variable of this surface; did you mean abs?", 1, 5),
    ("sinn(x)", "'sinn' is not a function of this language; did you mean sin()?", 1, 1),
    ("qqq(x)", "known are", 1, 1),
    ("sinx", "write sin(x)", 1, 1),
    ("sin x", "sin needs its argument in parentheses", 1, 1),
    ("√x", "sqrt needs its argument in parentheses", 1, 1),
    ("sin^-1(x)", "the inverse of sin is asin", 1, 4),
    ("(x + y", "the parenthesis opened at column 1 is never closed; add ')'", 1, 1),
    ("x + (y*(x)", "the parenthesis opened at column 5 is never closed", 1, 5),
    ("x + y)", "this ')' closes nothing", 1, 6),
    (")x", "this ')' closes nothing, or something is missing before it", 1, 1),
    ("|x", "the bar '|' opened at column 1 is never closed", 1, 1),
    ("max(|x, y)", "stands where '|' should close the bar '|' of column 5", 1, 7),
    ("x*", "the formula ends too early", 1, 3),
    ("*x", "'*' stands where a number, a name or a parenthesis is expected", 1, 1),
    ("x + * y", "'*' stands where", 1, 5),
    ("()", "this ')' closes nothing, or something is missing before it", 1, 2),
    ("", "the surface is empty; write a formula of x and y", 1, 1),
    ("   ", "the surface is empty", 1, 1),
    ("# nothing but words", "the surface is empty", 1, 1),
    (";;;", "the surface is empty", 1, 1),
    ("x,y", "a comma belongs between the arguments of a function", 1, 2),
    ("1,5x", "write a point in decimal numbers", 1, 2),
    ("(x, y)", "a comma belongs between the arguments of a function", 1, 3),
    ("min()", "min() takes 1 to 50 arguments, not 0", 1, 1),
    ("where(x, y)", "where() takes 3 arguments, not 2", 1, 1),
    ("sin(x, y)", "sin() takes 1 argument, not 2", 1, 1),
    ("clip(x, 1, 2, 3)", "clip() takes 3 arguments, not 4", 1, 1),
    ("x = 2", "'x' has a fixed meaning and cannot be assigned", 1, 1),
    ("pi = 3\nx", "'pi' has a fixed meaning", 1, 1),
    ("sin = x\nsin", "'sin' has a fixed meaning", 1, 1),
    ("(x = y)", "'=' cannot stand inside a formula; write == to compare", 1, 4),
    ("x < y < 1", "'<' is not expected here", 1, 7),
    ("1 2", "does not read as one number", 1, 3),
    ("1.2.3", "'1.2' does not read as one number", 1, 1),
    ("1e999 x", "the number 1e999 is too large", 1, 1),
    ("x!", "there is no factorial", 1, 2),
    ("5%", "write 0.05 for 5 %", 1, 2),
    ("'x'", "quotes are not part of a formula", 1, 1),
    ('"x"', "quotes are not part of a formula", 1, 1),
    (r"\frac{x}{y}", "instead of LaTeX", 1, 1),
    ("__import__('os')", "names start with a letter", 1, 1),
    ("x.__class__", "a point belongs inside a number", 1, 2),
    ("x & y", "'&' has no meaning here", 1, 3),
    ("x ~ y", "'~' has no meaning here", 1, 3),
    ("x$", "'$' has no meaning here", 1, 2),
    ("x₁", "'₁' has no meaning here", 1, 2),
    ("x 😀", "has no meaning here", 1, 3),
    ("x\0", "the invisible character U+0000", 1, 2),
    ("x\u200b + y", "the invisible character U+200B", 1, 2),
    ("\u202ex", "the invisible character U+202E", 1, 1),
    ("x and y", "multiply comparisons", 1, 3),
    ("not x", "'not' is not a word of this language", 1, 1),
    ("x if y else 1", "write where(x > 0, a, b)", 1, 3),
    ("import os", "there is nothing to import", 1, 1),
    ("lambda x: 1", "has no meaning here", 1, 9),
    ("x@y", "@ multiplies vectors and matrices; a surface has none", 1, 2),
    ("grad(x)", "grad() cannot be used in a surface", 1, 1),
    ("norm(x)", "norm() cannot be used in a surface", 1, 1),
    ("quotient0(x, y)", "'quotient0' is not a function", 1, 1),
    ("theta", "'theta' is not a variable of this surface", 1, 1),
    ("x; y", "only the last line is the value", 1, 1),
    ("x\n+ y", "only the last line is the value", 1, 1),
    ("x +\n y*(q)", "'q' is not a variable", 2, 5),
    ("   \n\n  x + q", "'q' is not a variable", 3, 7),
    ("\tx + q", "'q' is not a variable", 1, 6),
    ("state m = 0\nm*x", "a surface has no states", 1, 7),
    ("arrow a = x\nx", "a surface has no arrows", 1, 7),
    ("param", "the parameter has no name", 1, 1),
    ("param a\nx", "the parameter a has no value", 1, 7),
    ("w =", "w has no value; write a formula after the =", 1, 3),
    ("param a = x\nx", "a number is missing", 1, 11),
    ("param a = 1 from 0\nx", "the range of a has no end", 1, 1),
    ("param a = 1 from 0 to\nx", "a number is missing", 1, 1),
    ("param a = 1 to 2\nx", "'to' is not expected here", 1, 13),
    ("param a = 7 from 0 to 1\nx", "the parameter a = 7 lies outside of its range 0 to 1", 1, 11),
    ("param a = 1 from 1 to 1\nx", "the range of a must rise: 1 is not less than 1", 1, 11),
    ("param a = 1 from 2 to 0\nx", "the range of a must rise: 2 is not less than 0", 1, 11),
    ("param a = 9 from 2 to 0\nx", "the range of a must rise: 2 is not less than 0", 1, 11),
    ("param a = 1 from 0 to 2 log\nx", "a log range needs a positive beginning", 1, 11),
    ("param a = 1 from 0 to 2 linear\nx", "'linear' is not expected here", 1, 25),
    ("param n = 2.5 integer\nx", "needs whole numbers", 1, 11),
    ("param n = 1 from 0.5 to 2 integer\nx", "needs whole numbers", 1, 11),
    ("param a = 1e300\nx", "the range of a must lie within", 1, 11),
    ("param a = 0 from 0 to 1e-300\nx", "wide enough to slide", 1, 11),
    ("param x = 1\nx", "'x' has a fixed meaning", 1, 7),
    ("param from = 1\nx", "'from' has a fixed meaning", 1, 7),
    ("param a = 1\nparam a = 2\na", "'a' is declared already", 2, 7),
    ("param a = 1\na = 2\na", "'a' is declared already", 2, 1),
    ("a = x\nparam a = 1\na", "'a' is declared already", 2, 7),
    ("param a = 1", "the surface has no value; end with a formula of x and y", 1, 1),
    ("(" * 60 + "x" + ")" * 60, "this is nested too deeply; at most 50 levels", 1, 51),
    ("-" * 60 + "x", "this is nested too deeply", 1, 50),
    ("x" + "^x" * 60, "this tower of powers is too high", 1, 100),
]
RULES = [
    ("", "the update rule is empty", 1, 1),
    ("theta", "this line assigns nothing; write for example theta = ...", 1, 1),
    ("m = g", "the update rule never assigns theta", 1, 1),
    ("theta = theta - lr*x", "'x' is not a variable of this update rule; use theta, g and lr", 1, 20),
    ("theta = theta - lr*g\nq", "'q' is not a variable", 2, 1),
    ("g = 1\ntheta = g", "'g' has a fixed meaning", 1, 1),
    ("lr = 1\ntheta = g", "'lr' has a fixed meaning", 1, 1),
    ("eye = g\ntheta = g", "'eye' has a fixed meaning", 1, 1),
    ("theta = hess(theta)", "theta must stay a vector", 1, 1),
    ("m = g\ntheta = outer(m, g)", "theta must stay a vector", 2, 1),
    (
        "theta = grad(theta) + hess(theta)",
        "a vector and a matrix cannot be combined element by element",
        1,
        9,
    ),
    ("theta = theta - norm(lr)*g", "norm() takes a vector such as g here, not a number", 1, 17),
    ("theta = solve(g, g)", "solve() takes a matrix such as hess(theta) here, not a vector such as g", 1, 9),
    ("theta = lr @ g", "@ multiplies matrix @ vector", 1, 12),
    ("state m\ntheta = g", "write it as  state m = ...", 1, 7),
    ("state m = q\ntheta = g", "'q' is not a variable", 1, 11),
    ("state m = n\nn = g\ntheta = m", "'n' is not a variable", 1, 11),
    ("n = g\nstate m = n\ntheta = m", "'n' is not a variable", 2, 11),
    ("state m = 0\nstate m = 1\ntheta = m", "'m' is declared already", 2, 7),
    ("m = m + g\nstate m = 5\ntheta = m", "'m' is declared already", 2, 7),
    ("state theta = 0\ntheta = g", "'theta' has a fixed meaning", 1, 7),
    ("param theta = 1", "'theta' has a fixed meaning", 1, 7),
    ("theta = g\nparam theta = 1", "'theta' has a fixed meaning", 2, 7),
    ("param steps = 3\ntheta = g", "'steps' has a fixed meaning", 1, 7),
    ("param noise = 0.5\ntheta = g", "'noise' has a fixed meaning", 1, 7),
    ("param self = 0.5\ntheta = g", "'self' has a fixed meaning", 1, 7),
    ("param lr = 0.5\ntheta = g", "'lr' has a fixed meaning", 1, 7),
    (
        "state H = g\nH = outer(g, g)\ntheta = g",
        "the state H begins as a vector; this makes it a matrix",
        2,
        1,
    ),
    ("arrow theta = g\ntheta = g", "give the arrow a name of its own", 1, 7),
    ("arrow m = g\nm = g\ntheta = m", "give the arrow a name of its own", 1, 7),
    ("arrow a = lr\ntheta = g", "must be a vector", 1, 1),
    ("theta = quotient0(g, g)", "'quotient0' is not a function", 1, 9),
]
SCHEDULES = [
    ("", "the schedule is empty; write a formula of lr, t and T", 1, 1),
    ("lr*x", "'x' is not a variable of this schedule; use lr, t and T", 1, 4),
    ("lr*g", "a schedule's value must be a number, not a vector", 1, 1),
    ("grad(g)", "grad() cannot be used in a schedule", 1, 1),
    ("t = 3\nlr", "'t' has a fixed meaning", 1, 1),
    ("param steps = 3\nlr", "'steps' has a fixed meaning", 1, 7),
    ("arrow a = g\nlr", "a schedule has no arrows", 1, 7),
    ("state a = b\nb = f\nlr*b", "'b' is not a variable", 1, 11),
]
ALL = (
    [(gdviz.surface, *row) for row in SURFACE]
    + [(gdviz.optimizer, *row) for row in RULES]
    + [(gdviz.schedule, *row) for row in SCHEDULES]
)


@pytest.mark.parametrize(("make", "text", "message", "line", "column"), ALL)
def test_message_and_place(make, text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(FormulaError) as caught:
        make(text)
    error = caught.value
    assert message in error.message, error.message
    assert len(str(error)) < 400 and "\n" not in error.message and error.message[0].isprintable()
    if line:
        assert (error.line, error.column) == (line, column), str(error)
    if error.column:
        place = f"line {error.line}, column {error.column}" if error.line > 1 else f"column {error.column}"
        assert str(error).endswith(f"({place})")


def test_a_message_shows_at_most_a_part_of_what_was_typed() -> None:
    with pytest.raises(FormulaError) as caught:
        gdviz.surface("q" * 3900)
    assert "the name 'qqqqqqqqqqqqqqqqqqqq...' has 3900 letters; at most 60" in str(caught.value)
    for text in (
        "9" * 3900 + "x",
        "1 " + "9" * 3000,
        "q" * 60 + "(x)",
        "".join(f"param {'p' * 50}{i} = 1\n" for i in range(50)) + "z",
    ):
        with pytest.raises(FormulaError) as caught:
            gdviz.surface(text)
        assert len(str(caught.value)) < 700
