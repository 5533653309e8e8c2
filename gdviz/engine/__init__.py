"""The engine: objectives, rules, schedules, and runs of them. NumPy only."""

from gdviz.engine.arithmetic import EquationText, numbers_of_step, typeset_equations
from gdviz.engine.batches import Batches
from gdviz.engine.data_loss import DataLoss
from gdviz.engine.dataset import Dataset
from gdviz.engine.descent import Descent, Step, descend
from gdviz.engine.design import Design
from gdviz.engine.entry import Entry
from gdviz.engine.loss import Display, Loss
from gdviz.engine.objective import Objective, Surface
from gdviz.engine.optimum import Optimum
from gdviz.engine.path import Evaluations, Path
from gdviz.engine.penalty import Penalty
from gdviz.engine.rates import curvature, default_rate, round_down
from gdviz.engine.rule import Rule
from gdviz.engine.schedule import Schedule
from gdviz.engine.slice import Slice
from gdviz.engine.slip import Slip
from gdviz.engine.spec import Choice, Entrant, Fit, Spec
from gdviz.engine.starts import random_starts
from gdviz.engine.stop import Status, Stop
from gdviz.engine.sweep import Sweep, sweep
from gdviz.engine.table import Picked, Table, pick, read_table

__all__ = [
    "Batches",
    "Choice",
    "DataLoss",
    "Dataset",
    "Descent",
    "Design",
    "Display",
    "Entrant",
    "Entry",
    "EquationText",
    "Evaluations",
    "Fit",
    "Loss",
    "Objective",
    "Optimum",
    "Path",
    "Penalty",
    "Picked",
    "Rule",
    "Schedule",
    "Slice",
    "Slip",
    "Spec",
    "Status",
    "Step",
    "Stop",
    "Surface",
    "Sweep",
    "Table",
    "curvature",
    "default_rate",
    "descend",
    "numbers_of_step",
    "pick",
    "random_starts",
    "read_table",
    "round_down",
    "sweep",
    "typeset_equations",
]
