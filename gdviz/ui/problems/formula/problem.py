"""The loss of a formula model over data as a kind of problem, see `gdviz.ui.problems.problem.Problem`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from gdviz.engine import Dataset, Entry, ModelLoss
from gdviz.ui.problems.fit.problem import RowsProblem
from gdviz.ui.problems.fit.results import table
from gdviz.ui.problems.formula import choice, controls, results
from gdviz.ui.problems.formula.objective import objective_of
from gdviz.ui.problems.formula.spec import FormulaChoice
from gdviz.ui.problems.problem import Example, Tab
from gdviz.ui.spec.spec import Choice, Spec


class FormulaProblem(RowsProblem[FormulaChoice]):
    """Losses of formula models over data as a kind of problem."""

    values = FormulaChoice
    sets_start: ClassVar[bool] = True

    def objective(self, values: FormulaChoice) -> ModelLoss:
        """Return the loss over the data."""
        return objective_of(values)

    def identity(self, values: FormulaChoice) -> str:
        """Return the key of data and parameters: starts and rates are kept while none is declared anew."""
        ranges = objective_of(values).model.ranges
        declared = ",".join(f"{p.name}={p.default:g}:{p.low:g}:{p.high:g}" for p in ranges)
        return f"{values.data_key}/{declared}"

    def curvature(self, values: FormulaChoice) -> tuple[float, float] | None:
        """Return None: no theory says which rates are stable everywhere."""
        return None

    def from_choices(self, default: FormulaChoice) -> FormulaChoice:
        """Return what this page's choices say, or the last model that could be computed."""
        return choice.from_choices(default)

    def controls(self, spec: Spec) -> None:
        """Draw the controls of data, model, loss, view and batches."""
        controls.show(spec)

    def formulas(self, objective: ModelLoss) -> None:
        """Draw loss, model, gradient and penalty."""
        results.formulas(objective)

    def tabs(self) -> tuple[Mapping[str, Tab], Mapping[str, Tab]]:
        """Return the tab of the fitted parameters, and that of the data."""
        return {"Fit": results.fit}, {"Table": table}

    def example(self, entry: Entry) -> Example | None:
        """Return the scene of a data set that has a formula; all else the linear model shows."""
        if not isinstance(entry, Dataset) or not entry.model:
            return None
        page = "regression" if entry.task == "regression" else "classification"

        def change(first: Spec) -> Spec:
            usual = FormulaChoice(first.problem.task, Choice(entry.slug), loss=first.problem.loss)
            return replace(first, problem=usual, kind="formula")

        return Example(page, change)


PROBLEM = FormulaProblem()
