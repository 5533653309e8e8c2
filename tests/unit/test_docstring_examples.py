"""The examples in the docstrings of the package are run and say what they give."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import runpy
from pathlib import Path

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


def test_the_lines_of_python_in_the_readme_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    readme = Path(__file__).parents[2] / "README.md"
    (lines,) = re.findall(r"```python\n(.*?)```", readme.read_text(), re.DOTALL)
    program = tmp_path / "readme.py"
    program.write_text(lines)
    runpy.run_path(str(program))
    assert "np.testing.assert_allclose" in capsys.readouterr().out  # the code of a run, which it prints last
