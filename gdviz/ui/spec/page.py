"""What is known of a page: the classes of the rows of `gdviz.ui.pages` and of the scenes that a row holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from gdviz.ui.spec.spec import Spec


class Scene(NamedTuple):
    """A ready-made scene: a link, a sentence about it, and the sentence as a function that is tested.

    `claim` is called with the finished race, a `gdviz.ui.race.outcome.Outcome`.
    """

    sentence: str
    link: str
    claim: Callable[[Any], object]


@dataclass(frozen=True, eq=False)
class Page:
    """A page of the app.

    Attributes
    ----------
    key : its name in the code
    title, icon : in the navigation
    file : the script, below the folder of app.py
    address : its link, relative to the app's
    default : what a race page shows at first, and with it the kind of problem; None where nothing is raced
    scenes : name -> ready-made scene
    player : whether the player is on it, whose files are then asked for while the page still runs
    also : name -> what it shows first of another kind of problem, for pages that take several
    chosen : what the control of these kinds is called, and the usual kind in it; "": as the problem calls it
    """

    key: str
    title: str
    icon: str
    file: str
    address: str
    default: Spec | None = None
    scenes: Mapping[str, Scene] = field(default_factory=dict)
    player: bool = True
    also: Mapping[str, Spec] = field(default_factory=dict)
    chosen: tuple[str, str] = ("Objective", "")

    @property
    def first_shown(self) -> Spec:
        """What a page of a race shows at first."""
        assert self.default is not None  # asked of pages of a race only
        return self.default

    def first_of(self, kind: str) -> Spec:
        """Return what it shows first of a kind of problem; of the usual one where it does not take that."""
        return replace(self.also[kind], kind=kind) if kind in self.also else self.first_shown

    @property
    def is_first(self) -> bool:
        """Whether the app opens with this page, at its own address."""
        return self.address == "./"
