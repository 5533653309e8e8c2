"""Losses over data as kinds of problem: what all models share, and the linear model's.

See `gdviz.ui.problems.problem.Problem`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from gdviz.engine import DataLoss, Entry, Path
from gdviz.engine.fit.design import MAX_DEGREE
from gdviz.formula import Param
from gdviz.ui.link import Reader
from gdviz.ui.problems.fit import choice, examples, link, picture, results
from gdviz.ui.problems.fit.carried import LENGTH, packed
from gdviz.ui.problems.fit.choice import loss_over_rows, with_data_of
from gdviz.ui.problems.fit.controls import model
from gdviz.ui.problems.fit.curvature import known
from gdviz.ui.problems.fit.hand.explore import explore, explored
from gdviz.ui.problems.fit.hand.point import edit_done, move_point
from gdviz.ui.problems.fit.objective import key_of, known_data, objective_of
from gdviz.ui.problems.fit.spec import FitChoice, RowsChoice
from gdviz.ui.problems.problem import Example, Load, Mover, Parameters, Picture, Shared, Tab
from gdviz.ui.spec.option import options_of
from gdviz.ui.spec.spec import Spec

R = TypeVar("R", bound=RowsChoice)


class RowsProblem(Generic[R]):
    """What kinds of problem share whose model is fitted to rows of data."""

    abilities: ClassVar[frozenset[str]] = frozenset({"axes", "penalty", "rows"})
    noun: ClassVar[str] = "data"
    sets_start: ClassVar[bool] = False

    def identity(self, values: R) -> str:
        """Return the key of the data."""
        return values.identity

    def key(self, values: R) -> tuple[R, Any]:
        """Return the fit with a number in place of a table of one's own, and that table."""
        return key_of(values), values.table

    def check(self, spec: Spec) -> None:
        """Raise ValueError for a batch that is larger than the data."""
        rows = loss_over_rows(spec.problem).rows
        if spec.batch is not None and not 1 <= spec.batch <= rows:
            raise ValueError(f"a batch has 1 to {rows} rows, not {spec.batch}")

    def follows(self, spec: Spec) -> bool:
        """Return whether the other parameters are those of the run at the play head."""
        return picture.follows(spec)

    def picture(self, spec: Spec, followed: Path | None, step: int | None) -> Picture:
        """Return a slice of the loss, and the data with the model."""
        return picture.picture(spec, followed, step)

    def parameters(self, values: R) -> list[Parameters]:
        """Return the parameters of loss and penalty."""
        objective = loss_over_rows(values)
        parts = [(f"loss.{values.loss.key}", objective.loss.params, values.loss)]
        if values.penalty is not None and objective.penalty is not None:
            parts.append((f"penalty.{values.penalty.slug}", objective.penalty.params, values.penalty))
        return [Parameters(prefix, params, dict(choice.params)) for prefix, params, choice in parts]

    def movers(self, spec: Spec) -> Mapping[str, Mover]:
        """Return what takes a point of the data, and one on the picture of the loss."""
        return {"point": partial(move_point, spec), "explore": partial(explore, spec)}

    def told(self, spec: Spec, followed: Path | None, step: int | None) -> Mapping[str, Any]:
        """Return which edit of the data was done last, and the loss at the point that is explored."""
        return {"edit": edit_done(), "explored": explored(lambda: picture.shown_of(spec, followed, step)[0])}

    def load(self, values: R, batches: bool, runs: int) -> Load:
        """Return what a step costs: the gradient row by row, and what is told of all rows."""
        return picture.load(loss_over_rows(values), batches, runs)

    def remarks(self, spec: Spec) -> list[str]:
        """Return what is to be said of gaps, batches and the optimum."""
        return picture.remarks(spec)

    def write(self, query: dict[str, str], values: R, default: R) -> None:
        """Write data, model, loss and penalty."""
        link.write(query, values, default)

    def read(self, reader: Reader, default: R) -> R:
        """Read data, model, loss and penalty."""
        return link.read(reader, default)

    def from_choices(self, default: R) -> R:
        """Return what this page's choices say, or the last fit that could be computed."""
        return choice.from_choices(default)

    def to_choices(self, values: R, choices: dict[str, Any], before: Mapping[str, Any]) -> None:
        """Write data, model, loss and penalty into the choices."""
        choice.to_choices(values, choices, before)

    def after(self, before: Any, first: R) -> R:
        """Return what is shown first, of the data that were shown before."""
        return with_data_of(first, before)

    def settle(self, spec: Spec) -> Spec:
        """Return the choice with a batch of no more rows than there are."""
        if spec.batch is None:
            return spec
        return replace(spec, batch=min(spec.batch, loss_over_rows(spec.problem).rows))

    def share(self, values: R) -> Shared:
        """Say whether a table of one's own is in the link."""
        if values.table is None:
            return Shared()
        text = packed(values.table)
        if text is None:
            return Shared(
                missing=f"Your own table is not in the link, since it takes more than {LENGTH} characters "
                "when it is compressed: the link opens with the usual data instead."
            )
        return Shared(
            added=f":material/attach_file: Your own table is in it too, compressed ({len(text)} of at most "
            f"{LENGTH} characters): whoever gets the link gets the table."
        )


class FitProblem(RowsProblem[FitChoice]):
    """Losses of a linear model over data as a kind of problem."""

    values = FitChoice

    def objective(self, values: FitChoice) -> DataLoss:
        """Return the loss over the data."""
        return objective_of(values)

    def parameters(self, values: FitChoice) -> list[Parameters]:
        """Return the parameters of loss and penalty, and with test rows the degree, which may be too high."""
        if not values.hold_out:
            return super().parameters(values)
        name, usual = values.data_key, known_data(values).degree
        declared = Param(name, usual, 1, MAX_DEGREE, integer=True, help=options_of(values)["degree"].label)
        chosen = {} if values.degree is None else {name: values.degree}
        return [*super().parameters(values), Parameters("degree", (declared,), chosen, "degree")]

    def curvature(self, values: FitChoice) -> tuple[float, float] | None:
        """Return the least and the largest curvature of a quadratic with a minimum; None for all else."""
        there = known(objective_of(values))
        if there is None or there.reach != "everywhere" or not there.values[-1] > 0:
            return None
        return float(there.values[0]), float(there.values[-1])

    def controls(self, spec: Spec) -> None:
        """Draw the controls of data, loss, view and batches."""
        model.show(spec)

    def formulas(self, objective: DataLoss) -> None:
        """Draw loss, score, gradient and penalty."""
        results.formulas(objective)

    def tabs(self) -> tuple[Mapping[str, Tab], Mapping[str, Tab]]:
        """Return the tab of the fitted parameters, and that of the data."""
        return {"Fit": results.fit}, {"Table": results.table}

    def example(self, entry: Entry) -> Example | None:
        """Return the scene of a loss, a penalty, a data set or a proximal optimizer."""
        return examples.example(entry)


PROBLEM = FitProblem()
