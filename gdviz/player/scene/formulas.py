"""The formula of a scene's surface, as it stands above the panels on paper."""

from __future__ import annotations

from typing import Any

from gdviz.engine import Surface
from gdviz.formula import mathml, number_text, readable, symbol, write
from gdviz.player.scene.breaks import breakable

LONGEST = 200  # parts of a formula that is still worth reading


def surface_in_symbols(objective: Any) -> str | None:
    """f(x, y) = ... after what it assigns and the values of its parameters; None where it is no surface or too long to read."""
    if not isinstance(objective, Surface):
        return None
    program = objective.program
    assert program.result is not None
    if not all(readable(n, LONGEST) for n in (program.result, *(e.node for e in program.equations))):
        return None
    values = program.defaults | dict(objective.values)
    arguments = "<mo>,</mo>".join(symbol(n, "mathml") for n in objective.names)
    parts = [f"{symbol(n, 'mathml')}<mo>=</mo><mn>{number_text(v)}</mn>" for n, v in values.items()]
    parts += [f"{symbol(e.name, 'mathml')}<mo>=</mo>{write(e.node, 'mathml')}" for e in program.equations]
    parts.append(
        f"<mi>f</mi><mrow><mo>(</mo>{arguments}<mo>)</mo></mrow><mo>=</mo>{write(program.result, 'mathml')}"
    )
    return ", ".join(breakable(mathml(part)) for part in parts)
