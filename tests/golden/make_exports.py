"""Writes exports.txt: where the exported files for PyTorch arrive, run by torch 2.13 in double precision.

Run by hand, only when a case is added; the tests read the file and need no torch:

    pip install -r requirements.txt -r tests/requirements-torch.txt
    python -m tests.golden.make_exports

A line holds the name of a run (see tests/export/torch_cases.py), the step that its file compares, and the point there.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import gdviz
from tests.export.torch_cases import cases

HERE = Path(__file__).parent


def main() -> None:
    """Run every file and write what it came to."""
    lines = ["name, step that is compared, point there: see make_exports.py"]
    for name, path in cases():
        code = gdviz.as_code(path, "torch")
        known: dict[str, object] = {"__name__": "run"}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, name, "exec"), known)  # noqa: S102  # the very files that are to be run
        step = re.search(r"^point = path\[(-?\d+)\]", code, re.M)
        assert step is not None
        k = int(step[1]) % (path.steps + 1)
        lines.append(" ".join([name, str(k), *map(repr, known["point"].tolist())]))  # type: ignore[attr-defined]
    (HERE / "exports.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
