"""The parts of a scene that tell what a surface's parameters mean: what is fixed, what runs make of it."""

from __future__ import annotations

from gdviz.engine import Meaning, Objective, Path, Surface
from gdviz.player.scene.codec import Arrays, as_matrix
from gdviz.player.scene.panel import whole_of
from gdviz.player.scene.part import Part, make_part
from gdviz.player.scene.tabled.looks import looked_at

ROOM = 16_000  # numbers that are sent of a run at most: longer ones are looked at at fewer iterates
MOST = 2_000  # iterates that are looked at, whatever a look holds


def meaning_of(objective: Objective) -> tuple[Surface, Meaning] | None:
    """Return the surface that is drawn, as a whole or in part, and its meaning; None where it has none."""
    whole = whole_of(objective)
    if isinstance(whole, Surface) and whole.meaning is not None:
        return whole, whole.meaning
    return None


def meaning_part(surface: Surface, meaning: Meaning) -> Part:
    """Return what is the same at all steps."""
    return make_part({"kind": meaning.kind, **meaning.fixed(surface.named([surface.start]))}, {})


def meant_part(surface: Surface, meaning: Meaning, path: Path) -> Part:
    """Return the numbers at the iterates of a run, or at so many of them as there is room for."""
    one = meaning.numbers(surface.named(path.theta[:1]))
    looks = looked_at(len(path.theta), sum(v.size for v in one.values()), ROOM, MOST)
    numbers = meaning.numbers(surface.named(path.theta[looks]))
    arrays = Arrays({f"meant:{name}": as_matrix(values) for name, values in numbers.items()})
    return make_part({}, {"meant:at": as_matrix(looks), **arrays})
