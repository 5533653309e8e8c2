"""A learning-rate schedule as a Python function."""

from __future__ import annotations

from gdviz.engine import Path, Schedule
from gdviz.export.program import program_lines
from gdviz.export.text import indented, one_line, own_name, parameters
from gdviz.formula import PythonWriter


class ScheduleText:
    """The schedule of a run.

    Attributes
    ----------
    lines : the functions
    begins : what stands before the loop
    step : what sets `lr` in each step
    reads : which of f and g it reads
    """

    def __init__(self, path: Path) -> None:
        schedule = path.options.schedule
        assert isinstance(schedule, Schedule)
        program = schedule.program
        values = program.defaults | {k: float(v) for k, v in path.options.schedule_hyper.items()}
        states = [own_name(name) for name, _ in program.states]
        self.reads = program.reads & {"f", "g"}
        known = ["t", "T", "lr", *sorted(self.reads)]
        head = parameters(program.params, values)
        writer = PythonWriter(
            {n: own_name(n) for n in program.defaults}, {}, {"T": None, "lr": None, **values}
        )
        started = []
        for name, node in program.states:
            started.append(writer.write(node) if node is not None else "0.0")
            writer.names = {**writer.names, name: own_name(name)}
            writer.plain[name] = None
        lines, result = program_lines(program, writer)
        self.helpers = frozenset(writer.helpers)
        returned = f"return {', '.join([result, *states])}"
        self.lines = [f"# {one_line(schedule.name)}: the learning rate of step t"]
        self.lines += [f"def rate({', '.join([*known, *states])}):", *indented([*head, *lines, returned])]
        self.begins: list[str] = []
        arguments = ", ".join(["t", "T", "base_lr", *sorted(self.reads)])
        self.step = [f"lr = rate({arguments})"]
        self.first = f"rate({arguments.replace('t', '1.0', 1)})"
        if states:
            listed = ", ".join(started)
            known = ["T", "lr", *sorted(self.reads)]
            self.lines += [
                "",
                "",
                f"def rate_begins({', '.join(known)}):  # what it remembers before the first step",
                *indented([*head, f"return [{listed}]"]),
            ]
            self.begins = [f"state = rate_begins({', '.join(['T', 'base_lr', *sorted(self.reads)])})"]
            self.step = [f"lr, *state = rate({arguments}, *state)"]
            self.first = f"rate({arguments.replace('t', '1.0', 1)}, *state)[0]"
