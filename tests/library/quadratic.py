"""Quadratics written out as surfaces, and rules with the exact step length of quadratics."""

from __future__ import annotations

from typing import Any

import numpy as np

import gdviz


class Quadratic:
    """Half theta' a theta + b' theta, written out as a surface, and its stationary point."""

    def __init__(self, d: int, seed: int, definite: bool = True) -> None:
        rng = np.random.default_rng([d, seed])
        vectors = np.linalg.qr(rng.standard_normal((d, d)))[0]
        values = np.geomspace(0.5, 30.0, d) * (1 if definite else np.where(np.arange(d) % 2, 1, -1))
        self.a = vectors @ np.diag(values) @ vectors.T
        self.a = (self.a + self.a.T) / 2
        self.b, start = rng.standard_normal(d), rng.uniform(-3, 3, d)
        names = tuple(f"x{i}" for i in range(1, d + 1))
        a, b = self.a.tolist(), self.b.tolist()
        terms = [f"({a[i][i] / 2})*{n}^2 + ({b[i]})*{n}" for i, n in enumerate(names)]
        terms += [f"({a[i][j]})*{names[i]}*{names[j]}" for i in range(d) for j in range(i + 1, d)]
        text = " + ".join(terms)
        self.surface = gdviz.surface(text, ((-5, 5),) * d, names=names, start=tuple(start))
        self.point = -np.linalg.solve(self.a, self.b)


def exact(slug: str) -> gdviz.Rule:
    """The rule with the exact step length of quadratics in place of its search."""
    entry = gdviz.optimizers[slug]
    searched = {"lbfgs": "wolfe(-r1, 1, c1, c2)"}.get(slug, "wolfe(p, first, c1, c2)")
    p = "-r1" if slug == "lbfgs" else "p"
    assert searched in entry.text
    text = entry.text.replace(searched, f"-dot(g, {p})/dot({p}, hess(theta) @ ({p}))")
    return gdviz.Rule(text, unit="none", lr=1.0)


def run(rule: Any, objective: Any, steps: int, **keywords: Any) -> gdviz.Path:
    return gdviz.descend(objective, rule, steps=steps, stop=None, **keywords)
