"""A plane of all parameters as the picture, in place of two: taken of the run in focus, or refused."""

from __future__ import annotations

from gdviz.engine import Path, Plane, plane
from gdviz.ui.problems.kinds import choice_key
from gdviz.ui.spec.option import options
from gdviz.ui.spec.spec import Spec
from gdviz.ui.state import page_choices
from gdviz.ui.widgets.binding import Binding
from gdviz.ui.widgets.fields import segments
from gdviz.ui.widgets.option import option_field

SIDE = 60  # points per side of the grid on a plane, which changes with every run
WORK = 4e9  # multiplications for the loss on a plane along all runs
OPTIONS = options(Spec)


class PlaneRefused(ValueError):
    """A plane that cannot be taken of a run: the picture is over two parameters instead."""


def plane_of(spec: Spec, followed: Path | None, work: float) -> Plane:
    """Return the plane that is chosen, taken of the run in focus.

    Parameters
    ----------
    followed : the run in focus, if there is one
    work : multiplications for the loss at a point

    Raises
    ------
    PlaneRefused
        Where it cannot be taken of this run.
    """
    if followed is None:
        raise PlaneRefused("it is taken of a run, and there is none")
    if len(followed.loss) * len(spec.entrants) * work > WORK:
        steps = len(followed.loss) - 1
        raise PlaneRefused(f"the loss on it along {steps} steps would take too long; make fewer steps")
    try:
        return plane(followed, spec.plane, spec.plane_seed, None)
    except ValueError as error:
        raise PlaneRefused(str(error)) from None


def plane_fields(spec: Spec) -> None:
    """Draw the fields of what the picture is over, and of random directions their seed."""
    option = OPTIONS["plane"]
    segments(
        _binding("plane", spec),
        option.label,
        list(option.shown_as),
        label_of=option.shown_as.__getitem__,
        help=option.help,
    )
    if spec.plane == "random":
        option_field(OPTIONS["plane_seed"], _binding("plane_seed", spec))


def _binding(field: str, spec: Spec) -> Binding:
    key = choice_key(field, spec)
    return Binding(key, getattr(spec, field), lambda new: page_choices().update({key: new}))
