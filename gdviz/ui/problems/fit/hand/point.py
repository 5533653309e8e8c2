"""A point moved, added or deleted makes the data an own table of the page, and nothing else jumps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from gdviz.engine import DataLoss, LossOverRows, ModelLoss, Network
from gdviz.engine.fit.window import window
from gdviz.ui.problems.fit.choice import computable, differing, loss_over_rows, of_the_data
from gdviz.ui.problems.fit.hand.edit import edited, read_edit
from gdviz.ui.problems.fit.hand.edited import EditedTable
from gdviz.ui.problems.fit.objective import key_of, known_data
from gdviz.ui.problems.fit.picture import levels, slice_of
from gdviz.ui.problems.fit.spec import CSV, RowsChoice
from gdviz.ui.problems.kinds import as_chosen, choice_key, rate_key
from gdviz.ui.spec.option import PROBLEM, VIEW, options_of
from gdviz.ui.spec.spec import Choice, Spec
from gdviz.ui.state import memory, page_choices

INSET = 0.08  # of the window: an optimum nearer to its border is no longer well inside
UNCHOSEN = object()  # what a choice was before, where there was none
ALIKE = 2.5  # how many times wider or narrower than a new window would be one that is kept may be


def move_point(spec: Spec, message: Any) -> None:
    """Write the data with one point changed into the choices.

    While the point moves, each message replaces the table of the message before, which nobody keeps. What was
    chosen before it moved is noted: "back" puts that back.

    Parameters
    ----------
    spec : the choice that the player shows
    message : {"op": "move", "add", "delete" or "back", "row": number from 1, "x", "y",
        "label": index of a class, "settled": bool, "id": number of the edit, which the player is told when
        this is done}, or anything

    Raises
    ------
    ValueError
        With one sentence, where it cannot be done.
    """
    if isinstance(message, dict) and isinstance(message.get("id"), int):
        memory()["edit"] = message["id"]
    before: RowsChoice = spec.problem
    held = isinstance(before.table, EditedTable) and before.table.moving
    if isinstance(message, dict) and message.get("op") == "back":
        if held:
            _put_back()
        return
    objective = loss_over_rows(before)
    edit = read_edit(message, before, objective)
    table = replace(edited(before, objective, edit), levels=_levels(spec))
    after = _with_table(before, table, objective)
    if edit.settled and not _shows(loss_over_rows(after)):
        after = replace(after, table=replace(after.table, model=None, domain=()))
    chosen = dict(page_choices())
    _choose(spec, replace(spec, problem=after), objective)
    if edit.settled:
        memory().pop("before the hand", None)
    elif not held:
        memory()["before the hand"] = _changed_since(chosen)


def _changed_since(chosen: dict[str, Any]) -> dict[str, Any]:
    """Return what the choices were that are others now."""
    now = page_choices()
    both = {name: chosen.get(name, UNCHOSEN) for name in chosen.keys() | now.keys()}
    return {name: value for name, value in both.items() if now.get(name, UNCHOSEN) is not value}


def _put_back() -> None:
    """Choose what was chosen before the point that the hand holds was moved."""
    choices = page_choices()
    for name, value in memory().pop("before the hand", {}).items():
        if value is UNCHOSEN:
            choices.pop(name, None)
        else:
            choices[name] = value


def edit_done() -> int:
    """Return the number of the last edit that was done or refused."""
    return int(memory().get("edit", 0))


def _levels(spec: Spec) -> Literal["log", "linear"]:
    """Return the scale of the contours on show."""
    table = spec.problem.table
    if isinstance(table, EditedTable) and table.moving and table.levels:
        return table.levels
    return levels(slice_of(spec, None, None)[0])


def _with_table(fit: RowsChoice, table: EditedTable, objective: DataLoss | ModelLoss | Network) -> RowsChoice:
    """Return the same fit of another table, in the same window. Raises ValueError if it has no loss."""
    bare = replace(fit, data=Choice(), table=table, seed=page_choices().get("draw", 0))
    shape = differing(bare, _in_force(fit, objective))
    same = replace(bare, **fit.besides_data, **shape)
    return computable(
        replace(same, table=replace(table, model=key_of(replace(same, table=None)), domain=objective.domain))
    )


def _in_force(fit: RowsChoice, objective: LossOverRows) -> dict[str, Any]:
    """Return the columns and the model of a fit, whether they were chosen or come with the data."""
    usual, chosen = fit.usual(known_data(fit)), {name: getattr(fit, name) for name in of_the_data(type(fit))}
    force = {name: usual[name] if v is None else v for name, v in chosen.items()}
    force |= {"target": objective.data.target}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in force.items()}


def _shows(objective: LossOverRows) -> bool:
    """Whether the window that was kept still shows the loss: the optimum inside, a new one would be alike.

    A window that does not depend on the data does.
    """
    if not isinstance(objective, DataLoss):
        return True
    best = objective.optimum.theta
    fresh = window(objective, best)
    for i, ((low, high), (a, b)) in enumerate(zip(objective.domain, fresh, strict=True)):
        room = INSET * (high - low)
        if best is not None and not low + room <= best[i] <= high - room:
            return False
        if not 1 / ALIKE <= (high - low) / (b - a) <= ALIKE:
            return False
    return True


def _choose(before: Spec, after: Spec, objective: LossOverRows) -> None:
    """Make the table the data of the page; all that was chosen for the data goes with them."""
    choices, fit = page_choices(), before.problem
    choices["table"] = after.problem.table
    memory().pop("complaint about the table", None)
    if fit.table is not None:
        return
    choices["data"] = CSV
    for name, value in _in_force(fit, objective).items():
        choices[f"{name}.{CSV}"] = value
    for name, option in options_of(before).items():
        if option.scope in (PROBLEM, VIEW):
            choices[choice_key(name, after)] = as_chosen(name, before)
    for entrant in before.entrants:
        key = rate_key(after, entrant.optimizer.key)
        choices.pop(key, None)
        if entrant.lr is not None:
            choices[key] = entrant.lr
