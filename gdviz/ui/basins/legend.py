"""What a map of basins says in words and numbers: its ends with their shares, and its entropies."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import numpy as np

from gdviz.cache import Section, section, token
from gdviz.engine import Basins
from gdviz.engine.maps.basins import BOX
from gdviz.engine.maps.ends import DIVERGED as DIVERGED_RUN
from gdviz.engine.maps.ends import NOT_ENDED
from gdviz.engine.maps.entropy import LN_2
from gdviz.figures.basins import CUT_OFF, DIVERGED, NEVER, ended_after, letters, shades

MOST = 12  # ends that are listed
RARE = 1e-4  # a smaller share is only said to be smaller
NOT_MINIMUM = {
    "saddle": "a saddle, no minimum: it is reached along a ridge exactly, or by a method that climbs",
    "maximum": "a maximum: the method climbs",
    "degenerate": "degenerate: flat in a direction, as in a valley of minima or on a plateau",
    "not stationary": "no critical point: the gradient was only small enough to stop",
}


class Numbers(NamedTuple):
    """What is counted over the cells of a map: shares of the starts that were run, steps and entropies.

    Attributes
    ----------
    shares : of each end
    diverged, cut_off, never, untried : of the starts that lead to none
    fewest, most : steps of the runs that have ended; 0 where none has
    entropies : of the basins and of the boundary; None of a map that is too small
    """

    shares: list[float]
    diverged: float
    cut_off: float
    never: float
    untried: float
    fewest: int
    most: int
    entropies: tuple[float, float] | None


def numbers(map: Basins) -> Numbers:
    """Count what the legend says of a map, once for all who look at it."""

    def count() -> Numbers:
        cut_off, untried = map.cut_off, map.untried
        never = map.share(NOT_ENDED) - cut_off - untried
        entropies = (map.entropy(), map.boundary_entropy()) if min(map.label.shape) >= BOX else None
        ends = map.shares.tolist(), map.share(DIVERGED_RUN)
        return Numbers(*ends, cut_off, never, untried, *ended_after(map), entropies)

    return _numbers.get(token(map), count, owner=map)


def words(maps: Sequence[Basins], names: Sequence[str], places: Sequence[Sequence[int]]) -> list[str]:
    """Return the legend of maps side by side, and the sentence below each; said once for all visitors."""
    key = tuple((token(map), name, tuple(own)) for map, name, own in zip(maps, names, places, strict=True))

    def say() -> list[str]:
        return [table(maps, names, places), *(sentence(*of) for of in zip(maps, names, strict=True))]

    return _words.get(key, say, owner=maps[0])


def differing(one: Basins, other: Basins) -> str:
    """Return the share of the starts from which two maps lead to different ends, in words."""
    key = token(one), token(other)
    return _differing.get(key, lambda: percent(float(one.differs(other).mean())), owner=one)


def table(maps: Sequence[Basins], names: Sequence[str], places: Sequence[Sequence[int]]) -> str:
    """Return the legend as an HTML table: an end a row, the share of each map a column.

    `places` are the colours of the ends of each map.
    """
    found: dict[int, tuple[Basins, int]] = {}
    shares: dict[int, list[float]] = {}
    for k, (map, own) in enumerate(zip(maps, places, strict=True)):
        for i, (place, share) in enumerate(zip(own, numbers(map).shares, strict=True)):
            if share > 0:
                found.setdefault(place, (map, i))
                shares.setdefault(place, [0.0] * len(maps))[k] = share
    largest = sorted(shares, key=lambda place: -max(shares[place]))
    rows = [_end(*found[place], place, shares[place]) for place in sorted(largest[:MOST])]
    if rest := largest[MOST:]:
        theirs = [sum(shares[place][k] for place in rest) for k in range(len(maps))]
        rows.append(_row("", f"{len(rest)} more ends, whose colours repeat", "", theirs))
    rows += _without_end(maps)
    head = "".join(f'<th class="num">{escape(name)}</th>' for name in names)
    return (
        '<div class="gd-table gd-ends"><table><thead><tr><th>End</th><th>What it is</th>'
        f'<th class="num">Loss</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )


def _end(map: Basins, i: int, place: int, shares: Sequence[float]) -> str:
    ramp = ",".join(shades(place))
    chip = f'<span class="gd-basin" style="background:linear-gradient(90deg,{ramp})"></span>'
    point = ", ".join(f"{v:.4g}" for v in (map.ends[i] + 0.0).tolist())
    kind = map.kinds[i]
    what = escape(NOT_MINIMUM.get(kind, kind))
    return _row(f"{chip} <b>{letters([place])[0]}</b>", f"({point}): {what}", f"{map.values[i]:.4g}", shares)


def _without_end(maps: Sequence[Basins]) -> list[str]:
    """Return rows for the starts that lead to no end, where there are any."""
    counted, planned = [numbers(map) for map in maps], maps[0].planned
    kinds = (
        (DIVERGED, "diverged", [n.diverged for n in counted]),
        (
            CUT_OFF,
            f"cut off after {planned} steps: with twice as many they end",
            [n.cut_off for n in counted],
        ),
        (NEVER, f"not ended after {2 * planned} steps either", [n.never for n in counted]),
        (NEVER, f"not ended after {planned} steps", [n.untried for n in counted]),
    )
    return [
        _row(f'<span class="gd-basin" style="background:{color}"></span>', what, "", shares)
        for color, what, shares in kinds
        if max(shares) > 0
    ]


def _row(chip: str, what: str, loss: str, shares: Sequence[float]) -> str:
    cells = "".join(f'<td class="num">{escape(percent(share))}</td>' for share in shares)
    return f'<tr><td class="who">{chip}</td><td>{what}</td><td class="num">{loss}</td>{cells}</tr>'


def percent(share: float) -> str:
    """Write a share: whole per cent hide neither what is rare nor what is missing.

    Examples
    --------
    >>> percent(0.257), percent(0.0002), percent(0.9999), percent(0)
    ('25.7 %', '0.02 %', '99.99 %', '0 %')
    >>> percent(1 / 512**2), percent(1 - 1 / 512**2)
    ('< 0.01 %', '> 99.99 %')
    """
    if 0 < share < RARE or 1 - RARE < share < 1:
        return f"< {100 * RARE:g} %" if share < RARE else f"> {100 * (1 - RARE):g} %"
    digits = 1 if share in (0, 1) or 0.001 <= share <= 0.999 else 2
    return f"{100 * share:.{digits}f} %".replace(".0 %", " %")


def sentence(map: Basins, name: str) -> str:
    """Say what the brightness and the entropies of a map mean."""
    counted = numbers(map)
    how_long = f"{name}, learning rate {map.lr:.4g}."
    if sum(counted.shares) > 0:
        how_long = (
            f"{name}, learning rate {map.lr:.4g}: the lighter, the sooner, by rank; the fastest run ends "
            f"after {counted.fewest} steps, the slowest after {counted.most}."
        )
    if counted.entropies is None:
        return how_long
    entropy, boundary = counted.entropies
    said = (
        f" Basin entropy {entropy:.3f}: how uncertain the end is if the start is known up to {BOX} × {BOX} "
        "cells (0 would be certain)."
    )
    if np.isnan(boundary):
        return f"{how_long}{said} No box holds a boundary."
    above = boundary > LN_2
    meaning = (
        "above ln 2 = 0.693, so the boundary is fractal at this scale"
        if above
        else "not above ln 2 = 0.693, which alone does not say whether the boundary is smooth"
    )
    return f"{how_long}{said} Boundary entropy {boundary:.3f}: {meaning}."


_words: Section[list[str]] = section("legends of maps", lambda texts: sum(map(len, texts)))
_numbers: Section[Numbers] = section("numbers of maps", lambda found: 300 + 32 * len(found.shares))
_differing: Section[str] = section("differences of maps", len)
