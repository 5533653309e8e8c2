"""A program that ends with its value, as lines of Python: each equation a line."""

from __future__ import annotations

from gdviz.export.text import own_name
from gdviz.formula import Program, PythonWriter


def program_lines(
    program: Program, writer: PythonWriter, taken: frozenset[str] = frozenset()
) -> tuple[list[str], str]:
    """Return the assignments of a program, and the expression of its value.

    `taken` are names that its quantities cannot have in the file.
    """
    names, plain = dict(writer.names), writer.plain
    writer.names = names
    out = []
    for equation in program.equations:
        written = writer.write(equation.node)
        if writer.is_plain(equation.node):
            plain[equation.name] = None
        else:
            plain.pop(equation.name, None)
        names[equation.name] = own_name(equation.name, taken)
        out.append(f"{names[equation.name]} = {written}")
    assert program.result is not None
    return out, writer.write(program.result)
