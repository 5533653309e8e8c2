"""gdviz.show over a plane of many parameters, and parameters by their names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import Plane
from gdviz.player import Scene
from gdviz.player.scene.wire import read_scene

WHOLES: dict[str, Any] = {
    "linear": lambda: gdviz.data_loss("cars", degree=2),
    "formula": lambda: gdviz.model("a*exp(-b*x) + c*exp(-d*x)", "two_exponentials"),
    "network": lambda: gdviz.network("moons", hidden=(3,), loss="cross_entropy"),
}


def shown(whole: Any, **more: Any) -> Scene:
    return gdviz.show(whole, ["gd", "momentum"], steps=20, **more)


@pytest.mark.parametrize("plane", ["pca", "random", (2, 0)], ids=str)
@pytest.mark.parametrize("kind", WHOLES)
def test_the_picture_is_over_the_plane_of_the_last_run(kind: str, plane: Any) -> None:
    scene = shown(WHOLES[kind](), plane=plane)
    path = scene.competitors[-1].path
    over = gdviz.plane(path, plane)
    assert isinstance(scene.objective, Plane) and scene.objective.place == over.place
    header, arrays = read_scene(scene.to_bytes("all"))
    np.testing.assert_allclose(arrays["theta:1"], over.project(path.theta), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(arrays["on_plane:1"][:, 0], over.value(over.project(path.theta)), rtol=1e-5)
    assert header["names"] == list(over.names) and header["plane"]["told"]
    assert ("data" in header) == (scene.data is not None)


@pytest.mark.parametrize("kind", WHOLES)
def test_a_plane_of_one_s_own(kind: str) -> None:
    whole = WHOLES[kind]()
    over = gdviz.plane(whole, "random", seed=4)
    assert shown(whole, plane=over).objective is over


def test_parameters_by_name() -> None:
    whole = WHOLES["linear"]()
    first, second = whole.names[3], whole.names[1]
    by_name, by_number = gdviz.Slice(whole, (first, second)), gdviz.Slice(whole, (3, 1))
    assert by_name == by_number and by_name.names == (first, second)
    path = gdviz.descend(whole, "gd", steps=5)
    assert gdviz.plane(path, (first, second)).place == gdviz.plane(path, (3, 1)).place
    scene = shown(whole, axes=(first, second))
    assert scene.objective.names == (first, second)
    with pytest.raises(ValueError, match=r"or their names, not \('wt', 'power'\)"):
        gdviz.Slice(whole, ("wt", "power"))


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "both": ({"axes": (0, 1), "plane": "pca"}, "give one of them"),
    "kind": ({"plane": "tsne"}, "kind must be"),
    "another's": (
        {"plane": gdviz.plane(gdviz.data_loss("cars"), "random")},
        "must be one of the objective that is shown",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case: str) -> None:
    more, why = REFUSED[case]
    with pytest.raises(ValueError, match=why):
        shown(WHOLES["linear"](), **more)
