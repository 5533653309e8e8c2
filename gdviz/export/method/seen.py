"""What a rule sees of an objective: noise, ascent, clipping and mini-batches, as lines of Python."""

from __future__ import annotations

from dataclasses import dataclass

from gdviz.engine import Path
from gdviz.export.text import indented, number

SHORT_BATCHES = 2000  # row numbers that are written into a file; more are drawn again from the seed


@dataclass(frozen=True)
class Seen:
    """How the loop of a run asks the objective.

    Attributes
    ----------
    path : the run
    penalised : whether the objective has a penalty
    """

    path: Path
    penalised: bool

    @property
    def noisy(self) -> bool:
        """Whether noise is added to each gradient."""
        return bool(self.path.options.noise)

    @property
    def changed(self) -> bool:
        """Whether the rule sees another gradient than the objective's."""
        return self.noisy or self.path.maximize or self.path.options.clip is not None

    def loss(self, point: str) -> str:
        """Ask for the loss."""
        return f"{'-' if self.path.maximize else ''}loss({point}{self._rows})"

    def gradient(self, point: str, function: str = "gradient") -> str:
        """Ask for the gradient."""
        asked = f"{function}({point}{self._rows})"
        return f"seen({asked}{', noise' if self.noisy else ''})" if self.changed else asked

    @property
    def _rows(self) -> str:
        return ", rows" if self.path.batches else ""

    def asks(self, begin: tuple[str, str, str]) -> dict[str, str]:
        """Return how each oracle function is asked; `begin` names theta, f and g where the step begins."""
        sign = "-" if self.path.maximize else ""
        p, (theta, f, g) = "{0}", begin
        return {
            "grad": self.gradient(p),
            "value": self.loss(p),
            "hess": f"{sign}hessian({p}{self._rows})",
            "smooth": self.gradient(p, "smooth_gradient" if self.penalised else "gradient"),
            "prox": "prox({0}, {1})" if self.penalised else p,
            "line_search": f"line_search(lambda p: {self.loss('p')}, {theta}, {f}, {g}, {p})",
            "wolfe": f"wolfe(lambda p: ({self.loss('p')}, {self.gradient('p')}), {theta}, {f}, {g}, "
            "{0}, {1}, {2}, {3})",
        }

    def definitions(self) -> list[str]:
        """Return what stands before the loop: noise, batches, what becomes of a gradient."""
        path, out = self.path, list[str]()
        if self.noisy:
            out += [
                "# drawn before the run: the noise of each step",
                f"NOISE = np.random.default_rng({path.options.seed}).standard_normal"
                f"(({max(path.steps, 1)}, {path.theta.shape[1]}))*{number(path.options.noise)}",
            ]
        if path.batches:
            out += self._batches()
        if self.changed:
            body = ["gradient = gradient + noise"] * self.noisy + ["gradient = -gradient"] * path.maximize
            if path.options.clip is not None:
                shorter = f"np.minimum(1.0, {number(path.options.clip)}/np.linalg.norm(gradient))"
                body.append(f"gradient = gradient*{shorter}")
            does = ["noise"] * self.noisy + ["uphill"] * path.maximize
            does += ["clipped"] * (path.options.clip is not None)
            head = f"def seen(gradient{', noise' if self.noisy else ''}):  # {', '.join(does)}"
            out += [*[""] * bool(out), "", head, *indented([*body, "return gradient"])]
        return out

    def _batches(self) -> list[str]:
        """Write the rows of each step: in numbers where they are few, else as they are drawn."""
        batches, n = self.path.batches, max(self.path.steps, 1)
        assert batches is not None
        drawn = [batches.rows_of_step(k).tolist() for k in range(1, min(n, SHORT_BATCHES) + 1)]
        if n <= SHORT_BATCHES and sum(map(len, drawn)) <= SHORT_BATCHES:
            rows = [f"    {rows}," for rows in drawn]
            return ["# the rows of each step's batch", "BATCHES = [", *rows, "]"]
        seed, size, use = batches.seed, batches.size, int(batches.use)
        stream = f"np.random.default_rng([{seed}, {use}, chunk])"
        if batches.replacement:
            body = [f"BATCHES.extend({stream}.integers({batches.n}, size=({batches.per_stream}, {size})))"]
            what = "# the rows of each step's batch, each drawn from all rows"
        else:
            body = [
                f"order = {stream}.permutation({batches.n})",
                f"BATCHES.extend(order[i:i + {size}] for i in range(0, {batches.n}, {size}))",
            ]
            what = "# the rows of each step's batch: each epoch a new order of all rows"
        chunks = -(-n // batches.per_stream)
        return [
            what,
            "BATCHES = []",
            f"for chunk in range({chunks}):",
            *indented(body),
            f"BATCHES = BATCHES[:{n}]",
        ]
