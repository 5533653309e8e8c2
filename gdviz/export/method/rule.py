"""The loop of an update rule, from its own equations."""

from __future__ import annotations

from gdviz.engine import Path, Rule
from gdviz.export.method.schedule import ScheduleText
from gdviz.export.method.seen import Seen
from gdviz.export.text import array, indented, number, one_line, own_name, parameters
from gdviz.formula import FUNCTIONS, SEARCHES, Node, PythonWriter

_NEEDS = {"grad": "gradient", "hess": "hessian", "value": "loss", "smooth": "smooth_gradient", "prox": "prox"}


class RuleText:
    """A run of a rule as a function `descend(theta)` that returns every iterate.

    Attributes
    ----------
    imports : what the file imports
    asked : functions of the objective that it calls
    helpers : other functions that it calls
    lines : the function, and before it what it reads
    """

    imports = ["import numpy as np"]

    def __init__(self, path: Path, penalised: bool) -> None:
        assert isinstance(path.rule, Rule)
        self.path, self.rule, self.seen = path, path.rule, Seen(path, penalised)
        self.schedule = ScheduleText(path) if path.options.schedule is not None else None
        self.program = self.rule.program
        self.dimension = path.theta.shape[1]
        searches = bool(self.program.calls & SEARCHES)
        of_schedule = self.schedule.reads if self.schedule else frozenset()
        self.reads_g = searches or "g" in self.program.reads or "g" in of_schedule
        self.reads_f = searches or "f" in self.program.reads or "f" in of_schedule
        self.begin = ("theta", "f", "g")
        self.saved: list[str] = []
        if searches and self._moves_before_a_search():
            self.begin, self.saved = ("begin", "f", "g"), ["begin = theta"]
        self.writer = self._writer()
        self.lines = self._lines()
        calls = self.program.calls
        asked = {_NEEDS[c] for c in calls if c in _NEEDS} | ({"gradient"} if self.reads_g else set())
        if "wolfe" in calls or "smooth" in calls and not penalised:
            asked |= {"gradient"}
        self.asked = frozenset(asked if penalised else asked - {"smooth_gradient", "prox"})
        self.helpers = frozenset(self.writer.helpers | (calls & SEARCHES))
        if self.schedule:
            self.helpers |= self.schedule.helpers

    def _moves_before_a_search(self) -> bool:
        """Whether theta is assigned before a search along a line, which begins where the step began."""
        moved = False
        for e in self.program.equations:
            if moved and any(n.op == "call" and n.name in SEARCHES for n in e.node.walk()):
                return True
            moved |= e.name == "theta"
        return False

    def _writer(self) -> PythonWriter:
        program = self.program
        used = {"theta", "g", "f", "t", "T", "lr", "D", "eye"}
        known = [*program.defaults, *(n for n, _ in program.states), *(e.name for e in program.equations)]
        names = {name: own_name(name) for name in known if name not in used}
        plain: dict[str, float | None] = {
            "T": None,
            "D": float(self.dimension),
            "lr": None,
            **self.path.hyper,
        }
        return PythonWriter(names, self.seen.asks(self.begin), plain)

    def _lines(self) -> list[str]:
        states, step = self._states(), self._step()  # the states are written first: they come first
        names, over = self.loop_over()
        body = [*self.head(), *states, "path = [theta]", f"for {names} in {over}:"]
        body += [*indented([*step, "path.append(theta)"]), "return np.array(path)"]
        title = f'    """{one_line(self.rule.name)}: every iterate."""'
        return [*self.before(), "def descend(theta):", title, *indented(body)]

    def before(self) -> list[str]:
        """Return what stands before the loop: noise, batches, the schedule."""
        out = list[str]()
        if defined := self.seen.definitions():
            out += [*defined, "", ""]
        if self.schedule:
            out += [*self.schedule.lines, "", ""]
        return out

    def loop_over(self) -> tuple[str, str]:
        """Return the names of the loop, and what it is over."""
        iterables, names = [f"np.arange(1.0, {self.path.steps + 1})"], ["t"]
        if self.seen.noisy:
            iterables, names = [*iterables, "NOISE"], [*names, "noise"]
        if self.path.batches:
            iterables, names = [*iterables, "BATCHES"], [*names, "rows"]
        return ", ".join(names), iterables[0] if len(names) == 1 else f"zip({', '.join(iterables)})"

    def head(self) -> list[str]:
        """Return hyper-parameters and what else the equations read."""
        path, program, out = self.path, self.program, list[str]()
        if self.rule.has_rate:
            out.append(f"{'base_lr' if self.schedule else 'lr'} = {number(path.lr)}")
        out += parameters(self.rule.params, path.hyper)
        if "T" in program.reads or self.schedule:
            out.append(f"T = {path.planned}")
        if "D" in program.reads:
            out.append(f"D = {self.dimension}")
        if "eye" in program.reads:
            out.append(f"eye = np.eye({self.dimension})")
        return out

    def _observed(self) -> list[str]:
        """Return what a step sees where it begins."""
        out = [f"g = {self.seen.gradient('theta')}"] if self.reads_g else []
        return out + ([f"f = {self.seen.loss('theta')}"] if self.reads_f else [])

    def _states(self) -> list[str]:
        """Return the states before the first step, and what they read."""
        out, reads = list[str](), frozenset[str]()
        for (name, node), (_, kind) in zip(self.program.states, self.rule.compiled.states, strict=True):
            if node is not None:
                reads |= node.names()
            out.append(f"{self._named(name)} = {self._initial(name, node, kind)}")
        schedule = self.schedule
        asks = bool(self.program.states) and any(
            n.op == "call" and n.name in self.writer.asks
            for _, node in self.program.states
            if node is not None
            for n in node.walk()
        )
        before = list[str]()
        if reads & {"f", "g"} or asks or schedule and schedule.begins and schedule.reads:
            before += ["noise = NOISE[0]"] * self.seen.noisy + ["rows = BATCHES[0]"] * bool(self.path.batches)
            before += self._observed()
        if "t" in reads:
            before.append("t = 0.0")
        if schedule:
            before += schedule.begins
            if "lr" in reads:
                before.append(f"lr = {schedule.first}")
        return before + out

    def _initial(self, name: str, node: Node | None, kind: str) -> str:
        """Write a state's initial value, in the shape that it keeps."""
        d = self.dimension
        shape = {"s": "", "v": f"{d}", "m": f"({d}, {d})"}[kind]
        if node is None or node.op == "num":
            value = 0.0 if node is None else node.value
            if kind == "s":
                self.writer.plain[name] = value
                return number(value)
            return f"np.full({shape}, {number(value)})" if value else f"np.zeros({shape})"
        written = self.writer.write(node)
        if kind == "s":
            self.writer.plain[name] = None
            return written
        has_shape = node.op == "name" and node.name in ("theta", "g", "eye")
        return written if has_shape else f"{written} + np.zeros({shape})"

    def _named(self, name: str) -> str:
        return self.writer.names.get(name, name)

    def _step(self) -> list[str]:
        """Return the lines of one step."""
        out = self._observed() + self.saved
        if self.schedule:
            out += self.schedule.step
        kinds, states = dict(self.rule.compiled.recorded), dict(self.rule.compiled.states)
        keys = iter(kinds.values())
        for e in self.program.equations:
            if e.arrow:
                continue
            kind, written = next(keys), self.writer.write(e.node)
            if self.writer.is_plain(e.node):
                self.writer.plain[e.name] = None
            else:
                self.writer.plain.pop(e.name, None)
            wanted = "v" if e.name == "theta" else states.get(e.name, kind)
            # what is a number although a vector is remembered
            spread = e.name == "theta" and self._kind(e.node) == "s" or wanted != kind and e.name != "theta"
            if spread:
                shape = f"({self.dimension}, {self.dimension})" if wanted == "m" else str(self.dimension)
                written = f"np.full({shape}, {written})"
            out.append(f"{self._named(e.name)} = {written}")
        return out

    def _kind(self, node: Node) -> str:
        """Return what a value is: "s" a number, "v" a vector, "m" a matrix."""
        if node.op == "name":
            known = dict(self.rule.compiled.states) | dict(self.rule.compiled.recorded)
            return {"theta": "v", "g": "v", "eye": "m"}.get(node.name) or known.get(node.name, "s")
        gives = FUNCTIONS[node.name].gives if node.op == "call" else ""
        kinds = [self._kind(a) for a in node.args]
        if node.op == "@":
            return {"mv": "v", "mm": "m"}.get("".join(kinds), "s")
        return gives or max(kinds, key="svm".index, default="s")


def start_line(path: Path) -> str:
    """Write where the run begins."""
    return f"path = descend({array(path.theta[0])})"
