"""From what is chosen on the page of networks to the loss of a network."""

from __future__ import annotations

from dataclasses import replace

import gdviz
from gdviz.cache import Section, array_bytes, section
from gdviz.engine import Network
from gdviz.ui.budget import waiting
from gdviz.ui.entries import loss_of, penalty_of
from gdviz.ui.problems.fit.objective import held_out, known_data
from gdviz.ui.problems.fit.objective import key_of as key_of_rows
from gdviz.ui.problems.network.spec import NetworkChoice


def key_of(choice: NetworkChoice) -> NetworkChoice:
    """Return the choice as it stands in keys of caches: without what changes no run."""
    return key_of_rows(replace(choice, sharp=False, row=1))


def objective_of(choice: NetworkChoice) -> Network:
    """Return the loss of the network, made once for all sessions. Raises FormulaError or ValueError."""
    return _networks.get(key_of(choice), lambda: _make(choice), owner=choice.table)


def _make(choice: NetworkChoice) -> Network:
    known = known_data(choice)
    features = choice.features or known.first_features
    return gdviz.network(
        known,
        choice.hidden,
        choice.activation,
        loss_of(replace(choice.loss, params=()), choice.task),
        choice.average,
        choice.init,
        choice.weights,
        penalty_of(choice.penalty) if choice.penalty else None,
        features=features,
        target=choice.target or "",
        inputs=choice.inputs,
        data_seed=choice.seed,
        hold_out=held_out(choice),
        split_seed=choice.split,
        parameters=dict(choice.data.params),
        loss_parameters=dict(choice.loss.params),
        penalty_parameters=dict(choice.penalty.params) if choice.penalty else {},
    )


def _weigh(net: Network) -> int:
    """Return the bytes of a network: its rows, inputs and targets."""
    return 30_000 + array_bytes([net.data.x, net.data.y, net.inputs.columns, *net.targets])


_networks: Section[Network] = section("networks", _weigh, waiting=waiting)
