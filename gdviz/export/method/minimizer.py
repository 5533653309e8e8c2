"""A run of one of SciPy's minimisers: the call of SciPy's own function."""

from __future__ import annotations

from gdviz.engine import Minimizer, Path
from gdviz.export.text import indented, one_line


class MinimizerText:
    """The call, as a function `descend(theta)` that returns every iterate. Attributes as of `RuleText`."""

    imports = ["import numpy as np", "from scipy.optimize import minimize"]
    helpers = frozenset[str]()

    def __init__(self, path: Path) -> None:
        minimizer = path.rule
        assert isinstance(minimizer, Minimizer)
        asks = {"gradient": "jac", "hessian": "hess"}
        self.asked = frozenset(minimizer.asks) & asks.keys()
        sign = "-" if path.maximize else ""
        function = f"lambda theta: {sign}loss(theta)"
        named = [
            f"{asks[ask]}=lambda theta: {sign}{ask}(theta)"
            for ask in ("gradient", "hessian")
            if ask in self.asked
        ]
        options = dict(minimizer.options(path.hyper)) | {"maxiter": path.planned + 2}
        if minimizer.method == "L-BFGS-B":
            options["maxfun"] = 2**31 - 1
        arguments = [function, "theta", f'method="{minimizer.method}"', *named, "callback=keep"]
        arguments.append(f"options={options!r}")
        self.lines = [
            "def descend(theta):",
            f'    """{one_line(minimizer.name)}: every iterate."""',
            *indented(
                [
                    "path = [theta]",
                    "",
                    "def keep(theta):  # SciPy calls this after each step",
                    "    path.append(np.array(theta))",
                    f"    if len(path) > {path.steps}:",
                    "        raise StopIteration",
                    "",
                    f"minimize({', '.join(arguments)})",
                    "return np.array(path)",
                ]
            ),
        ]
