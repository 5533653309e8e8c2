"""The engine: objectives, rules, schedules, and runs of them. NumPy only."""

from gdviz.engine.curvature import LocalModel, local_model
from gdviz.engine.descend import begin, descend
from gdviz.engine.entry import Entry
from gdviz.engine.fit.data_loss import DataLoss
from gdviz.engine.fit.dataset import Dataset
from gdviz.engine.fit.design import Design
from gdviz.engine.fit.formula.library_fit import LibraryFit
from gdviz.engine.fit.formula.model import Model
from gdviz.engine.fit.formula.model_loss import ModelLoss
from gdviz.engine.fit.loss import Display, Loss
from gdviz.engine.fit.optimum.search import Optimum
from gdviz.engine.fit.penalty import Penalty
from gdviz.engine.fit.rows.data import RowsOfData
from gdviz.engine.fit.rows.over_rows import LossOverRows
from gdviz.engine.fit.slip import Slip
from gdviz.engine.maps.basins import Basins
from gdviz.engine.maps.compare.comparison import Comparison, Standing
from gdviz.engine.maps.compare.contest import Contest, compare
from gdviz.engine.maps.critical.points import CriticalPoint, CriticalPoints, critical_points
from gdviz.engine.maps.drawable import Drawable, draw_with
from gdviz.engine.maps.local.looks import Looks, StepRule, looked_at, looks
from gdviz.engine.maps.local.sharpness import Sharpness, sharpness
from gdviz.engine.maps.local.steps_from import OneStep, StepsFrom, steps_from
from gdviz.engine.maps.rates.hyper_map import HyperMap
from gdviz.engine.maps.rates.hyper_refinement import HyperRefinement, hyper_map
from gdviz.engine.maps.rates.rate_sweep import Edge, RateSweep, rate_sweep
from gdviz.engine.maps.rates.suggestions import Suggestion
from gdviz.engine.maps.refinement import Refinement, basins
from gdviz.engine.meaning import Cloud, FactorTable, Meaning
from gdviz.engine.method.default_rate import curvature, default_rate, round_down
from gdviz.engine.method.equations import EquationText, typeset_equations
from gdviz.engine.method.method import Method
from gdviz.engine.method.minimizer import Minimizer
from gdviz.engine.method.rule import Rule
from gdviz.engine.method.schedule import Schedule
from gdviz.engine.network.activation import Activation
from gdviz.engine.network.initialisation import Initialisation
from gdviz.engine.network.inputs import INPUTS, Inputs
from gdviz.engine.network.network import Network
from gdviz.engine.network.views import RowTerms, dead_units, layer_norms, row_terms, unit_outputs
from gdviz.engine.objective import Objective, Predicts, Restriction
from gdviz.engine.options import Options, Stop
from gdviz.engine.plane.make import plane
from gdviz.engine.plane.plane import Plane
from gdviz.engine.run.batches import Batches
from gdviz.engine.run.descent import Descent, Step
from gdviz.engine.run.many.sweep import Sweep, sweep
from gdviz.engine.run.path import Evaluations, Path
from gdviz.engine.run.stop import Status
from gdviz.engine.run.thinning import Thinning
from gdviz.engine.slice import Slice
from gdviz.engine.start import random_starts
from gdviz.engine.surface import Surface
from gdviz.engine.table.columns import PickedColumns, pick_columns
from gdviz.engine.table.read import Table, read_table

__all__ = [
    "INPUTS",
    "Activation",
    "Basins",
    "Batches",
    "Cloud",
    "Comparison",
    "Contest",
    "CriticalPoint",
    "CriticalPoints",
    "DataLoss",
    "Dataset",
    "Descent",
    "Design",
    "Display",
    "Drawable",
    "Edge",
    "Entry",
    "EquationText",
    "Evaluations",
    "LibraryFit",
    "Initialisation",
    "Inputs",
    "LocalModel",
    "Looks",
    "FactorTable",
    "HyperMap",
    "HyperRefinement",
    "Loss",
    "LossOverRows",
    "Meaning",
    "Method",
    "Model",
    "ModelLoss",
    "Minimizer",
    "Network",
    "Objective",
    "OneStep",
    "Optimum",
    "Options",
    "Path",
    "Penalty",
    "PickedColumns",
    "Plane",
    "Predicts",
    "RateSweep",
    "Refinement",
    "Restriction",
    "RowTerms",
    "RowsOfData",
    "Rule",
    "Schedule",
    "Sharpness",
    "Slice",
    "Slip",
    "Standing",
    "Status",
    "Step",
    "StepRule",
    "StepsFrom",
    "Stop",
    "Suggestion",
    "Surface",
    "Sweep",
    "Table",
    "Thinning",
    "basins",
    "begin",
    "compare",
    "critical_points",
    "curvature",
    "dead_units",
    "default_rate",
    "descend",
    "draw_with",
    "layer_norms",
    "local_model",
    "looked_at",
    "looks",
    "hyper_map",
    "pick_columns",
    "plane",
    "random_starts",
    "rate_sweep",
    "read_table",
    "round_down",
    "row_terms",
    "sharpness",
    "steps_from",
    "sweep",
    "typeset_equations",
    "unit_outputs",
]
