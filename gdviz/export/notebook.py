"""A run as a Jupyter notebook: its code, and a player in which it was seen."""

from __future__ import annotations

import json
from typing import Any

from gdviz.engine import Path
from gdviz.export.files import as_code
from gdviz.export.text import one_line


def notebook(path: Path, player: str) -> bytes:
    """Write a notebook (nbformat 4.5) with the code of a run in plain NumPy.

    Parameters
    ----------
    path : the run
    player : HTML that shows it
    """
    title = f"# {one_line(path.rule.name)} on {one_line(path.objective.name)}"
    shown = {
        "output_type": "display_data",
        "data": {"text/html": _lines(player), "text/plain": ["the player of gdviz"]},
        "metadata": {},
    }
    about = "# the player, as gdviz showed the race; running this cell takes it away"
    cells = [
        _cell(0, "markdown", f"{title}\n\nThe run as gdviz showed it, and code that makes it again."),
        _cell(1, "code", about, execution_count=None, outputs=[shown]),
        _cell(2, "code", as_code(path).rstrip(), execution_count=None, outputs=[]),
        _cell(3, "code", "path[:10]", execution_count=None, outputs=[]),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about_kernel = {"kernelspec": kernel, "language_info": {"name": "python"}}
    made = {"cells": cells, "metadata": about_kernel, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def _cell(number: int, kind: str, source: str, **more: Any) -> dict[str, Any]:
    made = {"cell_type": kind, "id": f"gdviz-{number}", "metadata": {}, "source": _lines(source)}
    return made | more


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
