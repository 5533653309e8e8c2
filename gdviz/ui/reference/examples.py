"""The page and the scene that show an entry of the library at work: what the link on its card opens."""

from __future__ import annotations

from gdviz.engine import Entry
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.kinds import kinds
from gdviz.ui.problems.problem import Example
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Spec


def spec_of(entry: Entry) -> Spec:
    """Return the scene of an entry. Raises TypeError where no kind of problem shows it."""
    return page_and_spec_of(entry)[1]


def page_and_spec_of(entry: Entry) -> tuple[Page, Spec]:
    """Return the page of an entry's scene, and the scene."""
    example = _example_of(entry)
    page = PAGES[example.page]
    return page, example.change(page.first_shown)


def _example_of(entry: Entry) -> Example:
    examples = [e for problem in kinds().values() if (e := problem.example(entry)) is not None]
    if len(examples) != 1:
        raise TypeError(f"{len(examples)} kinds of problem show {entry.name!r}, a {type(entry).__name__}")
    return examples[0]
