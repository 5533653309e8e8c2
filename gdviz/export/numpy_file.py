"""A run as a file of plain NumPy."""

from __future__ import annotations

from gdviz.engine import Minimizer, Path
from gdviz.export.check import check_lines
from gdviz.export.data import data_lines
from gdviz.export.helpers import sources
from gdviz.export.method.minimizer import MinimizerText
from gdviz.export.method.rule import RuleText, start_line
from gdviz.export.objectives import written
from gdviz.export.text import one_line


def numpy_file(path: Path, beside: str | None) -> str:
    """Write a run. `beside` names the file that holds large arrays; None: all are in this one."""
    objective = written(path.objective)
    method = MinimizerText(path) if isinstance(path.rule, Minimizer) else RuleText(path, objective.penalised)
    defined, helpers = objective.numpy(method.asked, bool(path.batches))
    out = [*headline(path), "", *method.imports, "", 'np.seterr(all="ignore")', "", ""]
    if objective.data:
        out += [*data_lines(objective.data, beside), "", ""]
    for source in sources(helpers | method.helpers):
        out += [source, "", ""]
    out += [*defined, "", "", *method.lines, "", "", start_line(path), *check_lines(path)]
    return "\n".join(out) + "\n"


def headline(path: Path) -> list[str]:
    """Return the docstring of a file."""
    way = "climbs" if path.maximize else "descends"
    method, objective = one_line(path.rule.name), one_line(path.objective.name)
    return [f'"""{method} {way} {objective}: the run that gdviz showed."""']
