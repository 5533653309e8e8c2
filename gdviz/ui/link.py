"""A Spec <-> the query of a link. Only what differs from the defaults is written, in names that people can read.

    surface=himmelblau  surface.a=2  f=x^2+3y^2  window=-3,3,-3,3  start=-1.5,2
    opt=gd,adam,own (or none)  adam.lr=0.05  adam.beta1=0.8  own=theta = theta - lr*sign(g)
    schedule=cosine  schedule.lr_min=0.001  rate=lr/t  steps=500
    noise=0.1  seed=3  clip=1  ascent=1  tol=1e-6  target=0.1  patience=50  progress=1e-6

What a link says of data stands in `gdviz.ui.problems.fit.link`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from gdviz.ui import resolve
from gdviz.ui.options import OPTIONS, Option
from gdviz.ui.problems.fit import link as url_fit
from gdviz.ui.spec import Choice, Entrant, Fit, Spec
from gdviz.ui.values import flag, number, numbers, put_choice, whole, within, written

OWN = "own"
MAX_TOLD = 5  # of the keys of a link that belong to nothing
NONE = "none"  # no optimizer: only the surface
MAX_ENTRANTS = 8
DEFAULT = Spec(entrants=tuple(Entrant(Choice(s)) for s in ("gd", "momentum", "adam")))
DEFAULTS = {
    "surface": DEFAULT,
    "regression": replace(DEFAULT, fit=Fit(), steps=200),
    "classification": replace(
        DEFAULT, fit=Fit("binary", Choice("blobs"), loss=Choice("cross_entropy")), steps=200
    ),
}
_FIXED = {
    "surface",
    "f",
    "window",
    "opt",
    "own",
    "schedule",
    "rate",
    "start",
    "ascent",
    *(o.link for o in OPTIONS.values()),
    *url_fit.FIXED,
}


def to_query(spec: Spec, default: Spec = DEFAULT) -> dict[str, str]:
    """The query of a link that opens this very choice on the page that has this default."""
    q: dict[str, str] = {}
    if spec.fit and default.fit:
        url_fit.put(q, spec, default)
    else:
        put_choice(q, "surface", "f", spec.surface, default.surface)
    if spec.window:
        q["window"] = ",".join(map(written, spec.window))
    if spec.start:
        q["start"] = ",".join(map(written, spec.start))
    slugs = [e.optimizer.slug or OWN for e in spec.entrants]
    if slugs != [e.optimizer.slug for e in default.entrants]:
        q["opt"] = ",".join(slugs) or NONE
    for e, slug in zip(spec.entrants, slugs, strict=True):
        if e.optimizer.text is not None:
            q[OWN] = e.optimizer.text
        q |= {f"{slug}.lr": written(e.lr)} if e.lr is not None else {}
        q |= {f"{slug}.{k}": written(v) for k, v in e.optimizer.params}
    if spec.schedule:
        put_choice(q, "schedule", "rate", spec.schedule, Choice())
    for o in OPTIONS.values():
        value = getattr(spec, o.field)
        if value != getattr(default, o.field):
            q[o.link] = "off" if value is None else written(value)
    if spec.maximize:
        q["ascent"] = "1"
    return q


def from_query(query: Mapping[str, str], default: Spec = DEFAULT) -> tuple[Spec, list[str]]:
    """The choice that a link holds, and one sentence for each part that could not be used and was left out."""
    reader = Reader(dict(query), default)
    return reader.spec(), reader.problems


def _option(o: Option, text: str) -> float | None:
    return None if text == "off" and o.off else whole(text) if o.whole else number(text)


class Reader:
    """Reads a link part by part."""

    def __init__(self, query: dict[str, str], default: Spec) -> None:
        self.query, self.default = query, default
        self.problems: list[str] = []
        self.used: set[str] = set()
        self.strangers: list[str] = []  # keys that belong to nothing

    def spec(self) -> Spec:
        spec = self.default
        if spec.fit:
            spec = url_fit.read(self, spec)
        else:
            surface = self.choice("surface", "f", spec.surface, resolve.surface_of) or spec.surface
            spec = replace(spec, surface=surface)
        spec = replace(
            spec,
            entrants=self.entrants(),
            schedule=self.choice("schedule", "rate", None, resolve.schedule_of),
        )
        names, shown = resolve.objective_of(spec).names, len(resolve.axes_of(spec))
        if len(names) == 1:
            self.shorten("window", 2, names[0])
            self.shorten("start", 1, names[0])
        spec = self.part("window", "window", lambda t: numbers(t, 2 * shown), spec)
        spec = self.part("start", "start", lambda t: numbers(t, len(names)), spec)
        for o in OPTIONS.values():
            spec = self.part(o.link, o.field, partial(_option, o), spec)
        spec = self.part("ascent", "maximize", flag, spec)
        self.strangers += [
            k
            for k in self.query
            if k not in self.used and k not in _FIXED and not k.startswith(("utm_", "embed"))
        ]
        if unknown := [f"'{k[:40]}'" for k in self.strangers]:
            more = [f"{len(unknown) - MAX_TOLD} more"] if len(unknown) > MAX_TOLD else []
            told = [*unknown[:MAX_TOLD], *more]
            listed = ", ".join(told[:-1]) + f" and {told[-1]}" if len(told) > 1 else told[0]
            verbs = ("belong", "were") if len(told) > 1 else ("belongs", "was")
            self.problems.append(f"The link's {listed} {verbs[0]} to nothing here and {verbs[1]} left out.")
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

    def shorten(self, key: str, count: int, name: str) -> None:
        """Of numbers for two coordinates keep those of the only one there is: such a text was once drawn over two."""
        parts = self.query.get(key, "").split(",")
        if len(parts) == 2 * count:
            self.query[key] = ",".join(parts[:count])
            self.problems.append(
                f"The link's {key}={','.join(parts)[:60]} is for two coordinates; {name} is the only one here, "
                "so the rest of it was left out."
            )

    def complain(self, key: str, error: ValueError) -> None:
        self.left_out(f"{key}={self.query[key][:60]}", error)

    def left_out(self, what: str, error: ValueError) -> None:
        """What holds of every part: it is left out, the others are used."""
        self.problems.append(f"The link's {what} cannot be used and was left out: {str(error).rstrip('.?')}.")

    def choice(
        self, key: str, text_key: str, default: Choice | None, find: Callable[[Choice], Any]
    ) -> Choice | None:
        chosen = default
        for k, make in ((key, lambda t: Choice(slug=t)), (text_key, lambda t: Choice(text=t))):
            if k and k in self.query:
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
            if name not in params and len(self.problems) >= MAX_TOLD:
                self.strangers.append(key)
                continue
            try:
                if name not in params:
                    raise ValueError(f"there is no parameter '{name[:40]}' here")
                choice = replace(choice, params=(*choice.params, (name, within(params[name], number(text)))))
            except ValueError as error:
                self.complain(key, error)
        return choice

    def entrants(self) -> tuple[Entrant, ...]:
        if self.query.get("opt") == NONE:
            return ()
        if "opt" not in self.query:
            slugs = [e.optimizer.slug for e in self.default.entrants]
        else:
            slugs = list(dict.fromkeys(filter(None, self.query["opt"].split(","))))
        out: list[Entrant] = []
        for slug in slugs[:MAX_ENTRANTS]:
            base = Choice(text=self.query.get(OWN, "")) if slug == OWN else Choice(slug)
            try:
                resolve.rule_of(base)
            except ValueError as error:
                self.left_out(
                    f"own={self.query[OWN][:60]}"
                    if slug == OWN and OWN in self.query
                    else f"optimizer '{slug[:40]}'",
                    error,
                )
                continue
            entrant = Entrant(self.with_params(slug, base, resolve.rule_of))
            key = f"{slug}.lr"
            if key in self.query:
                self.used.add(key)
                try:
                    entrant = replace(entrant, lr=resolve.check_rate(number(self.query[key])))
                except ValueError as error:
                    self.complain(key, error)
            out.append(entrant)
        if len(slugs) > MAX_ENTRANTS:
            self.problems.append(
                f"The link names {len(slugs)} optimizers; the first {MAX_ENTRANTS} are shown."
            )
        if slugs and not out:
            self.problems.append("None of the link's optimizers can be used; the page's usual ones run.")
        return tuple(out) or self.default.entrants
