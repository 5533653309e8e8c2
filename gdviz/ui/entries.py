"""From a choice to an entry of the library, or to one made of a stranger's text, compiled once for all."""

from __future__ import annotations

import re
from typing import cast

import gdviz
from gdviz.cache import Section, section
from gdviz.engine import Dataset, Entry, Loss, Method, Penalty, Rule, Schedule, Surface
from gdviz.engine.compiled import Compiled
from gdviz.engine.surface import coordinates
from gdviz.formula.tree import Node, dependencies_first
from gdviz.library.registry import methods
from gdviz.ui.budget import waiting
from gdviz.ui.spec.spec import Choice

APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"  # as it is printed; the other one is a character of markup
MAX_NAME = 40  # characters of the name of an own rule
OWN_SIDE = (-3.0, 3.0)  # of the window of a surface of one's own
# which losses and data sets the pages of a task show
TASKS = {"regression": ("regression",), "classification": ("binary", "classes")}
OTHER_TASK = {"regression": "classification", "classification": "regression"}
ENTRY_BYTES = 15_000  # measured: an entry with its functions
NODE_BYTES = 250  # measured: a node of its formulas and their derivatives


def weigh(entry: Entry) -> int:
    """Return the bytes that an entry takes when it is compiled, as it soon will be."""
    compiled = getattr(entry, "compiled", None)
    tops = [*entry.program.nodes()] if entry.text else []
    if isinstance(compiled, Compiled):
        tops += [compiled.result, *compiled.partials, *compiled.second]
    seen: set[int] = set()
    for top in tops:
        for node in dependencies_first(top, lambda n: id(n) in seen, _parts):
            seen.add(id(node))
    return ENTRY_BYTES + NODE_BYTES * len(seen)


def _parts(node: Node) -> tuple[Node, ...]:
    return node.args


entries: Section[Entry] = section("entries of one's own", weigh, waiting=waiting)


def surface_of(choice: Choice) -> Surface:
    """Return the surface of a choice. Raises FormulaError or ValueError."""
    if choice.text is None and not choice.params:  # it is there, and is asked for twenty times a change
        return _surface(choice)
    return cast(Surface, entries.get(("surface", choice), lambda: _surface(choice)))


def _surface(choice: Choice) -> Surface:
    base: Surface
    if choice.text is not None:
        names = coordinates(choice.text)
        window = (OWN_SIDE,) * len(names)
        # levels="": the scale of the contours that suits the values
        base = Surface(choice.text, "Own surface", names=names, domain=window, levels="")
    else:
        base = gdviz.pick(gdviz.surfaces, choice.slug, "surface")
    return base.with_parameters(**dict(choice.params)) if choice.params else base


def rule_of(choice: Choice) -> Method:
    """Return the update rule, or the minimiser of SciPy's, of a choice. Raises FormulaError or ValueError."""
    text = choice.text
    if text is None:
        return cast(Method, gdviz.pick(methods, choice.slug, "optimizer"))
    return cast(Method, entries.get(("rule", text), lambda: Rule(text, name_in(text) or "Own rule")))


def name_in(text: str) -> str:
    """Return the name in the comment of a text's first line, without characters of markup; "" for none."""
    first = text.lstrip().partition("\n")[0].replace("'", APOSTROPHE)
    name = re.sub(rf"[^\w ,()+={APOSTROPHE}-]|_", "", first[1:200]) if first.startswith("#") else ""
    return " ".join(name.split())[:MAX_NAME]


def schedule_of(choice: Choice) -> Schedule:
    """Return the schedule of a choice. Raises FormulaError or ValueError."""
    text = choice.text
    if text is None:
        return cast(Schedule, gdviz.pick(gdviz.schedules, choice.slug, "schedule"))
    return cast(Schedule, entries.get(("schedule", text), lambda: Schedule(text, "Own schedule")))


def dataset_of(choice: Choice, task: str) -> Dataset:
    """Return the data set of a choice for a task of TASKS. Raises FormulaError or ValueError."""
    text, kind = choice.text, TASKS[task][0]
    if text is not None:
        return cast(Dataset, entries.get(("data", text, task), lambda: Dataset(text, "Own data", task=kind)))
    entry: Dataset = gdviz.pick(gdviz.datasets, choice.slug, "data set")
    if entry.task not in TASKS[task]:
        raise ValueError(f"{entry.name} is a data set for {OTHER_TASK[task]}; open it on that page")
    return entry


def loss_of(choice: Choice, task: str = "regression") -> Loss:
    """Return the pointwise loss of a choice for a task of TASKS. Raises FormulaError or ValueError."""
    text, kind = choice.text, TASKS[task][0]
    entry: Loss
    if text is None:
        entry = gdviz.pick(gdviz.losses, choice.slug, "loss")
    else:
        entry = cast(Loss, entries.get(("loss", text, task), lambda: Loss(text, "Own loss", task=kind)))
    if entry.task not in TASKS[task]:
        raise ValueError(f"{entry.name} is a loss for {OTHER_TASK[task]}; pick it on that page")
    return entry


def penalty_of(choice: Choice) -> Penalty:
    """Return the penalty of a choice. Raises ValueError."""
    return cast(Penalty, gdviz.pick(gdviz.penalties, choice.slug, "penalty"))


def check_rate(lr: float) -> float:
    """Return a learning rate that makes sense. Raises ValueError with the cure."""
    if not 0 < lr < float("inf"):
        raise ValueError(
            f"the learning rate must be a positive number such as 0.01, not {lr:g}; for ascent use More"
        )
    return lr
