"""What surfaces declare of their parameters' meaning: the numbers that are drawn make up the surface's value.

Nothing here names a surface but where a picture is checked for what it is.
"""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import Cloud, FactorTable, Surface
from gdviz.player.scene.part import read_part

MEANT = sorted(slug for slug, surface in gdviz.surfaces.items() if surface.meaning is not None)


def settings(surface: Surface) -> list[Surface]:
    low, high = ({p.name: end(p) for p in surface.params} for end in (lambda p: p.low, lambda p: p.high))
    return [surface, surface.with_parameters(**low), surface.with_parameters(**high)]


def numbers(surface: Surface, points: np.ndarray) -> dict[str, np.ndarray]:
    assert surface.meaning is not None
    return surface.meaning.numbers(surface.named(points))


def fixed(surface: Surface) -> dict:
    assert surface.meaning is not None
    return surface.meaning.fixed(surface.named([surface.start]))


def samples(surface: Surface, count: int) -> np.ndarray:
    low, high = np.array(surface.domain, dtype=float).T
    return np.random.default_rng(0).uniform(low, high, (count, surface.dimension))


def test_there_are_some() -> None:
    assert {type(gdviz.surfaces[slug].meaning) for slug in MEANT} == {Cloud, FactorTable}


@pytest.mark.parametrize("slug", MEANT)
def test_what_is_drawn_makes_up_the_value(slug: str) -> None:
    for surface in settings(gdviz.surfaces[slug]):
        points = samples(surface, 50)
        value = surface.value(points)
        np.testing.assert_allclose(numbers(surface, points)["total"], value, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("slug", [s for s in MEANT if isinstance(gdviz.surfaces[s].meaning, FactorTable)])
def test_squared_errors_of_the_known_entries_add_up_to_the_loss(slug: str) -> None:
    for surface in settings(gdviz.surfaces[slug]):
        points, plain = samples(surface, 50), fixed(surface)
        out = numbers(surface, points)
        known = np.array(plain["known"], dtype=float).ravel()
        products = out["rows"][:, :, None] * out["columns"][:, None, :]
        np.testing.assert_array_equal(out["predicted"], products.reshape(len(points), -1))
        np.testing.assert_array_equal(out["error"], known - out["predicted"])  # nan at gaps
        np.testing.assert_allclose(np.nansum(out["error"] ** 2, axis=1), surface.value(points), rtol=1e-13)
        assert np.isnan(known).any() and all(
            np.isfinite(row).any() for row in np.array(plain["known"], float)
        )


def test_residuals_of_the_autoencoder_are_its_loss() -> None:
    for surface in settings(gdviz.surfaces["linear_autoencoder"]):
        points = samples(surface, 50)
        ways = np.array(fixed(surface)["points"]) - numbers(surface, points)["image"]
        np.testing.assert_allclose((ways**2).sum(-1).mean(-1), surface.value(points), rtol=1e-12)


def test_projections_of_the_principal_component_are_what_it_explains() -> None:
    for surface in settings(gdviz.surfaces["principal_component"]):
        points, cloud = samples(surface, 50), np.array(fixed(surface)["points"])
        out, w = numbers(surface, points), points[:, None, :]
        feet = out["image"]
        np.testing.assert_allclose(((cloud - feet) * w).sum(-1), 0, atol=1e-12)  # at right angles to w
        np.testing.assert_allclose(feet[..., 0] * w[..., 1], feet[..., 1] * w[..., 0], atol=1e-12)
        explained = (feet**2).sum(-1).mean(-1) / (cloud**2).sum(-1).mean(-1)
        np.testing.assert_allclose(out["told"][:, 0], explained, rtol=1e-12)
        np.testing.assert_allclose(cloud.mean(0), 0, atol=1e-12)


@pytest.mark.parametrize("slug", MEANT)
def test_a_scene_sends_the_numbers_of_the_run_in_focus(slug: str) -> None:
    scene = gdviz.show(slug, ["gd", "momentum"], steps=40, lr=1e-3)
    parts = scene._parts(all_details=False)
    assert "meant:1" in parts and "meant:0" not in parts
    header, _ = read_part(parts["meaning"].packed)
    assert header["kind"] == gdviz.surfaces[slug].meaning.kind
    _, arrays = read_part(parts["meant:1"].packed)
    assert arrays["meant:at"].ravel().tolist() == list(range(41))
    np.testing.assert_allclose(arrays["meant:total"][:, 0], scene.competitors[1].path.loss, rtol=1e-6)
    assert "meant:0" in scene._parts(all_details=True)


def test_a_long_run_is_looked_at_at_fewer_iterates_and_other_surfaces_send_nothing() -> None:
    scene = gdviz.show("principal_component", "gd", steps=5000, lr=1e-4, maximize=True, stop=None)
    _, arrays = read_part(scene._parts(False)["meant:0"].packed)
    looks = arrays["meant:at"].ravel()
    assert len(looks) < 500 and (looks[0], looks[-1]) == (0, 5000)
    assert sum(a.size for a in arrays.values()) < 20_000
    assert "meaning" not in gdviz.show("booth", "gd", steps=3)._parts(True)


def test_a_run_that_diverges_is_drawn_all_the_same() -> None:
    scene = gdviz.show("linear_autoencoder", "gd", steps=50, lr=10.0)
    _, arrays = read_part(scene._parts(False)["meant:0"].packed)
    assert not np.isfinite(arrays["meant:total"]).all() or arrays["meant:total"].max() > 1e6


def test_a_table_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="known must have 1 rows of 2 entries"):
        FactorTable("t", (("a", "x"),), (("b", "y"), ("c", "1")), known=(("1",),))


def test_what_a_text_names_has_its_values() -> None:
    surface = gdviz.surface("param c = 3 from 0 to 5; a = c*x; b = a + y; a = a^2; a*b")
    named = surface.named([[1.0, 2.0], [2.0, 0.0]])
    assert {k: np.broadcast_to(v, 2).tolist() for k, v in named.items()} == {
        "x": [1, 2], "y": [2, 0], "c": [3, 3], "a": [9, 36], "b": [5, 6],
    }  # fmt: skip
