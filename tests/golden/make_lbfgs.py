"""Writes lbfgs/lbfgs.txt: optax's two-loop recursion with fixed steps, in double precision.

optax searches along a line in its own way, so the search is left out of both: each step is lr times the direction. Run by hand,
as make.py; the tests read the file, whose format is that of make.py:

    pip install optax==0.2.8
    python tests/golden/make_lbfgs.py
"""

from __future__ import annotations

from pathlib import Path

import jax
import jax.numpy as jnp
import optax

jax.config.update("jax_enable_x64", True)
HERE = Path(__file__).parent
STEPS = 120
MEMORY = 3
# text, the same as a function, start, rate: such that s.y stays positive, since optax does not look at its sign
RUNS = [
    ("(1 - x)^2 + 5*(y - x^2)^2", lambda p: (1 - p[0]) ** 2 + 5 * (p[1] - p[0] ** 2) ** 2, (1.4, 2.3), 0.3),
    (
        "x^4 + 3*y^4 + x^2 + x*y + 5*y^2 - 2*x + y",
        lambda p: p[0] ** 4 + 3 * p[1] ** 4 + p[0] ** 2 + p[0] * p[1] + 5 * p[1] ** 2 - 2 * p[0] + p[1],
        (-2.0, 1.5),
        0.15,
    ),
    (
        "exp(x + 3*y - 0.1) + exp(x - 3*y - 0.1) + exp(-x - 0.1)",
        lambda p: jnp.exp(p[0] + 3 * p[1] - 0.1) + jnp.exp(p[0] - 3 * p[1] - 0.1) + jnp.exp(-p[0] - 0.1),
        (-1.5, 0.8),
        0.08,
    ),
]


def main() -> None:
    """Write all runs."""
    blocks = []
    for text, function, start, lr in RUNS:
        transform = optax.lbfgs(lr, memory_size=MEMORY, linesearch=None)
        theta = jnp.asarray(start)
        state, slope, rows = transform.init(theta), jax.grad(function), [theta]
        for _ in range(STEPS):
            g = slope(theta)
            updates, following = transform.update(g, state, theta)
            moved = optax.apply_updates(theta, updates)
            assert float(jnp.vdot(moved - theta, slope(moved) - g)) > 0, "s.y is not positive: another rate"
            theta, state = moved, following
            rows.append(theta)
        head = [f"surface {text}", "start " + " ".join(map(str, start)), f"hyper lr={lr!r}", "columns x y"]
        blocks.append("\n".join(head + [" ".join(f"{float(c):.17g}" for c in row) for row in rows]))
    (HERE / "lbfgs").mkdir(exist_ok=True)
    first = (
        f"# lbfgs: optax.lbfgs(memory_size={MEMORY}, linesearch=None), optax {optax.__version__}, float64\n"
    )
    (HERE / "lbfgs" / "lbfgs.txt").write_text(first + "\n\n".join(blocks) + "\n")


if __name__ == "__main__":
    main()
