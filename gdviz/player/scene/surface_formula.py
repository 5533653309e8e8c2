"""The formula of a scene's surface, as it stands above the panels on paper."""

from __future__ import annotations

from gdviz.engine import Objective, Surface
from gdviz.formula import mathml, number_text, readable, symbol, write
from gdviz.player.scene.linebreaks import with_line_breaks

LONGEST = 200  # parts of a formula that is still worth reading


def surface_formula(objective: Objective) -> str | None:
    """Write f(x, y) = ... as MathML, after what it assigns and the values of its parameters.

    None where the objective is no surface, or its formula is too long to read.
    """
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
    return ", ".join(with_line_breaks(mathml(part)) for part in parts)
