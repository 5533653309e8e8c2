"""Entries and objectives go to other processes as their fields, and compute the same bits there."""

from __future__ import annotations

import pickle
from dataclasses import fields

import numpy as np
import pytest

import gdviz

ENTRIES = [
    (registry, slug)
    for registry in (
        "surfaces",
        "optimizers",
        "schedules",
        "losses",
        "penalties",
        "datasets",
        "activations",
        "initialisations",
    )
    for slug in getattr(gdviz, registry)
]
LOSSES = [("line", "squared", None), ("blobs", "cross_entropy", "l2"), ("iris", "softmax", None)]


@pytest.mark.parametrize(("registry", "slug"), ENTRIES, ids=str)
def test_an_entry_is_pickled_as_its_fields(registry: str, slug: str) -> None:
    entry = getattr(gdviz, registry)[slug]
    copy = pickle.loads(pickle.dumps(entry))
    assert set(copy.__dict__) == {f.name for f in fields(entry)}
    assert copy.text == entry.text and copy.slug == slug and copy.params == entry.params


@pytest.mark.parametrize("slug", gdviz.surfaces)
def test_a_surface_computes_the_same_bits_after_its_journey(slug: str) -> None:
    surface = gdviz.surfaces[slug]
    low, high = np.array(surface.domain).T
    points = np.random.default_rng(0).uniform(low, high, (50, len(low)))
    copy = pickle.loads(pickle.dumps(surface))
    for name in ("value", "gradient", "hessian"):
        a, b = getattr(surface, name)(points), getattr(copy, name)(points)
        assert a.tobytes() == b.tobytes()


def test_parameters_travel_along() -> None:
    bent = gdviz.surfaces["rosenbrock"].with_parameters(b=3.0)
    copy = pickle.loads(pickle.dumps(bent))
    assert copy.parameters == bent.parameters and np.array_equal(copy.minima, bent.minima)


@pytest.mark.parametrize(("data", "loss", "penalty"), LOSSES, ids=str)
def test_a_loss_over_data_computes_the_same_bits_after_its_journey(
    data: str, loss: str, penalty: str | None
) -> None:
    fit = gdviz.data_loss(data, loss, penalty=penalty)
    copy = pickle.loads(pickle.dumps(fit))
    points = np.random.default_rng(0).normal(size=(20, fit.dimension))
    for a, b in zip(fit.evaluate(points), copy.evaluate(points), strict=True):
        assert a.tobytes() == b.tobytes()
    assert copy.domain == fit.domain and copy.names == fit.names and copy.name == fit.name
    some = np.array([2, 0, 5])
    assert copy.on(some).value(points).tobytes() == fit.on(some).value(points).tobytes()


def test_a_given_window_travels_along() -> None:
    fit = gdviz.data_loss("line", "squared")
    fit.keep_domain(((-1.0, 1.0), (-2.0, 2.0)))
    assert pickle.loads(pickle.dumps(fit)).domain == ((-1.0, 1.0), (-2.0, 2.0))
