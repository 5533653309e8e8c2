"""Models that are fitted to data, as objectives: a linear one, a formula, a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gdviz.engine import (
    DataLoss,
    Dataset,
    Design,
    Inputs,
    Model,
    ModelLoss,
    Network,
    PickedColumns,
    Table,
    pick_columns,
)
from gdviz.engine.fit.formula.model import features_read
from gdviz.engine.fit.rows.hold_out import hold_out as held_out
from gdviz.library.registry import activations, initialisations, losses, penalties
from gdviz.make import entry_of, table_of


def data_loss(
    data: Any,
    loss: Any = "squared",
    *,
    features: Sequence[str] = (),
    target: str = "",
    degree: int | None = None,
    scaling: str | None = None,
    intercept: bool | None = None,
    average: str = "mean",
    penalty: Any = None,
    seed: int = 0,
    hold_out: float | Sequence[int] = 0.0,
    split_seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    loss_parameters: Mapping[str, float] | None = None,
    penalty_parameters: Mapping[str, float] | None = None,
) -> DataLoss:
    """Make the loss of a linear model on data, as an objective for `descend`.

    Parameters
    ----------
    data : Dataset, Table, str or pair of arrays
        The data, the slug of a data set, or arrays X (n, d) or (n,) and y (n,), see `model`.
    loss : Loss or str
        The pointwise loss.
    features, target : names of columns, optional
        As the data set says if nothing is said. Of a table: the last column is the target, all other columns
        of numbers are features.
    degree, scaling, intercept : optional
        How the columns become the matrix of the model, see `Design`; as the data set says if nothing is said.
    average : {"mean", "half mean", "sum"}
        1/n, 1/(2n), or no average over the rows.
    penalty : Penalty or str, optional
        Added for each weight, but not for intercepts.
    seed : int
        Settles the draws of made data.
    hold_out : float or sequence of int
        Share of the rows that are test rows, or which rows, from 0: they are not descended, and no scaling is
        taken from them. `test_loss` and `test_accuracy` are of them.
    split_seed : int
        Settles which rows a share is.
    parameters, loss_parameters, penalty_parameters : mapping, optional
        Name -> number, of the data set (a table has none), the loss and the penalty.

    Raises
    ------
    ValueError
        Naming what cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> ridge = gdviz.data_loss("cars", penalty="l2", scaling="standardise")
    >>> ridge.names, ridge.optimum.how
    (('wt', 'hp', 'intercept'), 'least squares')
    >>> fit = gdviz.data_loss("curve", degree=7, hold_out=0.3)
    >>> path = gdviz.descend(fit, "adam", steps=300)
    >>> fit.rows, fit.test.rows, fit.test_loss(path.theta).shape
    (28, 12, (301,))
    """
    loss = entry_of(losses, loss, "loss")
    penalty = None if penalty is None else entry_of(penalties, penalty, "penalty")
    known, table = table_of(data, target, seed, parameters)
    picked = held_out(_picked(known, table, features, target, loss), hold_out, split_seed)
    shape: dict[str, Any] = {"degree": degree, "scaling": scaling, "intercept": intercept}
    design = Design.of(picked, **{k: getattr(known, k) if v is None else v for k, v in shape.items()})
    return DataLoss(
        design,
        loss,
        loss_parameters=loss_parameters,
        average=average,
        penalty=penalty,
        penalty_parameters=penalty_parameters,
        name=table.name,
    )


def model(
    text: str,
    data: Any,
    loss: Any = "squared",
    *,
    target: str = "",
    start: Mapping[str, float] | Sequence[float] | None = None,
    average: str = "mean",
    penalty: Any = None,
    seed: int = 0,
    hold_out: float | Sequence[int] = 0.0,
    split_seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    loss_parameters: Mapping[str, float] | None = None,
    penalty_parameters: Mapping[str, float] | None = None,
    name: str = "",
) -> ModelLoss:
    """Make the loss of a formula model on data, as an objective for `descend`.

    Parameters
    ----------
    text : str
        The formula of the score: of columns of the data and of its own parameters. A line
        `param b = 0.5 from 0 to 3` declares a parameter with its start and its range; a name that is no
        column is a parameter that starts at 1.
    data : Dataset, Table, str or pair of arrays
        The data, the slug of a data set, or arrays X (n, d) or (n,) and y (n,). The columns of a pair are
        called x, or x1 to xd where there are more. A column whose name a formula cannot hold is read by one
        that it can: `my col` as my_col.
    loss : Loss or str
        The pointwise loss.
    target : str, optional
        The column that is fitted; as the data set says, or the last column.
    start : mapping or sequence, optional
        Other starts than the declared ones: by name, or D numbers.
    average : {"mean", "half mean", "sum"}
        1/n, 1/(2n), or no average over the rows.
    penalty : Penalty or str, optional
        Added for each parameter.
    seed : int
        Settles the draws of made data.
    hold_out : float or sequence of int
        Share of the rows that are test rows, or which rows, from 0, see `data_loss`.
    split_seed : int
        Settles which rows a share is.
    parameters, loss_parameters, penalty_parameters : mapping, optional
        Name -> number, of the data set, the loss and the penalty.
    name : str, optional
        What it is called.

    Raises
    ------
    FormulaError
        For a text that is refused, with line and column.
    ValueError
        Naming what cannot be used.

    Examples
    --------
    >>> import gdviz
    >>> x = [0.0, 1.0, 2.0, 3.0]
    >>> decay = gdviz.model("a*exp(-b*x)", (x, [2.0, 1.0, 0.5, 0.25]), start={"b": 0.5})
    >>> decay.names, decay.start, decay.library_fit.theta.round(6).tolist()
    (('a', 'b'), (1.0, 0.5), [2.0, 0.693147])
    """
    loss = entry_of(losses, loss, "loss")
    penalty = None if penalty is None else entry_of(penalties, penalty, "penalty")
    known, table = table_of(data, target, seed, parameters)
    target = target or known.target
    columns = {name: column for column, name in features_read(table.numeric, target).items()}
    formula = Model.of(text, columns)
    picked: PickedColumns = pick_columns(table, [columns[n] for n in formula.reads], target, loss.task)
    return ModelLoss(
        held_out(picked, hold_out, split_seed),
        Model.of(text, formula.reads),
        loss,
        start=start,
        loss_parameters=loss_parameters,
        average=average,
        penalty=penalty,
        penalty_parameters=penalty_parameters,
        name=name or table.name,
    )


def network(
    data: Any,
    hidden: Sequence[int] = (8,),
    activation: Any = "tanh",
    loss: Any = "squared",
    average: str = "half",
    init: Any = "xavier",
    seed: int = 0,
    penalty: Any = None,
    *,
    features: Sequence[str] = (),
    target: str = "",
    inputs: Sequence[str] = ("x",),
    scaling: str | None = None,
    data_seed: int = 0,
    hold_out: float | Sequence[int] = 0.0,
    split_seed: int = 0,
    parameters: Mapping[str, float] | None = None,
    loss_parameters: Mapping[str, float] | None = None,
    penalty_parameters: Mapping[str, float] | None = None,
) -> Network:
    """Make the loss of a fully connected network on data, as an objective for `descend`.

    Parameters
    ----------
    data : Dataset, Table, str or (X, y)
        The data, or the slug of a data set, or arrays X (n, d) and y (n,); text in y makes classes.
    hidden : sequence of int
        Units of each hidden layer: 0 to 3 layers of 1 to 16 units.
    activation : Activation or str
        Of the hidden units: "tanh", "sigmoid", "relu", "leaky_relu", "softplus", "linear".
    loss : Loss or str
        The pointwise loss. One of classes has a score for each class.
    average : {"half", "mean", "sum"}
        1/(2n), 1/n, or no average over the rows.
    init : Initialisation or str
        How the first weights are drawn: "zeros", "too_small", "too_large", "lecun", "xavier", "he".
    seed : int
        Settles the first weights.
    penalty : Penalty or str, optional
        Added for each weight, but not for biases.
    features, target : names of columns, optional
        As the data set says if nothing is said.
    inputs : some of "x", "x^2", "xy", "sin x"
        What the network is given of each feature, and of each pair of them.
    scaling : {"none", "standardise", "minmax"}, optional
        Of the inputs; as the data set says if nothing is said.
    data_seed : int
        Settles the draws of made data.
    hold_out : float or sequence of int
        Share of the rows that are test rows, or which rows, from 0: they are not descended, and no scaling of
        the inputs is taken from them, see `data_loss`.
    split_seed : int
        Settles which rows a share is.
    parameters, loss_parameters, penalty_parameters : mapping, optional
        Name -> number, of the data set, the loss and the penalty.

    Returns
    -------
    Network
        value (...,), gradient (..., D), hessian (..., D, D) and hvp(p, v) (..., D) at points (..., D); names
        such as `W1[2,1]` (from input 1 to unit 2) and `b1[2]`; start, the first weights.

    Raises
    ------
    ValueError
        Naming what cannot be used.

    References
    ----------
    Goodfellow, Bengio and Courville (2016), Deep Learning, section 6.5: back-propagation.

    Examples
    --------
    >>> import gdviz
    >>> net = gdviz.network("moons", hidden=(4, 4), loss="cross_entropy")
    >>> path = gdviz.descend(net, "adam", steps=200, lr=0.05)
    >>> net.dimension, bool(path.loss[-1] < path.loss[0] / 10)
    (37, True)
    """
    loss = entry_of(losses, loss, "loss")
    penalty = None if penalty is None else entry_of(penalties, penalty, "penalty")
    known, table = table_of(data, target, data_seed, parameters)
    training = held_out(_picked(known, table, features, target, loss), hold_out, split_seed)
    return Network(
        Inputs.of(training, inputs, known.scaling if scaling is None else scaling),
        loss,
        hidden=hidden,
        activation=entry_of(activations, activation, "activation"),
        init=entry_of(initialisations, init, "initialisation"),
        seed=seed,
        average=average,
        penalty=penalty,
        loss_parameters=loss_parameters,
        penalty_parameters=penalty_parameters,
        name=table.name,
    )


def _picked(known: Dataset, table: Table, features: Sequence[str], target: str, loss: Any) -> PickedColumns:
    """Return the columns that are named, or that the data set says; a single feature may be one name."""
    chosen = (features,) if isinstance(features, str) and features else tuple(features)
    return pick_columns(table, chosen or known.first_features, target or known.target, loss.task)
