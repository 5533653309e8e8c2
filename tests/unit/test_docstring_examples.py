"""The examples in the docstrings of the package are run and say what they give."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import gdviz

ENTRY = "gdviz.library."  # data, without examples
MODULES = sorted(
    m.name for m in pkgutil.walk_packages(gdviz.__path__, "gdviz.") if not m.name.startswith(ENTRY)
)


def examples(module: str) -> list[doctest.DocTest]:
    return [t for t in doctest.DocTestFinder().find(importlib.import_module(module)) if t.examples]


@pytest.mark.parametrize("module", ["gdviz", *MODULES])
def test_examples(module: str) -> None:
    for test in examples(module):
        told: list[str] = []
        doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=told.append)
        assert not told, "".join(told)
