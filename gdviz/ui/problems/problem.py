"""What a kind of problem is: how it is chosen, written into a link, read, descended and drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar, runtime_checkable

from gdviz.engine import Entry, Objective, Path
from gdviz.formula import Param
from gdviz.player.scene.competitor import Competitor
from gdviz.player.scene.panel import DataPanel
from gdviz.player.scene.scene import Levels
from gdviz.ui.link import Reader
from gdviz.ui.spec.spec import Spec

V = TypeVar("V")  # the plain values of one kind of problem


class Race(NamedTuple):
    """A finished race: a competitor for each entrant, or a sentence on why it could not be run.

    `left_out` says that the picture lacks what takes a search, such as critical points.
    """

    spec: Spec
    objective: Objective
    competitors: tuple[Competitor, ...]
    complaints: tuple[str, ...]
    left_out: bool = False


class Picture(NamedTuple):
    """What the player's panels show of a problem.

    Attributes
    ----------
    objective : of one or two coordinates, those that span the picture
    data : what the data panel shows; None: there is none
    resolution : points per side of the grid; None: as the player has it
    levels : the scale of the contours first shown; None: the objective's own
    sharp : whether the sharpness along the runs is shown
    """

    objective: Any
    data: DataPanel | None = None
    resolution: int | None = None
    levels: Levels | None = None
    sharp: bool = False


class Load(NamedTuple):
    """What each recorded step of a run costs besides what every run costs.

    Attributes
    ----------
    numbers : sent to the browser
    multiplications : for what is told of all rows of the data
    """

    numbers: int
    multiplications: int


class Parameters(NamedTuple):
    """What the player's legend has sliders for: parameters of an entry that is descended, or of a model.

    Attributes
    ----------
    prefix : of the keys of their choices
    declared : by the entry
    chosen : those that differ from their defaults, by name
    label : what the only one is called, where its choice is under another name
    """

    prefix: str
    declared: tuple[Param, ...]
    chosen: Mapping[str, float]
    label: str = ""


class Shared(NamedTuple):
    """What a link does not hold of a problem, and what it holds unexpectedly: a sentence each, or "".

    Attributes
    ----------
    missing : what is not in the link, though it is shown
    added : what is in the link too
    """

    missing: str = ""
    added: str = ""


class Example(NamedTuple):
    """The scene that shows an entry of the library at work.

    Attributes
    ----------
    page : key of the page that shows it
    change : returns the scene, made from what that page shows at first
    """

    page: str
    change: Callable[[Spec], Spec]


Tab = Callable[[Race, int], None]  # draws a tab of a race with the competitor in focus
Mover = Callable[[Any], None]  # writes into the choices what the player sends, or raises ValueError


@runtime_checkable
class Problem(Protocol[V]):
    """A kind of problem. Its objects hold nothing: what is chosen stands in the plain values V of a Spec.

    Attributes
    ----------
    values : the class of its plain values, a frozen dataclass whose fields are options
    abilities : what the options that it has may need, see `Option.needs`
    noun : what its window belongs to, in a sentence
    sets_start : whether its controls are also those of the start
    """

    values: type[V]
    abilities: ClassVar[frozenset[str]]
    noun: ClassVar[str]
    sets_start: ClassVar[bool]

    def objective(self, values: V) -> Objective:
        """Return what is descended. Raises FormulaError or ValueError with one sentence."""

    def identity(self, values: V) -> str:
        """Return the key of this surface or these data, for which a session keeps rates and starts."""

    def key(self, values: V) -> tuple[V, Any]:
        """Return the values as they stand in keys of caches, and their owner: with it go the results."""

    def check(self, spec: Spec) -> None:
        """Raise ValueError naming the first part of a choice that this problem cannot take."""

    def follows(self, spec: Spec) -> bool:
        """Return whether the parameters that are not drawn are those of the run at the play head."""

    def picture(self, spec: Spec, followed: Path | None, step: int | None) -> Picture:
        """Return what the panels show.

        Parameters that are not drawn are those of the run `followed` at `step` where `follows` says so.
        """

    def parameters(self, values: V) -> list[Parameters]:
        """Return the parameters that bend what is descended: the player has sliders for them."""

    def curvature(self, values: V) -> tuple[float, float] | None:
        """Return the least and the largest curvature of a quadratic with a minimum; None for all else."""

    def movers(self, spec: Spec) -> Mapping[str, Mover]:
        """Return what else of it is dragged in the player, by the name under which the player sends it.

        What a mover is given may be anything: it checks it, and raises ValueError with one sentence.
        """

    def told(self, spec: Spec, followed: Path | None, step: int | None) -> Mapping[str, Any]:
        """Return what the player is told of it beside the scene, by name.

        `followed` and `step` are those of `picture`.
        """

    def load(self, values: V, batches: bool, runs: int) -> Load:
        """Return what each recorded step of so many runs costs, with mini-batches or without."""

    def remarks(self, spec: Spec) -> list[str]:
        """Return what one should know before trusting the picture, a sentence each."""

    def write(self, query: dict[str, str], values: V, default: V) -> None:
        """Write what differs from the default into the query of a link."""

    def read(self, reader: Reader, default: V) -> V:
        """Return what a link says; each part that cannot be used is complained of, and its default kept."""

    def from_choices(self, default: V) -> V:
        """Return what the choices of this page say, or the last values that could be computed."""

    def to_choices(self, values: V, choices: dict[str, Any], before: Mapping[str, Any]) -> None:
        """Write the values into the choices; `before` are the choices that they replace."""

    def after(self, before: Any, first: V) -> V:
        """Return what a page shows first of this kind, after the values `before` of whichever kind.

        Models of the same data keep the data.
        """

    def settle(self, spec: Spec) -> Spec:
        """Return the choice with impossible values corrected, such as a batch larger than the data."""

    def controls(self, spec: Spec) -> None:
        """Draw the controls of what is descended."""

    def formulas(self, objective: Any) -> None:
        """Draw the formulas of the objective."""

    def tabs(self) -> tuple[Mapping[str, Tab], Mapping[str, Tab]]:
        """Return its own tabs by title: those that follow the result, and those that follow the steps."""

    def example(self, entry: Entry) -> Example | None:
        """Return the scene that shows an entry of the library at work; None for entries that are not its own.

        Exactly one kind of problem shows each entry of the Reference page.
        """

    def share(self, values: V) -> Shared:
        """Return what is to be said of a link to it."""
