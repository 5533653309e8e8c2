"""What can be dragged in the player, what it is set to, and what is written.

A slider of the legend is a choice like that of a control in the sidebar, under the same key. What else is
dragged (the start, the window, points of data) has a name, and a function that takes what the player sends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from gdviz.engine.entry import check_parameters
from gdviz.engine.method.stability import as_read, rate_limits
from gdviz.formula import Param
from gdviz.ui.entries import check_rate, rule_of
from gdviz.ui.problems.kinds import problem_of, rate_key
from gdviz.ui.problems.problem import Mover
from gdviz.ui.race.foreseen import wished
from gdviz.ui.race.parts import part
from gdviz.ui.runs.derived_rate import derived_rate
from gdviz.ui.spec.option import not_as_assumed
from gdviz.ui.spec.spec import Entrant, Spec
from gdviz.ui.spec.values import check_parameter, sent_number
from gdviz.ui.state import memory, page_choices

RESTS = 60  # how often as long as a request waited for its turn the hand is to rest
REACH = (1e-3, 10.0)  # of a rate's slider, as multiples of the derived rate


class Control(NamedTuple):
    """A slider of the player's legend.

    Attributes
    ----------
    key : of the choice that it sets
    of : slug of the competitor that it belongs to; None: it belongs to what is descended
    label : what it is called
    low, high, value : the ends of its track, and what it is set to
    log : whether the scale is logarithmic
    whole : whether only whole numbers are meant
    main : whether it stands beside the competitor's name; the others are unfolded
    check : returns a number as it is chosen; raises ValueError
    help : one line on what it does
    limit : a rate that is proven to be the limit of the stable ones, and a sentence on it
    """

    key: str
    of: str | None
    label: str
    low: float
    high: float
    value: float
    log: bool
    whole: bool
    main: bool
    check: Callable[[float], float]
    help: str = ""
    limit: tuple[float, str] | None = None

    def described(self) -> dict[str, Any]:
        """Return what the player has to know."""
        told = self._asdict()
        del told["check"]
        return told | {"limit": {"value": self.limit[0], "label": self.limit[1]} if self.limit else None}


def controls_of(spec: Spec) -> list[Control]:
    """Return the sliders of a choice: each entrant's rate and parameters, and those of what is descended."""
    curvature, controls = _extreme_curvature(spec), []
    for entrant in spec.entrants:
        slug, rule = entrant.optimizer.key, rule_of(entrant.optimizer)
        if rule.has_rate:
            controls.append(_rate(spec, entrant, curvature))
        controls += _parameters(f"rule.{slug}", rule.params, dict(entrant.optimizer.params), slug)
    for prefix, params, chosen, label in problem_of(spec).parameters(spec.problem):
        controls += _parameters(prefix, params, chosen, None, label)
    return controls


def _rate(spec: Spec, entrant: Entrant, curvature: tuple[float, float] | None) -> Control:
    slug, rule = entrant.optimizer.key, rule_of(entrant.optimizer)
    derived = derived_rate(spec, entrant.optimizer)
    value = derived if entrant.lr is None else entrant.lr
    # the ends do not move with the rate: powers of ten, unless a rate was typed that lies beyond
    low, high = (
        10.0 ** math.floor(math.log10(derived * REACH[0])),
        10.0 ** math.ceil(math.log10(derived * REACH[1])),
    )
    limit = None
    if curvature is not None:
        stable = rate_limits(rule, check_parameters(rule, dict(entrant.optimizer.params)), *curvature).stable
        if stable is not None:
            limit = stable, f"stable below {as_read(rule.stable)} = {stable:.4g} (λ_max = {curvature[1]:.4g})"
    return Control(
        rate_key(spec, slug),
        slug,
        "Learning rate",
        min(low, value),
        max(high, value),
        value,
        log=True,
        whole=False,
        main=True,
        check=check_rate,
        help="How far each step goes along the method's direction",
        limit=limit,
    )


def _extreme_curvature(spec: Spec) -> tuple[float, float] | None:
    """Return the extreme curvatures where theory limits the rate: on a quadratic, as theory assumes it."""
    if not_as_assumed(spec) or spec.maximize:
        return None
    return problem_of(spec).curvature(spec.problem)


