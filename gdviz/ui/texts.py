"""Entries of the library and those made of strangers' texts: compiled once for all sessions, within a bound."""

from __future__ import annotations

from gdviz.cache import Section, section
from gdviz.engine import Entry
from gdviz.engine.compiled import Compiled
from gdviz.formula.tree import Node, dependencies_first
from gdviz.ui.budget import still_there

EACH, NODE = (
    15_000,
    250,
)  # bytes: of any entry with its functions, and of each part of its formulas and derivatives (measured)


def size(entry: Entry) -> int:
    """Bytes that an entry takes, compiled (which it is made to be here, as whoever asks for it needs it)."""
    compiled = getattr(entry, "compiled", None)
    tops = [*entry.program.nodes()] if entry.text else []
    if isinstance(compiled, Compiled):
        tops += [compiled.result, *compiled.partials, *compiled.second]
    seen: set[int] = set()
    for top in tops:
        for node in dependencies_first(top, lambda n: id(n) in seen, _parts):
            seen.add(id(node))
    return EACH + NODE * len(seen)


def _parts(node: Node) -> tuple[Node, ...]:
    return node.args


entries: Section[Entry] = section("entries of one's own", size, waiting=still_there)
