"""Random formulas for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

UNARY = ["sin", "cos", "exp", "sqrt", "abs", "tanh", "sign", "floor", "ceil", "log", "log1p", "atan"]
LEAVES = st.sampled_from(["x", "y", "2", "0.5", "3", "1e-8", "1.5e10", "pi", "e", "0", "inf", "10"])
ALPHABET = "xyztTfgeDpi0123456789.+-*/^@()[]{}|,;=<>!# \n\tabsinqrt²π√−·_'\"\\%&θ\0"


def trees() -> st.SearchStrategy[str]:
    """Expressions of x and y, written with every construct."""

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        def infix(t: tuple[str, str, str]) -> str:
            return f"({t[0]}){t[1]}({t[2]})"

        return st.one_of(
            st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "^", "<", ">=", "=="]), inner).map(infix),
            st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(
                lambda t: f"{t[0]}{t[1]}{t[2]}" if not any(c in t[0] + t[2] for c in "<>=") else infix(t)
            ),
            inner.map(lambda a: f"-({a})"),
            inner.map(lambda a: f"|{a}|"),
            inner.map(lambda a: f"({a})^2"),
            st.tuples(st.sampled_from(UNARY), inner).map(lambda t: f"{t[0]}({t[1]})"),
            st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
            st.tuples(inner, inner, inner).map(lambda t: f"where({t[0]}, {t[1]}, {t[2]})"),
        )

    return st.recursive(LEAVES, grown, max_leaves=12)


def vectors() -> st.SearchStrategy[str]:
    """Expressions for rules: numbers, vectors, matrices and the oracle, of fitting kinds or not."""
    leaves = st.sampled_from(
        ["theta", "g", "f", "t", "T", "lr", "D", "m", "a", "eye", "1", "0", "0.5", "inf", "1e300", "beta"]
    )

    def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        one = [
            "sqrt",
            "sign",
            "norm",
            "sum",
            "mean",
            "grad",
            "hess",
            "value",
            "line_search",
            "transpose",
            "diag",
            "spectral_abs",
            "exp",
            "abs",
        ]
        two = ["dot", "outer", "matvec", "solve", "min", "max"]
        return st.one_of(
            st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "^", "@", "<"]), inner).map(
                lambda t: f"({t[0]}){t[1]}({t[2]})"
            ),
            st.tuples(st.sampled_from(one), inner).map(lambda t: f"{t[0]}({t[1]})"),
            st.tuples(st.sampled_from(two), inner, inner).map(lambda t: f"{t[0]}({t[1]}, {t[2]})"),
            st.tuples(inner, inner, inner).map(lambda t: f"where({t[0]}, {t[1]}, {t[2]})"),
            st.tuples(inner, inner, inner).map(lambda t: f"clip({t[0]}, {t[1]}, {t[2]})"),
            st.tuples(inner, inner).map(lambda t: f"wolfe({t[0]}, {t[1]}, 1e-4, 0.9)"),
        )

    return st.recursive(leaves, grown, max_leaves=6)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Update rules, most of them accepted."""
    lines = []
    if draw(st.booleans()):
        lines.append("param beta = 0.9 from 0 to 1")
    if draw(st.booleans()):
        lines.append("state m = " + draw(vectors()))
    for name in draw(st.lists(st.sampled_from(["m", "a", "m"]), max_size=3)):
        lines.append(f"{name} = {draw(vectors())}")
    if draw(st.booleans()):
        lines.append("arrow drawn = " + draw(vectors()))
    tail = draw(vectors())
    lines.append("theta = " + draw(st.sampled_from([f"theta - lr*({tail})", f"theta - ({tail})*g", tail])))
    return draw(st.sampled_from(["\n", "; "])).join(lines)


def near_texts() -> st.SearchStrategy[str]:
    """Texts of the language's own characters and words, mostly wrong."""
    words = st.sampled_from(
        [
            "x",
            "y",
            "theta",
            "g",
            "lr",
            "sin(",
            "max(",
            "where(",
            "param a = 1",
            "state m = 0",
            "arrow ",
            " = ",
            "theta = ",
            "^",
            "**",
            "|",
            "(",
            ")",
            "1e308",
            "-",
            "\n",
            ";",
            "#",
            "², ",
            "f(x, y) =",
            "==",
            "@",
            "from 0 to",
            "log",
            "integer",
            "inf",
            "value(",
            "\x0c",
            "\u2028",
            "\x85",
        ]
    )
    return st.one_of(
        st.text(ALPHABET, max_size=60),
        st.lists(words, max_size=20).map("".join),
        st.lists(words, max_size=20).map(" ".join),
    )
