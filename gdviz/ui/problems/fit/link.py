"""The part of a link that says what is fitted, by any model over rows.

data=galton  data.noise=2  d=own data set's text  draw=3 (another draw)  x=wt,hp  y=mpg
picture=wt,hp  held=disp:200 (the picture of classes over more features)
degree=3  scaling=standardise  intercept=0  loss=huber  loss.delta=2  l=own loss's text  average=sum
penalty=l1  penalty.strength=0.5

data=own-table  table=a small table of one's own, compressed (see `carried`; a large one is in no link)
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from gdviz.ui.entries import dataset_of, loss_of, penalty_of
from gdviz.ui.link import Reader, write_options
from gdviz.ui.problems.fit.carried import packed, unpacked
from gdviz.ui.problems.fit.choice import computable
from gdviz.ui.problems.fit.spec import RowsChoice
from gdviz.ui.spec.option import options_of
from gdviz.ui.spec.spec import Choice

OWN_TABLE = "own-table"
COLUMNS = ("features", "target", "across", "held")  # what names columns: without its table it means nothing
R = TypeVar("R", bound=RowsChoice)
Change = dict[str, Any]  # fields of a fit and their new values


def write(query: dict[str, str], fit: R, default: R) -> None:
    """Write what differs from the default."""
    if fit.table is None:
        write_options(query, fit, default)
        return
    query["data"], text = OWN_TABLE, packed(fit.table)
    if text:
        query["table"] = text
    write_options(query, fit, default, leave={"data"} if text else {"data", *COLUMNS})


def read(reader: Reader, default: R) -> R:
    """Return the fit that the link says; a part that cannot be used is complained of and left out."""
    if reader.query.get("data") == OWN_TABLE:
        fit, changes = _own_table(reader, default), _changes(reader, default)
        del changes["data"]
    else:
        fit, changes = default, _changes(reader, default)
    asked = changes["loss"]["loss"]
    fit = _together(fit, changes) or _one_by_one(reader, fit, changes)
    if fit.loss not in (asked, default.loss):
        _tell_of_loss(reader, asked, fit)
    return fit


def _changes(reader: Reader, default: RowsChoice) -> dict[str, Change]:
    """Return what the link changes, by link key: parts that only work together stand under one key."""
    task, query, known = default.task, reader.query, options_of(default)
    changes: dict[str, Change] = {"data": {}}
    if query.get("data") != OWN_TABLE:
        data = reader.read_entry(
            known["data"], default.data, lambda c: dataset_of(replace(c, params=()), task)
        )
        changes["data"] = {"data": data or default.data}
    loss = reader.read_entry(known["loss"], default.loss, lambda c: loss_of(c, task))
    changes["loss"] = {"loss": loss or default.loss}
    if penalty := reader.read_entry(known["penalty"], None, penalty_of):
        changes["penalty"] = {"penalty": penalty}
    # what is chosen of the picture comes last: it is about features that another part may name
    for name, option in sorted(known.items(), key=lambda item: item[1].picture_only):
        if not option.is_entry and option.link in query:
            try:
                value = option.read(query[option.link])
                option.check(value)
                changes[option.link] = {name: value}
            except ValueError as error:
                reader.complain(option.link, error)
    if {"x", "y"} <= set(changes):  # features and target: the one may not go without the other
        changes["x"] |= changes.pop("y")
    return changes


def _tell_of_loss(reader: Reader, asked: Choice, fit: RowsChoice) -> None:
    """Say that a loss for two classes gave way to one for as many as the data have."""
    known = options_of(fit)["loss"]
    said = known.text_link if asked.text is not None else known.link
    if said in reader.query:
        name = loss_of(fit.loss, fit.task).name
        reader.complain(
            said, ValueError(f"it is for two classes, and the data have more; it is {name} instead")
        )


def _together(fit: R, changes: dict[str, Change]) -> R | None:
    """Return the fit with all changes at once, or None: some parts of a link only work together."""
    try:
        return computable(replace(fit, **{k: v for change in changes.values() for k, v in change.items()}))
    except ValueError:  # `_one_by_one` finds the part that is wrong and tells it
        return None


def _one_by_one(reader: Reader, fit: R, changes: dict[str, Change]) -> R:
    """Return the fit with those changes that can be computed; a complaint of each other."""
    for key, change in changes.items():
        fit = _usable(reader, key, fit, change)
    return fit


def _usable(reader: Reader, key: str, fit: R, change: Change) -> R:
    """Return the fit changed, if it can be computed; else a complaint, and the fit as it was."""
    try:
        return computable(replace(fit, **change))
    except ValueError as error:
        texts = {option.link: option.text_link for option in options_of(fit).values()}
        for said in (key, texts.get(key, "")):
            if said in reader.query:
                reader.complain(said, error)
        return fit


def _own_table(reader: Reader, default: R) -> R:
    """Return the fit of the table in the link; without one that can be used the default, with a complaint."""
    query, fit = reader.query, default
    if "table" not in query:
        reader.complaints.append(
            "The link was made with somebody's own table, which was too large for a link; load the table "
            "again."
        )
    else:
        reader.used.add("table")
        try:
            bare = replace(default, data=Choice(), table=unpacked(query["table"]))
        except ValueError as error:
            reader.complain("table", error)
        else:
            change = {"data": bare.data, "table": bare.table}
            fit = _with_columns(bare, query) or _usable(reader, "table", default, change)
    if fit.table is None:  # these are columns of the table
        for name in {*COLUMNS} & {*options_of(default)}:
            query.pop(options_of(default)[name].link, None)
    return fit


def _with_columns(bare: R, query: dict[str, str]) -> R | None:
    """Return the fit of a table with the link's columns, since those that it suggests may not be usable.

    None where the link's cannot be used either; that is told later.
    """
    try:
        columns = {name: option for name, option in options_of(bare).items() if option.link in ("x", "y")}
        said = {name: o.read(query[o.link]) for name, o in columns.items() if o.link in query}
        return computable(replace(bare, **said))
    except ValueError:
        return None
