"""The content, as data: one module is one entry, found by module."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Protocol, Self, TypeVar

from gdviz.engine import (
    Activation,
    Dataset,
    Initialisation,
    Loss,
    Method,
    Minimizer,
    Penalty,
    Rule,
    Schedule,
    Slip,
    Surface,
)
from gdviz.library import activations as _activations
from gdviz.library import datasets as _datasets
from gdviz.library import initialisations as _initialisations
from gdviz.library import losses as _losses
from gdviz.library import minimizers as _minimizers
from gdviz.library import optimizers as _optimizers
from gdviz.library import penalties as _penalties
from gdviz.library import schedules as _schedules
from gdviz.library import slips as _slips
from gdviz.library import surfaces as _surfaces


class Listed(Protocol):
    """What a registry needs of an entry."""

    @property
    def name(self) -> str:
        """What it is called; different for each entry of a registry."""

    @property
    def family(self) -> str:
        """What it belongs to; entries are sorted by family and name."""

    def with_slug(self, slug: str) -> Self:
        """Return the same entry under a key of the registry."""


E = TypeVar("E", bound=Listed)


def discover(package: ModuleType, kind: type[E]) -> Mapping[str, E]:
    """Collect the entries of a package: slug -> ENTRY of the module of that name, sorted by (family, name).

    Raises
    ------
    TypeError
        For a module without an ENTRY of that kind.
    ValueError
        For two entries of one name. An error while a module is imported goes through.
    """
    found: dict[str, E] = {}
    for module in pkgutil.iter_modules(package.__path__):
        entry = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), "ENTRY", None)
        if not isinstance(entry, kind):
            raise TypeError(f"{package.__name__}.{module.name} has no ENTRY that is a {kind.__name__}")
        if any(e.name == entry.name for e in found.values()):
            raise ValueError(f"two entries of {package.__name__} are called {entry.name!r}")
        found[module.name] = entry.with_slug(module.name)
    return MappingProxyType(dict(sorted(found.items(), key=lambda kv: (kv[1].family, kv[1].name))))


surfaces: Mapping[str, Surface] = discover(_surfaces, Surface)
optimizers: Mapping[str, Rule] = discover(_optimizers, Rule)
minimizers: Mapping[str, Minimizer] = discover(_minimizers, Minimizer)
# whatever can be raced, by slug: the optimizers, then SciPy's minimisers
methods: Mapping[str, Method] = MappingProxyType({**optimizers, **minimizers})
schedules: Mapping[str, Schedule] = discover(_schedules, Schedule)
losses: Mapping[str, Loss] = discover(_losses, Loss)
penalties: Mapping[str, Penalty] = discover(_penalties, Penalty)
datasets: Mapping[str, Dataset] = discover(_datasets, Dataset)
activations: Mapping[str, Activation] = discover(_activations, Activation)
initialisations: Mapping[str, Initialisation] = discover(_initialisations, Initialisation)
slips: Mapping[str, Slip] = discover(_slips, Slip)
