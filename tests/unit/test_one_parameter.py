"""Objectives of one parameter: curves, slices, links, scenes. What two parameters can, one can."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.player.scene.competitor import Competitor
from gdviz.player.scene.data import DataView
from gdviz.player.scene.wire import read_scene
from gdviz.player.web.html import Scene
from gdviz.ui import entries
from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems import kinds
from gdviz.ui.problems.fit import FitChoice
from gdviz.ui.reference import pictures
from gdviz.ui.runs.pictures import scene_bytes
from gdviz.ui.spec.spec import Choice, Spec

CURVES = sorted(slug for slug, s in gdviz.surfaces.items() if s.dimension == 1)
THROUGH_ORIGIN = FitChoice(intercept=False)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x^4 - 3x^2 + x", ("x",)),
        ("x", ("x",)),
        ("param a = 2\na*x^2", ("x",)),
        ("w = x^2\nw + 1", ("x",)),
        ("f(x) = x^2", ("x",)),
        ("y = x^2", ("x",)),
        ("|x|  # not y", ("x",)),
        ("f(x, y) = x^2", ("x", "y")),
        ("x^2 + y^2", ("x", "y")),
        ("x + 0y", ("x", "y")),
        ("y^2", ("x", "y")),
        ("3", ("x", "y")),
    ],
)
def test_a_text_that_reads_x_alone_is_a_curve(text: str, names: tuple[str, ...]) -> None:
    surface = gdviz.surface(text)
    assert surface.names == names and surface.domain == ((-5, 5),) * len(names)
    assert entries.surface_of(Choice(text=text)).names == names


def test_two_sides_or_two_numbers_of_a_start_keep_two_coordinates() -> None:
    assert (
        gdviz.surface("x^2", ((-3, 3), (-3, 3))).names
        == ("x", "y")
        == gdviz.surface("x^2", start=(1, 2)).names
    )
    assert gdviz.surface("x^2", np.array([[-3, 3], [-3, 3]])).names == ("x", "y")
    assert gdviz.surface("x^2", ((-3, 3),)).names == ("x",) == gdviz.surface("x^2", start=(1,)).names
    with pytest.raises(ValueError, match="start must be one finite number"):
        gdviz.descend(gdviz.surface("x^2"), "gd", (1, 2))
    with pytest.raises(gdviz.FormulaError, match="use x and y"):
        gdviz.surface("x^2 + z")


@pytest.mark.parametrize("optimizer", gdviz.optimizers)
def test_every_rule_runs_on_a_curve(optimizer: str) -> None:
    """A run, the same run of a sweep and the first step made alone have the same numbers."""
    curve = gdviz.surface("x^2 + sin(3x)/4", ((-4, 4),), start=(3,))
    path = gdviz.descend(curve, optimizer, steps=40, lr=0.05)
    assert path.theta.shape == (path.steps + 1, 1) and path.gradient.shape == path.theta.shape
    out = gdviz.sweep(curve, optimizer, np.array([[3.0], [-2.0]]), steps=40, lr=0.05)
    np.testing.assert_array_equal(out.theta[0], path.theta[-1])
    alone = gdviz.Descent(curve, optimizer, lr=0.05)
    np.testing.assert_array_equal(next(iter(alone)).theta, path.theta[1])


@pytest.mark.parametrize("loss", [slug for slug, e in gdviz.losses.items() if e.task == "regression"])
@pytest.mark.parametrize("penalty", [None, *gdviz.penalties])
def test_losses_through_the_origin(loss: str, penalty: str | None) -> None:
    whole = gdviz.data_loss("line", loss, intercept=False, penalty=penalty)
    assert whole.names == ("slope",) and whole.dimension == 1 == len(whole.domain)
    path = gdviz.descend(whole, "gd", steps=30, batch_size=8)
    scene = Scene.of(
        whole, [Competitor.at(0, "gd", "Gradient descent", path)], data=DataView.of(whole, penalty=True)
    )
    header, arrays = read_scene(scene.to_bytes())
    assert (
        header["names"] == ["slope"]
        and header["data"]["kind"] == "line"
        and arrays["theta:0"].shape == (31, 1)
    )
    assert ("penalty" in arrays) == (penalty is not None)


def test_a_slice_of_one_axis() -> None:
    whole = gdviz.surfaces["rosenbrock"]
    cut = gdviz.Slice(whole, (1,), (0.5, 9.0))
    assert (cut.names, cut.dimension, cut.domain) == (("y",), 1, whole.domain[1:])
    p = np.array([[0.3], [2.0]])
    np.testing.assert_array_equal(cut.value(p), whole.value([[0.5, 0.3], [0.5, 2.0]]))
    np.testing.assert_array_equal(cut.gradient(p), whole.gradient([[0.5, 0.3], [0.5, 2.0]])[:, 1:])
    np.testing.assert_array_equal(cut.hessian(p), whole.hessian([[0.5, 0.3], [0.5, 2.0]])[:, 1:, 1:])
    assert gdviz.Slice(gdviz.surfaces["parabola"]).axes == (0,) and gdviz.Slice(whole).axes == (0, 1)
    for axes in ((), (0, 0), (2,), (0, 1, 0)):
        with pytest.raises(ValueError, match="axes must be one parameter or two different ones"):
            gdviz.Slice(whole, axes)


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ({"f": "x^4-3x^2+x", "window": "-2,2", "start": "1.5"}, "surface"),
        ({"surface": "morse", "start": "2"}, "surface"),
        ({"intercept": "0", "window": "-1,3", "start": "1"}, "regression"),
    ],
)
def test_a_link_of_one_parameter_comes_back_as_it_was(query: dict[str, str], page: str) -> None:
    spec, problems = from_query(query, PAGES[page].default)
    assert not problems and to_query(spec, PAGES[page].default) == query
    bytes_, race, _ = scene_bytes(spec, "")
    header, arrays = read_scene(bytes_)
    assert len(header["names"]) == 1 and arrays["z"].shape[0] == 1 and not race.complaints
    assert (
        header["surface"]["x"] == list(spec.window or race.objective.domain[0])
        and "y" not in header["surface"]
    )
    assert header["start"] == [float(query["start"])] and all(len(m) == 2 for m in header["minima"])


def test_a_link_that_was_made_for_two_coordinates_says_what_is_left_out() -> None:
    spec, problems = from_query(
        {"f": "x^2", "window": "-1,1,-2,2", "start": "0.5,1", "opt": "gd"}, PAGES["surface"].default
    )
    assert spec.window == (-1, 1) and spec.start == (0.5,)
    assert [p.split(" is for two coordinates; ")[0] for p in problems] == [
        "The link's window=-1,1,-2,2",
        "The link's start=0.5,1",
    ]
    spec, problems = from_query({"intercept": "0", "axes": "1,0"}, PAGES["regression"].default)
    assert spec.axes == (0, 1) and "slope is the only parameter" in problems[0]
    spec, problems = from_query({"f": "x^2", "window": "1,2,3"}, PAGES["surface"].default)
    assert spec.window is None and "it takes 2 numbers" in problems[0]


@pytest.mark.parametrize("slug", CURVES)
def test_every_curve_is_drawn_closely(slug: str) -> None:
    """Between the samples the line that is drawn is never further from the curve than a thousandth of its height."""
    surface = gdviz.surfaces[slug]
    (_, arrays), (lo, hi) = read_scene(Scene.of(surface, []).to_bytes()), surface.domain[0]
    z = arrays["z"][0]
    x = np.linspace(lo, hi, len(z))
    middle = (x[:-1] + x[1:]) / 2
    off = np.abs(surface.value(middle[:, None]) - (z[:-1] + z[1:]) / 2).max()
    assert len(z) >= 1025 and off <= 1e-3 * (z.max() - z.min())
    assert "<path" in pictures.surface_picture(surface).replace("%3C", "<")


def test_windows_of_another_shape_are_refused() -> None:
    for window in (((0, 1), (0, 1)), (0, 1), ((1, 0),)):
        with pytest.raises(ValueError, match=r"window must be \(\(lo, hi\),\)"):
            Scene.of(gdviz.surfaces["parabola"], [], window=window)
    with pytest.raises(ValueError, match="one or two coordinates"):
        Scene.of(gdviz.surface("a + b + c", names=("a", "b", "c")), [])


def test_the_number_of_parameters_decides_which_axes_are_shown() -> None:
    one: Any = Spec(THROUGH_ORIGIN)
    assert kinds.axes_of(one) == (0,) and kinds.axis_names(one) == ("slope",)
    assert kinds.axes_of(Spec(FitChoice())) == (0, 1)
    with pytest.raises(ValueError, match="only parameter"):
        kinds.check(Spec(THROUGH_ORIGIN, axes=(1, 0)))
