"""Entropies of a map against hand-made maps, and against the definition written out box by box."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdviz
from gdviz.engine.maps.entropy import LN_2, basin_entropy, boundary_entropy


def by_hand(label: np.ndarray, box: int) -> tuple[float, float]:
    """Daza et al. (2016), equations 2 to 5."""
    entropies = []
    for i in range(0, label.shape[0] - box + 1, box):
        for j in range(0, label.shape[1] - box + 1, box):
            _, counts = np.unique(label[i : i + box, j : j + box], return_counts=True)
            share = counts / counts.sum()
            entropies.append(float(-(share * np.log(share)).sum()))
    mixed = [e for e in entropies if e > 0]
    return sum(entropies) / len(entropies), sum(mixed) / len(mixed) if mixed else float("nan")


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 23), st.integers(2, 23), st.integers(1, 6), st.integers(0, 10**6), st.data())
def test_as_the_definition(ny: int, nx: int, ends: int, seed: int, data: st.DataObject) -> None:
    label = np.random.default_rng(seed).integers(-2, ends, (ny, nx))
    box = data.draw(st.integers(2, min(ny, nx)))
    np.testing.assert_allclose(
        (basin_entropy(label, box), boundary_entropy(label, box)), by_hand(label, box), rtol=1e-12
    )


def test_one_end_has_no_entropy_and_no_boundary() -> None:
    label = np.zeros((20, 20), dtype=int)
    assert basin_entropy(label, 5) == 0 and np.isnan(boundary_entropy(label, 5))


def test_a_straight_boundary_is_at_most_ln_2_and_a_random_mixture_above() -> None:
    label = np.zeros((20, 20), dtype=int)
    label[:, 10:] = 1
    assert np.isnan(boundary_entropy(label, 5))  # it runs between the boxes
    label[:, 8:] = 1
    assert 0 < boundary_entropy(label, 5) < LN_2
    assert np.isnan(boundary_entropy(label, 4))
    mixed = np.random.default_rng(0).integers(0, 3, (100, 100))
    assert boundary_entropy(mixed, 10) == pytest.approx(np.log(3), abs=0.02)


def test_newtons_method_has_a_fractal_boundary() -> None:
    """The textbook's fractal: Newton for the roots of z^4 = 1, seen as critical points of a potential."""
    rule = gdviz.optimizer("theta = theta - solve(hess(theta), g)")
    # harmonic: its gradient is z^4 - 1
    potential = gdviz.surface("(x^5 - 10x^3*y^2 + 5x*y^4)/5 - x", domain=((-2, 2), (-2, 2)))
    out = gdviz.basins(potential, rule, shape=(240, 240), lr=1.0, steps=60)
    assert len(out.ends) == 4 and set(out.kinds) == {"saddle"}
    assert min(out.boundary_entropy(box) for box in (5, 8, 20)) > LN_2 + 0.1
    smooth = gdviz.basins("himmelblau", "gd", shape=(240, 240), lr=0.01)
    assert max(smooth.boundary_entropy(box) for box in (5, 8, 20)) < LN_2
    assert smooth.entropy(8) < out.entropy(8)


def test_a_map_of_one_row_or_one_column_has_boxes_of_one_row_or_column() -> None:
    label = np.array([[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2]])
    by_hand = -(0.2 * np.log(0.2) + 0.8 * np.log(0.8))
    for map in (label, label.T):
        assert basin_entropy(map, 5) == pytest.approx(by_hand / 2)
        assert boundary_entropy(map, 5) == pytest.approx(by_hand)
    out = gdviz.basins("double_well", "gd", shape=(1, 101))
    assert 0 < out.entropy() < out.boundary_entropy()


def test_what_has_no_entropy_is_told_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="a map of one cell has no entropy"):
        gdviz.basins("sphere", "gd", shape=(1, 1)).entropy()
    with pytest.raises(ValueError, match="a box must have from 2 to 3 cells a side, not 5"):
        gdviz.basins("sphere", "gd", shape=(3, 40), steps=2).entropy()


@pytest.mark.parametrize("box", [1, 0, 33, 2.5, True, "5"])
def test_a_box_that_does_not_fit(box: object) -> None:
    with pytest.raises(ValueError, match="a box must have from 2 to 32 cells a side"):
        basin_entropy(np.zeros((40, 32), dtype=int), box)  # type: ignore[arg-type]
