"""From what is chosen on the page of networks to the loss of a network."""

from __future__ import annotations

from dataclasses import replace

import gdviz
from gdviz.cache import Section, array_bytes, section
from gdviz.engine import Network
from gdviz.ui.budget import waiting
from gdviz.ui.problems.fit.objective import key_of as key_of_rows
from gdviz.ui.problems.fit.objective import known_data, options_over_rows
from gdviz.ui.problems.network.spec import NetworkChoice


def key_of(choice: NetworkChoice) -> NetworkChoice:
    """Return the choice as it stands in keys of caches: without what changes no run."""
    return key_of_rows(replace(choice, sharp=False, row=1, parameter=""))


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
        init=choice.init,
        seed=choice.weights,
        features=features,
        target=choice.target or "",
        inputs=choice.inputs,
        data_seed=choice.seed,
        **options_over_rows(choice),
    )


def _weigh(net: Network) -> int:
    """Return the bytes of a network: its rows, inputs and targets."""
    return 30_000 + array_bytes([net.data.x, net.data.y, net.inputs.columns, *net.targets])


_networks: Section[Network] = section("networks", _weigh, waiting=waiting)
