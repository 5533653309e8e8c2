"""A Spec <-> the query of a link. Only what differs from the defaults is written, in names that people can read.

    surface=himmelblau  surface.a=2  f=x^2+3y^2  window=-3,3,-3,3  start=-1.5,2
    opt=gd,adam,own  adam.lr=0.05  adam.beta1=0.8  own=theta = theta - lr*sign(g)
    schedule=cosine  schedule.lr_min=0.001  rate=lr/t  steps=500
    noise=0.1  seed=3  clip=1  ascent=1  tol=1e-6  target=0.1  patience=50  progress=1e-6
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from gdviz.engine import Choice, Entrant, Spec
from gdviz.formula import Param
from gdviz.ui import resolve

OWN = "own"
MAX_ENTRANTS = 8
DEFAULT = Spec(entrants=tuple(Entrant(Choice(s)) for s in ("gd", "momentum", "adam")))
_NUMBERS = {"noise": "noise", "clip": "clip", "tol": "stop_gradient", "target": "stop_loss", "progress": "progress"}
_MAY_BE_OFF = ("clip", "tol", "target")
_WHOLE = {"steps": "steps", "seed": "seed", "patience": "patience"}
_FIXED = {"surface", "f", "window", "opt", "own", "schedule", "rate", "start", "ascent", *_NUMBERS, *_WHOLE}


def to_query(spec: Spec) -> dict[str, str]:
    """The query of a link that opens this very choice."""
    q: dict[str, str] = {}
    _put_choice(q, "surface", "f", spec.surface, DEFAULT.surface)
    if spec.window:
        q["window"] = ",".join(map(_text, spec.window))
    if spec.start:
        q["start"] = ",".join(map(_text, spec.start))
    slugs = [e.optimizer.slug or OWN for e in spec.entrants]
    if slugs != [e.optimizer.slug for e in DEFAULT.entrants]:
        q["opt"] = ",".join(slugs)
    for e, slug in zip(spec.entrants, slugs, strict=True):
        if e.optimizer.text is not None:
            q[OWN] = e.optimizer.text
        q |= {f"{slug}.lr": _text(e.lr)} if e.lr is not None else {}
        q |= {f"{slug}.{k}": _text(v) for k, v in e.optimizer.params}
    if spec.schedule:
        _put_choice(q, "schedule", "rate", spec.schedule, Choice())
    for key, name in (_NUMBERS | _WHOLE).items():
        value = getattr(spec, name)
        if value != getattr(DEFAULT, name):
            q[key] = "off" if value is None else _text(value)
    if spec.maximize:
        q["ascent"] = "1"
    return q


def from_query(query: Mapping[str, str]) -> tuple[Spec, list[str]]:
    """The choice that a link holds, and one sentence for each part that could not be used (its default is)."""
    reader = _Reader(dict(query))
    return reader.spec(), reader.problems


def _put_choice(q: dict[str, str], key: str, text_key: str, choice: Choice, default: Choice) -> None:
    if choice.text is not None:
        q[text_key] = choice.text
    elif choice.slug != default.slug:
        q[key] = choice.slug
    q |= {f"{key}.{k}": _text(v) for k, v in choice.params}


def _text(value: float) -> str:
    return repr(float(value)).removesuffix(".0")  # exact: the link opens the very same run


class _Reader:
    def __init__(self, query: dict[str, str]) -> None:
        self.query, self.problems, self.used = query, [], set()  # type: ignore[var-annotated]

    def spec(self) -> Spec:
        surface = self.choice("surface", "f", DEFAULT.surface, resolve.surface_of) or DEFAULT.surface
        spec = replace(DEFAULT, surface=surface, entrants=self.entrants(),
                       schedule=self.choice("schedule", "rate", None, resolve.schedule_of))
        spec = self.part("window", "window", lambda t: _floats(t, 4), spec)
        spec = self.part("start", "start", lambda t: _floats(t, 2), spec)
        for key, name in _NUMBERS.items():
            spec = self.part(key, name, partial(_number, key), spec)
        for key, name in _WHOLE.items():
            spec = self.part(key, name, _whole, spec)
        spec = self.part("ascent", "maximize", _flag, spec)
        for key in self.query:
            if key not in self.used and key not in _FIXED and not key.startswith(("utm_", "embed")):
                self.problems.append(f"The link's '{key[:40]}' belongs to nothing here and was left out.")
        return spec

    def part(self, key: str, name: str, read: Callable[[str], Any], spec: Spec) -> Spec:
        """Spec with one part of the link read into the field `name` and checked, or as it was."""
        if key not in self.query:
            return spec
        try:
            out = replace(spec, **{name: read(self.query[key])})
            resolve.check(out)
            return out
        except ValueError as error:
            self.complain(key, error)
            return spec

    def complain(self, key: str, error: ValueError) -> None:
        why = str(error).rstrip(".?")
        self.problems.append(f"The link's {key}={self.query[key][:60]} cannot be used: {why}. The default is used.")

    def choice(self, key: str, text_key: str, default: Choice | None, find: Callable[[Choice], Any]) -> Choice | None:
        chosen = default
        for k, make in ((key, lambda t: Choice(slug=t)), (text_key, lambda t: Choice(text=t))):
            if k in self.query:
                try:
                    find(make(self.query[k]))
                    chosen = make(self.query[k])
                except ValueError as error:
                    self.complain(k, error)
        return self.with_params(key, chosen, find) if chosen else None

    def with_params(self, prefix: str, choice: Choice, find: Callable[[Choice], Any]) -> Choice:
        params = {p.name: p for p in find(choice).params}
        for key, text in self.query.items():
            head, _, name = key.rpartition(".")
            if head != prefix or name == "lr" and name not in params:
                continue
            self.used.add(key)
            try:
                if name not in params:
                    raise ValueError(f"there is no parameter '{name[:40]}' here")
                choice = replace(choice, params=(*choice.params, (name, _within(params[name], _float(text)))))
            except ValueError as error:
                self.complain(key, error)
        return choice

    def entrants(self) -> tuple[Entrant, ...]:
        if "opt" not in self.query:
            slugs = [e.optimizer.slug for e in DEFAULT.entrants]
        else:
            slugs = list(dict.fromkeys(filter(None, self.query["opt"].split(","))))
        out: list[Entrant] = []
        for slug in slugs[:MAX_ENTRANTS]:
            base = Choice(text=self.query.get(OWN, "")) if slug == OWN else Choice(slug)
            try:
                resolve.rule_of(base)
            except ValueError as error:
                self.complain(OWN if slug == OWN and OWN in self.query else "opt", error)
                continue
            entrant = Entrant(self.with_params(slug, base, resolve.rule_of))
            key = f"{slug}.lr"
            if key in self.query:
                self.used.add(key)
                try:
                    entrant = replace(entrant, lr=resolve.check_rate(_float(self.query[key])))
                except ValueError as error:
                    self.complain(key, error)
            out.append(entrant)
        if len(slugs) > MAX_ENTRANTS:
            self.problems.append(f"The link names {len(slugs)} optimizers; the first {MAX_ENTRANTS} are shown.")
        return tuple(out) or DEFAULT.entrants


def _number(key: str, text: str) -> float | None:
    return None if text == "off" and key in _MAY_BE_OFF else _float(text)


def _float(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"'{text[:40]}' is not a number") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"'{text[:40]}' is not a finite number")
    return value


def _within(p: Param, value: float) -> float:
    """A value that the parameter's slider can show. Raises ValueError."""
    if not p.low <= value <= p.high or p.integer and value != int(value):
        kind = "a whole number" if p.integer else "a number"
        raise ValueError(f"{p.name} is {kind} from {p.low:g} to {p.high:g}, not {value:g}")
    return value


def _floats(text: str, count: int) -> tuple[float, ...]:
    parts = text.split(",")
    if len(parts) != count:
        raise ValueError(f"it takes {count} numbers with commas between")
    return tuple(map(_float, parts))


def _whole(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise ValueError(f"'{text[:40]}' is not a whole number")
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("it is 1 or 0")
    return text == "1"
