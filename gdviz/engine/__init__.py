"""The engine: objectives, rules, schedules, and runs of them. NumPy only."""

from gdviz.engine.arithmetic import EquationText, numbers_of_step, typeset_equations
from gdviz.engine.descent import Descent, Step, descend
from gdviz.engine.entry import Entry
from gdviz.engine.objective import Objective, Surface
from gdviz.engine.path import Evaluations, Path
from gdviz.engine.rates import curvature, default_rate, round_down
from gdviz.engine.rule import Rule
from gdviz.engine.schedule import Schedule
from gdviz.engine.spec import Choice, Entrant, Spec
from gdviz.engine.starts import random_starts
from gdviz.engine.stop import Status, Stop
from gdviz.engine.sweep import Sweep, sweep

__all__ = [
    "Choice", "Descent", "Entrant", "Entry", "EquationText", "Evaluations", "Objective", "Path", "Rule", "Schedule", "Spec",
    "Status", "Step", "Stop", "Surface", "Sweep", "curvature", "default_rate", "descend", "numbers_of_step",
    "random_starts", "round_down", "sweep", "typeset_equations",
]
