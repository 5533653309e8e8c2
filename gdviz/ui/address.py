"""A Spec <-> the query of a link.

    surface=himmelblau  surface.a=2  f=x^2+3y^2  window=-3,3,-3,3  start=-1.5,2
    problem=regression (on a page that takes several kinds of problem)
    opt=gd,adam,own (or none)  adam.lr=0.05  adam.beta1=0.8  own=theta = theta - lr*sign(g)
    schedule=cosine  schedule.lr_min=0.001  rate=lr/t  steps=500
    noise=0.1  seed=3  clip=1  ascent=1  tol=1e-6  target=0.1  patience=50  progress=1e-6

start=own stands for a start of more than MOST_LINKED parameters, which no link holds.

What a link says of data stands in `gdviz.ui.problems.fit.link`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gdviz.ui.entries import check_rate, rule_of, schedule_of
from gdviz.ui.link import Reader, write_options
from gdviz.ui.problems.kinds import applies, axes_of, check, known_links, objective_of, problem_of
from gdviz.ui.spec.option import Option, links, options, options_of
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import MAX_ENTRANTS, MOST_LINKED, OWN, Choice, Entrant, Spec
from gdviz.ui.spec.values import exact_text, read_number

NONE = "none"  # no optimizer: only the surface
OPTIMIZERS = "opt"
KIND = "problem"  # which kind of problem, on a page that takes several
START = options(Spec)["start"].link


def to_query(spec: Spec, default: Spec) -> dict[str, str]:
    """Return the query of a link that opens this very choice on the page that has this default."""
    query: dict[str, str] = {KIND: spec.kind} if spec.kind else {}
    problem_of(spec).write(query, spec.problem, default.problem)
    write_options(query, spec, default)
    write_options(query, spec.beside, default.beside)
    if start_left_out(spec):
        query[START] = OWN
    slugs = [e.optimizer.key for e in spec.entrants]
    if slugs != [e.optimizer.slug for e in default.entrants]:
        query[OPTIMIZERS] = ",".join(slugs) or NONE
    for e, slug in zip(spec.entrants, slugs, strict=True):
        if e.optimizer.text is not None:
            query[OWN] = e.optimizer.text
        if e.lr is not None:
            query[f"{slug}.lr"] = exact_text(e.lr)
        query |= {f"{slug}.{name}": exact_text(value) for name, value in e.optimizer.params}
    return query


def start_left_out(spec: Spec) -> str:
    """Say that the start has too many parameters for a link; "" where a link holds it."""
    if spec.start is None or len(spec.start) <= MOST_LINKED:
        return ""
    return (
        f"Where the runs start is not in the link, since it holds at most {MOST_LINKED} parameters and here "
        f"are {len(spec.start)}: its runs start from the usual ones instead."
    )


def read_link(query: Mapping[str, str], page: Page) -> tuple[Spec, list[str]]:
    """Return the choice that a link to a page holds, and a sentence for each part that could not be used."""
    return from_query(query, page.first_of(query.get(KIND, "")))


def from_query(query: Mapping[str, str], default: Spec) -> tuple[Spec, list[str]]:
    """Return the choice that a link holds, and a sentence for each part that could not be used."""
    reader = Reader(dict(query))
    spec = replace(
        default,
        problem=problem_of(default).read(reader, default.problem),
        entrants=_entrants(reader, default.entrants),
        schedule=reader.read_entry(options(Spec)["schedule"], None, schedule_of),
    )
    names = objective_of(spec).names
    counts = {"window": 2 * len(axes_of(spec)), "start": len(names)}
    if reader.query.get(START) == OWN:
        del reader.query[START]
        reader.complaints.append(
            "The link was made with a start of its own, which has too many parameters for a link; the runs "
            "start from the usual ones."
        )
    if len(names) == 1:
        reader.shorten("window", 2, names[0])
        reader.shorten("start", 1, names[0])
    for name, option in options_of(default).items():
        if not option.is_entry and applies(option, spec):
            spec = reader.read_option(option, spec, check, counts.get(name))
    spec = replace(spec, beside=_beside(reader, default.beside))
    if query.get(KIND, default.kind) != default.kind:
        reader.complain(KIND, ValueError("this page takes no such problem"))
    of_the_page = links(type(default)) | {o.link for o in options_of(default.beside).values()}
    reader.report_unknown(known={OPTIMIZERS, KIND, OWN, *of_the_page, *known_links()})
    return spec, reader.complaints


def _beside(reader: Reader, beside: Any) -> Any:
    """Return what the link says of what stands besides the race."""
    for name, option in options_of(beside).items():

        def check(values: Any, name: str = name, option: Option = option) -> None:
            option.check(getattr(values, name))

        beside = reader.read_option(option, beside, check)
    return beside


def _entrants(reader: Reader, default: tuple[Entrant, ...]) -> tuple[Entrant, ...]:
    """Return the optimizers that the link names, each with its parameters and its rate."""
    asked = reader.query.get(OPTIMIZERS)
    if asked == NONE:
        return ()
    slugs = [e.optimizer.slug for e in default]
    if asked is not None:
        slugs = list(dict.fromkeys(filter(None, asked.split(","))))
    read = (_entrant(reader, slug) for slug in slugs[:MAX_ENTRANTS])
    found = tuple(entrant for entrant in read if entrant is not None)
    if len(slugs) > MAX_ENTRANTS:
        reader.complaints.append(
            f"The link names {len(slugs)} optimizers; the first {MAX_ENTRANTS} are shown."
        )
    if slugs and not found:
        reader.complaints.append("None of the link's optimizers can be used; the page's usual ones run.")
    return found or default


def _entrant(reader: Reader, slug: str) -> Entrant | None:
    """Return an optimizer with what the link says of it; None, and a complaint, where it cannot be used."""
    query = reader.query
    choice = Choice(text=query.get(OWN, "")) if slug == OWN else Choice(slug)
    try:
        rule_of(choice)
    except ValueError as error:
        written = slug == OWN and OWN in query
        reader.leave_out(f"own={query[OWN][:60]}" if written else f"optimizer '{slug[:40]}'", error)
        return None
    entrant, key = Entrant(reader.with_parameters(slug, choice, rule_of)), f"{slug}.lr"
    if key in query:
        reader.used.add(key)
        try:
            rule = rule_of(choice)
            if not rule.has_rate:
                raise ValueError(f"{rule.name} has no learning rate")
            return replace(entrant, lr=check_rate(read_number(query[key])))
        except ValueError as error:
            reader.complain(key, error)
    return entrant
