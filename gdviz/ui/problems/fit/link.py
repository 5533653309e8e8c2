"""The part of a link that says what is fitted.

data=galton  data.noise=2  d=own data set's text  draw=3 (another draw)  x=wt,hp  y=mpg
degree=3  scaling=standardise  intercept=0  loss=huber  loss.delta=2  l=own loss's text  average=sum
penalty=l1  penalty.strength=0.5  contour=1  batch=8  replacement=1  axes=0,2  others=path

data=own-table  table=a small table of one's own, compressed (see `gdviz.ui.problems.fit.carried`; a large one is in no link)
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gdviz.engine.fit.design import SCALINGS
from gdviz.engine.fit.row_loss import AVERAGES
from gdviz.ui.problems.fit import objective as fits
from gdviz.ui.problems.fit.carried import packed, unpacked
from gdviz.ui.spec import Choice, Fit, Spec
from gdviz.ui.values import flag, put_choice, whole

if TYPE_CHECKING:
    from gdviz.ui.link import Reader

OWN_TABLE = "own-table"
FIXED = {
    "data",
    "d",
    "draw",
    "x",
    "y",
    "degree",
    "scaling",
    "intercept",
    "loss",
    "l",
    "average",
    "penalty",
    "contour",
    "replacement",
    "axes",
    "others",
}
_TEXTS = {"data": "d", "loss": "l"}  # where a text of one's own stands
_LISTS = {"scaling": SCALINGS, "average": tuple(AVERAGES), "others": ("optimum", "path")}


def put(q: dict[str, str], spec: Spec, default: Spec) -> None:
    """Write what differs from the default."""
    fit, usual = spec.fit, default.fit
    assert fit and usual
    if fit.table is not None:
        q["data"], text = OWN_TABLE, packed(fit.table)
        q |= {"table": text} if text else {}
    else:
        put_choice(q, "data", "d", fit.data, usual.data)
    if fit.table is None or "table" in q:
        q |= {"x": _joined(fit.features)} if fit.features is not None else {}
        q |= {"y": fit.target} if fit.target is not None else {}
    q |= {k: str(v) for k, v in (("degree", fit.degree), ("scaling", fit.scaling)) if v is not None}
    if fit.intercept is not None:
        q["intercept"] = str(int(fit.intercept))
    put_choice(q, "loss", "l", fit.loss, usual.loss)
    if fit.penalty:
        put_choice(q, "penalty", "", fit.penalty, Choice())
    q |= {
        k: str(v)
        for k, v, w in (
            ("draw", fit.seed, usual.seed),
            ("average", fit.average, usual.average),
            ("others", spec.others, default.others),
        )
        if v != w
    }
    q |= {k: "1" for k, v in (("replacement", spec.replacement), ("contour", spec.show_penalty)) if v}
    if spec.axes != default.axes:
        q["axes"] = ",".join(map(str, spec.axes))


def read(reader: Reader, spec: Spec) -> Spec:
    """The spec with what the link says; each part that cannot be used is complained of, and its default kept."""
    usual = spec.fit
    assert usual
    query, task = reader.query, usual.task
    changes: dict[str, dict[str, Any]] = {}
    if query.get("data") == OWN_TABLE:
        fit = _own_table(reader, usual)
    else:
        data = reader.choice("data", "d", usual.data, lambda c: fits.dataset_of(Fit(task, c))) or usual.data
        fit, changes["data"] = usual, {"data": data}
    changes["loss"] = {
        "loss": reader.choice("loss", "l", fit.loss, lambda c: fits.loss_of(c, task)) or fit.loss
    }
    if penalty := reader.choice("penalty", "", None, fits.penalty_of):
        changes["penalty"] = {"penalty": penalty}
    parts: list[tuple[str, str, Any]] = [
        ("draw", "seed", whole),
        ("x", "features", _names),
        ("y", "target", str),
        ("degree", "degree", whole),
        ("scaling", "scaling", _one("scaling")),
        ("intercept", "intercept", flag),
        ("average", "average", _one("average")),
    ]
    for key, name, convert in parts:
        if key in query:
            try:
                changes[key] = {name: convert(query[key])}
            except ValueError as error:
                reader.complain(key, error)
    if {"x", "y"} <= set(changes):  # the one may not go without the other
        changes["x"] |= changes.pop("y")
    spec = replace(spec, fit=_together(fit, changes) or _one_by_one(reader, fit, changes))
    for key, name, convert in (
        ("axes", "axes", _axes),
        ("others", "others", _one("others")),
        ("replacement", "replacement", flag),
        ("contour", "show_penalty", flag),
    ):
        spec = reader.part(key, name, convert, spec)
    return spec


def _together(fit: Fit, changes: dict[str, dict[str, Any]]) -> Fit | None:
    """The fit with all parts, some of which may not do without others; None where it cannot be computed."""
    try:
        changed = fits.fitting(
            replace(fit, **{k: v for change in changes.values() for k, v in change.items()})
        )
        fits.objective_of(changed)
    except ValueError:  # which part it is, is found out and told one by one
        return None
    return changed


def _one_by_one(reader: Reader, fit: Fit, changes: dict[str, dict[str, Any]]) -> Fit:
    """The fit with those parts that can be used; a complaint of each other."""
    for key, change in changes.items():
        fit = usable(reader, key, fit, change)
    return fit


def _own_table(reader: Reader, usual: Fit) -> Fit:
    """The fit of the table in the link; without one, or with one that cannot be used, a complaint and the default."""
    query, fit = reader.query, usual
    if "table" in query:
        reader.used.add("table")
        try:
            bare = replace(usual, data=Choice(), table=unpacked(query["table"]))
        except ValueError as error:
            reader.complain("table", error)
        else:
            fit = _picked(bare, query) or usable(
                reader, "table", usual, {"data": bare.data, "table": bare.table}
            )
    else:
        reader.problems.append(
            "The link was made with somebody's own table, which was too large for a link; load the table again."
        )
    if fit.table is None:  # these are columns of the table
        query.pop("x", None)
        query.pop("y", None)
    return fit


def _picked(bare: Fit, query: dict[str, str]) -> Fit | None:
    """The fit with the link's columns: those that its table suggests may not do. None where they are told of later."""
    try:
        picked = fits.fitting(
            replace(bare, features=_names(query["x"]) if "x" in query else None, target=query.get("y"))
        )
        fits.objective_of(picked)
    except ValueError:
        return None
    return picked


def usable(reader: Reader, key: str, fit: Fit, change: dict[str, Any]) -> Fit:
    """The fit changed, if it can be computed; else a complaint, and the fit as it was."""
    try:
        changed = fits.fitting(replace(fit, **change))
        fits.objective_of(changed)
    except ValueError as error:
        for said in (key, _TEXTS.get(key, "")):
            if said in reader.query:
                reader.complain(said, error)
        return fit
    return changed


def _names(text: str) -> tuple[str, ...]:
    try:
        names = tuple(filter(None, next(csv.reader([text]), [])))
    except csv.Error:
        raise ValueError("it is no list of names with commas between") from None
    if not names:
        raise ValueError("it names no column")
    return names


def _joined(names: tuple[str, ...]) -> str:
    """Names with commas between; one that holds a comma itself in quotes."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(names)
    return out.getvalue()


def _one(key: str) -> Any:
    def read(text: str) -> str:
        if text not in _LISTS[key]:
            raise ValueError(f"it is one of {', '.join(_LISTS[key])}")
        return text

    return read


def _axes(text: str) -> tuple[int, int]:
    first, _, second = text.partition(",")
    return whole(first), whole(second)
