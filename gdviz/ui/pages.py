"""The pages of the app, one row each: navigation, links, reference cards and scenes are made from them."""

from __future__ import annotations

from dataclasses import replace

from gdviz.ui.problems.fit import FitChoice
from gdviz.ui.problems.fit.scenes.classification import CLASSIFICATION
from gdviz.ui.problems.fit.scenes.regression import REGRESSION
from gdviz.ui.problems.formula import FormulaChoice
from gdviz.ui.problems.formula.scenes import FORMULA_BASINS, FORMULA_CLASSES, FORMULAS
from gdviz.ui.problems.network import NetworkChoice
from gdviz.ui.problems.network.scenes import NETWORK
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.problems.surface.basin_scenes import BASINS
from gdviz.ui.problems.surface.comparison_scenes import COMPARISONS
from gdviz.ui.problems.surface.curvature_scenes import CURVATURE
from gdviz.ui.problems.surface.scenes import SURFACE
from gdviz.ui.rates.scenes import RATES
from gdviz.ui.rates.spec import RatesChoice
from gdviz.ui.spec.basins import BasinsChoice
from gdviz.ui.spec.compare import CompareChoice
from gdviz.ui.spec.curvature import CurvatureChoice
from gdviz.ui.spec.page import Page
from gdviz.ui.spec.spec import Choice, Entrant, Spec

_USUAL = Spec(SurfaceChoice(), tuple(Entrant(Choice(slug)) for slug in ("gd", "momentum", "adam")))
_CLASSES = FitChoice("classification", Choice("blobs"), loss=Choice("cross_entropy"))
_RATES = Spec(
    SurfaceChoice(Choice("ill_conditioned_bowl")),
    (Entrant(Choice("momentum")), Entrant(Choice("gd"))),
    beside=RatesChoice(),
)
_LINE = replace(_USUAL, problem=FitChoice(), steps=200)
_CURVED = replace(_USUAL, problem=SurfaceChoice(Choice("himmelblau")), beside=CurvatureChoice())
_BASINS = replace(
    _USUAL, problem=SurfaceChoice(Choice("himmelblau")), beside=BasinsChoice(), stop_gradient=1e-4
)
_NETWORK = Spec(
    NetworkChoice("classification", Choice("moons"), loss=Choice("cross_entropy")),
    tuple(Entrant(Choice(slug)) for slug in ("gd", "momentum", "adam")),
)
_CURVE = replace(_NETWORK, problem=NetworkChoice(data=Choice("curve"), loss=Choice("squared")))
_DIVIDED = FormulaChoice("classification", Choice("circles"), loss=Choice("cross_entropy"))
_COMPARED = replace(_USUAL, problem=SurfaceChoice(Choice("ill_conditioned_bowl")), beside=CompareChoice())


def _with_data(first: Spec) -> dict[str, Spec]:
    """Return what a page of surfaces shows first of data, by the kind of data."""
    return {
        "regression": replace(first, problem=FitChoice()),
        "classification": replace(first, problem=_CLASSES),
        "formula": replace(first, problem=FormulaChoice()),
    }


_ROWS = (
    Page("surface", "Loss surface", "landscape", "pages/loss_surface.py", "./", _USUAL, SURFACE),
    Page(
        "regression",
        "Linear regression",
        "show_chart",
        "pages/linear_regression.py",
        "./linear_regression",
        _LINE,
        REGRESSION | FORMULAS,
        also={"formula": replace(_LINE, problem=FormulaChoice())},
        chosen=("Model", "linear"),
    ),
    Page(
        "classification",
        "Classification",
        "scatter_plot",
        "pages/classification.py",
        "./classification",
        replace(_USUAL, problem=_CLASSES, steps=200),
        CLASSIFICATION | FORMULA_CLASSES,
        also={"formula": replace(_USUAL, problem=_DIVIDED, steps=200)},
        chosen=("Model", "linear"),
    ),
    Page(
        "network",
        "Neural network",
        "hub",
        "pages/neural_network.py",
        "./neural_network",
        _NETWORK,
        NETWORK,
        also={"regression": _CURVE},
        chosen=("Task", "classification"),
    ),
    Page(
        "rates",
        "Learning rates",
        "speed",
        "pages/learning_rates.py",
        "./learning_rates",
        _RATES,
        RATES,
        also=_with_data(_RATES),
    ),
    Page(
        "compare",
        "Fair race",
        "balance",
        "pages/fair_comparison.py",
        "./fair_comparison",
        _COMPARED,
        COMPARISONS,
        also=_with_data(_COMPARED),
    ),
    Page(
        "basins",
        "Basins",
        "blur_on",
        "pages/basins.py",
        "./basins",
        _BASINS,
        BASINS | FORMULA_BASINS,
        also={"formula": replace(_BASINS, problem=FormulaChoice(data=Choice("sine")))},
    ),
    Page(
        "curvature",
        "Curvature",
        "line_curve",
        "pages/curvature.py",
        "./curvature",
        _CURVED,
        CURVATURE,
        also=_with_data(_CURVED),
    ),
    Page("bug", "Find the bug", "bug_report", "pages/find_the_bug.py", "./find_the_bug"),
    Page("reference", "Reference", "menu_book", "pages/reference.py", "./reference", player=False),
)
PAGES = {page.key: page for page in _ROWS}