def _parameters(
    prefix: str, params: tuple[Param, ...], chosen: Mapping[str, float], of: str | None, label: str = ""
) -> Iterator[Control]:
    for p in params:
        named = replace(p, name=label) if label else p
        yield Control(
            f"{prefix}.{p.name}",
            of,
            named.name,
            p.low,
            p.high,
            chosen.get(p.name, p.default),
            log=p.log,
            whole=p.integer,
            main=of is None,
            check=partial(_as_chosen, named),
            help=p.help,
        )


def _as_chosen(p: Param, value: float) -> float:
    """Return a value as the choice of a parameter holds it. Raises ValueError."""
    return int(check_parameter(p, value)) if p.integer else check_parameter(p, value)


def said(controls: Sequence[Control]) -> dict[str, Any]:
    """Return what the player is told of the hand: the sliders, and what was refused.

    What was refused is told beside its slider; of what has no slider it stands under "refused", by its name.
    "rest" is how many milliseconds the hand is to wait before it asks again. It is long where others drag at
    the same time: in a crowd there are fewer updates for each, and time for those who change something else.
    """
    complaints = dict(memory().get("hand refused", {}))
    told = described(controls, complaints)
    rest = RESTS * round(1e3 * memory().pop("waited", 0.0))
    return {"controls": told, "refused": complaints, "rest": rest}


def described(controls: Sequence[Control], complaints: dict[str, str]) -> list[dict[str, Any]]:
    """Return what the player has to know of the sliders; takes from the complaints those that are theirs."""
    return [c.described() | {"complaint": complaints.pop(c.key, "")} for c in controls]


def moved(controls: Sequence[Control], message: Any, movers: Mapping[str, Mover]) -> None:
    """Write what was dragged or typed in the player into the choices.

    While it moves, the parts of the scene that the browser has are noted, and the values near by for which it
    wishes scenes: then only the picture runs again. What cannot be chosen leaves the choice as it was, and
    the player says why. What a browser sends may be anything: names of nothing on the page are left alone.

    Parameters
    ----------
    controls : the sliders that the player shows
    message : what the browser sent
    movers : by name, what takes a value of something besides the controls; the value may be anything
    """
    changes, held, settled = _checked(message)
    if not settled:
        _note_unchosen([control for control in controls if control.key in changes])
    take(changes, {**movers, **{control.key: _slider(control) for control in controls}})
    if settled:
        _forget_unmoved()
        _answer_no_drag()
        memory().setdefault("settled", True)
    elif memory().get("held", held) is not None:
        memory()["held"] = held
        memory()["ahead"] = wished(message, {c.key: c.check for c in controls if c.of})


def _note_unchosen(dragged: Sequence[Control]) -> None:
    """Note the values from which sliders are dragged that nobody has set."""
    for control in dragged:
        if control.key not in page_choices():
            memory().setdefault("unchosen", {}).setdefault(control.key, control.value)


def _forget_unmoved() -> None:
    """Take back the choice of what was dragged and is where it was: a rate that was derived is so again."""
    for key, value in memory().pop("unchosen", {}).items():
        if page_choices().get(key) == value:
            del page_choices()[key]


def change_page() -> None:
    """Let the whole page run, not the picture alone, whatever else the same message tells."""
    _answer_no_drag()
    memory()["settled"] = False


def follow() -> None:
    """When all of a message is handled, let few parts of the page run where that will do."""
    if memory().pop("settled", False):
        part.follow()


def _answer_no_drag() -> None:
    """Let more than the picture run."""
    memory()["held"] = memory()["ahead"] = None


def take(changes: Mapping[str, Any], movers: Mapping[str, Mover]) -> None:
    """Give each value to the mover of its name, and note what is refused."""
    refused: dict[str, str] = {}
    memory()["hand refused"] = refused
    for key in changes.keys() & movers.keys():
        try:
            movers[key](changes[key])
        except ValueError as error:
            refused[key] = str(error)


def _slider(control: Control) -> Mover:
    def move(value: Any) -> None:
        page_choices()[control.key] = control.check(sent_number(value, control.label))

    return move


def _checked(message: Any) -> tuple[dict[str, Any], frozenset[str], bool]:
    """Return changes, parts that the browser has, and whether the request is the last one."""
    said = message if isinstance(message, dict) else {}
    changes, held = said.get("changes"), said.get("held")
    ids = frozenset(id for id in held if isinstance(id, str)) if isinstance(held, list) else frozenset()
    return (changes if isinstance(changes, dict) else {}, ids, said.get("settled") is not False)
