"""The kinds of library entries, a row each: what the Reference page says, draws and links of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gdviz
from gdviz.engine import Dataset, Loss, Method, Penalty, Schedule, Surface
from gdviz.library.registry import methods
from gdviz.ui.problems.kinds import objective_of
from gdviz.ui.reference import data_pictures, pictures
from gdviz.ui.reference.examples import spec_of
from gdviz.ui.reference.facts import minima_text


@dataclass(frozen=True)
class EntryKind:
    """A kind of library entry.

    Attributes
    ----------
    singular, title : its name, for one and for many
    entries : its registry, slug -> entry
    link_key : key of the entry in a link; "" where the link always names the entry, default or not
    link_label : what the link on a card says
    picture : entry -> picture, as the address of an <img>
    description : entry -> what the picture shows, for those who do not see it
    """

    singular: str
    title: str
    entries: Mapping[str, Any]
    link_key: str
    link_label: str
    picture: Callable[[Any], str]
    description: Callable[[Any], str]


def _surface_description(surface: Surface) -> str:
    drawn = "Curve" if surface.dimension == 1 else "Contours"
    points = minima_text(surface)
    return f"{drawn} of {surface.name}" + (f", minimum at {points}" if points else "")


def _rule_picture(rule: Method) -> str:
    return pictures.path_picture(spec_of(rule))


def _rule_description(rule: Method) -> str:
    return f"Path of {rule.name} on {objective_of(spec_of(rule)).name}"


def _schedule_picture(schedule: Schedule) -> str:
    return pictures.rate_picture(spec_of(schedule))


def _schedule_description(schedule: Schedule) -> str:
    return f"Learning rate over {spec_of(schedule).steps} steps under {schedule.name}"


def _loss_description(loss: Loss) -> str:
    over = "the residual z − y" if loss.task == "regression" else "the score, a curve for each class"
    return f"{loss.name} over {over}"


def _penalty_description(penalty: Penalty) -> str:
    return f"{penalty.name} over a weight"


def _data_description(data: Dataset) -> str:
    across, upwards = data_pictures.drawn_columns(data)
    return f"{data.name}: points of {upwards} over {across}"


ENTRY_KINDS = {
    "surfaces": EntryKind(
        singular="surface",
        title="Surfaces",
        entries=gdviz.surfaces,
        link_key="surface",
        link_label="Open this surface",
        picture=pictures.surface_picture,
        description=_surface_description,
    ),
    "optimizers": EntryKind(
        singular="optimizer",
        title="Optimizers",
        entries=methods,
        link_key="",
        link_label="Watch it run",
        picture=_rule_picture,
        description=_rule_description,
    ),
    "schedules": EntryKind(
        singular="schedule",
        title="Schedules",
        entries=gdviz.schedules,
        link_key="schedule",
        link_label="Run under it",
        picture=_schedule_picture,
        description=_schedule_description,
    ),
    "losses": EntryKind(
        singular="loss",
        title="Losses",
        entries=gdviz.losses,
        link_key="loss",
        link_label="Descend it",
        picture=data_pictures.loss_picture,
        description=_loss_description,
    ),
    "penalties": EntryKind(
        singular="penalty",
        title="Penalties",
        entries=gdviz.penalties,
        link_key="penalty",
        link_label="Fit under it",
        picture=data_pictures.penalty_picture,
        description=_penalty_description,
    ),
    "datasets": EntryKind(
        singular="data set",
        title="Data sets",
        entries=gdviz.datasets,
        link_key="data",
        link_label="Fit this data set",
        picture=data_pictures.data_picture,
        description=_data_description,
    ),
}
