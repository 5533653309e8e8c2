"""Runs: shapes, what is recorded, and how they end."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

import gdviz
from gdviz import Status

BOWL = gdviz.surface("x^2 + 10y^2", ((-3, 3), (-3, 3)), start=(2.0, 1.0))
WAVES = gdviz.surface("sin(3x)cos(y) + exp(-x^2/9) + 0.1x^2 + sqrt(1 + y^2)", start=(1.3, -0.7))
VALLEY = gdviz.surfaces["rosenbrock"]
NEWTON = gdviz.optimizer("theta = theta - solve(hess(theta), g)")
SEARCH = gdviz.optimizer("step = line_search(-g)\ntheta = theta - step*g")
ROOM = gdviz.surface("x^2 + 2y^2 + 3z^2 + x y", ((-1, 1),) * 3, names=("x", "y", "z"), start=(0.5, 0.4, 0.3))
LINE = gdviz.surface("x^4", ((-1, 1),), names=("x",), start=(0.8,))


# objectives


@pytest.mark.parametrize("surface", [BOWL, WAVES, VALLEY, ROOM, LINE], ids=lambda s: s.text[:12])
@pytest.mark.parametrize("lead", [(), (1,), (4,), (2, 3), (2, 1, 3), (0,)])
def test_leading_axes_are_free(surface, lead: tuple[int, ...]) -> None:
    d = surface.dimension
    points = np.random.default_rng(0).normal(size=(*lead, d))
    for method, shape in ((surface.value, ()), (surface.gradient, (d,)), (surface.hessian, (d, d))):
        out = method(points)
        assert out.shape == (*lead, *shape) and out.dtype == float
        for index in np.ndindex(*lead):
            np.testing.assert_array_equal(out[index], method(points[index]))


def test_constants_have_shapes_too() -> None:
    flat = gdviz.surface("3")
    assert (
        flat.value(np.zeros((4, 2))).tolist() == [3.0] * 4
        and flat.gradient(np.zeros((4, 2))).tolist() == [[0, 0]] * 4
    )
    assert flat.hessian(np.zeros(2)).tolist() == [[0, 0], [0, 0]]


def test_lists_and_integers_are_points() -> None:
    assert BOWL.value([1, 2]) == 41 and BOWL.gradient([[1, 2]]).tolist() == [[2, 40]]


@pytest.mark.parametrize("points", [[1.0], [1.0, 2.0, 3.0], np.zeros((3, 3)), 1.0])
def test_points_need_the_right_last_axis(points) -> None:
    with pytest.raises(ValueError, match="last axis of length 2"):
        BOWL.value(points)


def test_memory_order_and_strides_do_not_matter() -> None:
    points = np.random.default_rng(0).normal(size=(6, 4))[::2, 1:3]
    np.testing.assert_array_equal(WAVES.value(points), WAVES.value(np.ascontiguousarray(points)))
    np.testing.assert_array_equal(
        WAVES.value(np.asfortranarray(points)), WAVES.value(np.ascontiguousarray(points))
    )


# a whole run


@pytest.mark.parametrize("surface", [BOWL, ROOM, LINE], ids=["2", "3", "1"])
@pytest.mark.parametrize(
    "rule",
    ["gd", "momentum", "adam", "sam", NEWTON, SEARCH],
    ids=lambda r: r if isinstance(r, str) else r.text[:9],
)
def test_shapes_of_a_path(surface, rule) -> None:
    path = gdviz.descend(surface, rule, steps=7, stop=None)
    d = surface.dimension
    assert (
        path.theta.shape == path.gradient.shape == (8, d)
        and path.loss.shape == (8,)
        and path.rate.shape == (7,)
    )
    assert path.steps == 7 and path.status is Status.MAX_STEPS and path.evaluated.shape == (8, 3)
    np.testing.assert_array_equal(path.loss, surface.value(path.theta))
    np.testing.assert_array_equal(path.gradient, surface.gradient(path.theta))
    np.testing.assert_array_equal(path.theta[0], surface.start)
    assert path.quantities["g"].shape == (7, d)
    np.testing.assert_array_equal(path.quantities["theta"], path.theta[1:])
    for name in (e.name for e in path.rule.program.equations):
        assert path.quantities[name].shape in ((7,), (7, d), (7, d, d))


def test_every_assigned_name_is_recorded() -> None:
    rule = gdviz.optimizer(
        "a = f\nb = 2*g\nH = outer(g, g)\nc = 1\nb = b + g\narrow shown = -b\ntheta = theta - 0.01*b"
    )
    path = gdviz.descend(BOWL, rule, steps=3)
    q = path.quantities
    assert {k: v.shape for k, v in q.items() if k not in "gf"} == {
        "a": (3,),
        "b'": (3, 2),
        "H": (3, 2, 2),
        "c": (3,),
        "b": (3, 2),
        "theta": (3, 2),
        "shown": (3, 2),
    }
    np.testing.assert_array_equal(q["a"], path.loss[:3])
    np.testing.assert_array_equal(q["b'"], 2 * path.gradient[:3])
    np.testing.assert_array_equal(q["b"], 2 * path.gradient[:3] + path.gradient[:3])
    np.testing.assert_array_equal(q["H"], path.gradient[:3, :, None] * path.gradient[:3, None])
    np.testing.assert_array_equal(q["shown"], -q["b"])


def test_initial_states() -> None:
    rule = gdviz.optimizer(
        "param c = 3\nstate a = c*lr\nstate b = theta + g\nstate H = eye*2\nstate start = theta\n"
        "a = a + 1\nb = b*1\nH = H*1\nn = n + 1\ntheta = theta - 0.01*g + 0*start"
    )
    path = gdviz.descend(BOWL, rule, steps=2, lr=0.5)
    start = np.array(BOWL.start)
    np.testing.assert_array_equal(np.ravel(path.initial["a"]), [1.5])
    np.testing.assert_array_equal(path.initial["b"], start + BOWL.gradient(start))
    np.testing.assert_array_equal(path.initial["H"], 2 * np.eye(2))
    np.testing.assert_array_equal(path.initial["start"], start)
    np.testing.assert_array_equal(np.ravel(path.initial["n"]), [0])
    assert path.quantities["a"].tolist() == [2.5, 3.5] and path.quantities["n"].tolist() == [1, 2]


def test_a_state_may_begin_with_the_loss() -> None:
    path = gdviz.descend(
        BOWL, gdviz.optimizer("state first = f\na = first\ntheta = theta - lr*g"), steps=3, lr=0.01
    )
    assert path.quantities["a"].tolist() == [BOWL.value(BOWL.start)] * 3


def test_a_matrix_may_be_the_same_for_all() -> None:
    path = gdviz.descend(BOWL, gdviz.optimizer("a = m\nm = eye\ntheta = theta - lr*g"), steps=3, lr=0.01)
    np.testing.assert_array_equal(path.quantities["a"], [np.zeros((2, 2)), np.eye(2), np.eye(2)])
    np.testing.assert_array_equal(path.quantities["m"], [np.eye(2)] * 3)


def test_a_state_stays_what_it_was() -> None:
    """A vector or a matrix that is set to a number is that number everywhere."""
    path = gdviz.descend(
        BOWL,
        gdviz.optimizer(
            "state v = g\nstate H = eye\na = norm(v)\nb = matvec(H, g)\nv = 1\nH = t\ntheta = theta - 0.001*b"
        ),
        steps=3,
    )
    assert path.quantities["a"][1:].tolist() == [math.sqrt(2)] * 2
    np.testing.assert_allclose(path.quantities["b"][2], 2 * path.gradient[2].sum())


def test_frame() -> None:
    rule = gdviz.optimizer("H = outer(g, g)\ns = norm(g)\nm = g\ntheta = theta - lr*m")
    frame = gdviz.descend(BOWL, rule, steps=4, lr=0.01).frame()
    assert list(frame.columns) == [
        "step",
        "x",
        "y",
        "loss",
        "gradient x",
        "gradient y",
        "learning rate",
        "g x",
        "g y",
        "H xx",
        "H xy",
        "H yx",
        "H yy",
        "s",
        "m x",
        "m y",
    ]
    assert len(frame) == 5 and frame["step"].tolist() == [0, 1, 2, 3, 4]
    assert frame.loc[0, ["learning rate", "s", "m x"]].isna().all() and frame.loc[1:].notna().all().all()
    assert frame.loc[1, "m x"] == frame.loc[0, "gradient x"]


CLASHES = {
    "an equation": (
        ("x", "y"),
        "step = t\nloss = f\nx = norm(g)\ny = g\ngradient = 2*g\ntheta = theta - lr*y",
    ),
    "a parameter": (("loss", "step"), "m = g\ntheta = theta - lr*m"),
    "a gradient": (("x", "gradient x"), "gradient = g\ntheta = theta - lr*gradient"),
    "an entry": (("a", "aa"), "H = outer(g, g)\ntheta = theta - lr*g"),
    "a twin": (("x", "x"), "m = g\ntheta = theta - lr*m"),
    "a heading of a twin": (("m x", "x"), "m = g\ntheta = theta - lr*m"),
    "a spare heading": (("loss", "loss (parameter)"), "m = g\ntheta = theta - lr*m"),
    "what no surface has": (("learning rate", "batch loss"), "m = g\ntheta = theta - lr*m"),
}


@pytest.mark.parametrize("clash", CLASHES)
def test_no_column_of_the_frame_replaces_another(clash: str) -> None:
    """A heading means one thing: step, loss and learning rate are the run's, whatever a parameter or an equation is called."""
    names, text = CLASHES[clash]
    run = gdviz.descend(BOWL, gdviz.optimizer(text), steps=4, lr=0.01)

    class Named:  # the bowl, with the columns of someone's table as its parameters
        name, dimension = "bowl", 2

    Named.names = names  # type: ignore[attr-defined]
    path = dataclasses.replace(run, objective=Named)  # type: ignore[arg-type]
    frame = path.frame()
    parts = sum(int(np.prod(q.shape[1:])) for key, q in path.quantities.items() if key != "theta")
    assert len({*frame.columns}) == frame.shape[1] == 1 + 2 + 1 + 2 + 1 + parts
    assert frame["step"].tolist() == [0, 1, 2, 3, 4] and frame["loss"].tolist() == path.loss.tolist()
    assert frame["learning rate"][1:].tolist() == path.rate.tolist()
    values = {tuple(frame[c][1:]) for c in frame.columns}
    for key, q in path.quantities.items():
        wanted = path.theta[1:] if key == "theta" else q.reshape(len(q), -1)
        assert {tuple(column) for column in wanted.T} <= values, key


def test_headings_of_a_clash_say_what_they_are() -> None:
    path = gdviz.descend(BOWL, gdviz.optimizer(CLASHES["an equation"][1]), steps=2, lr=0.01)
    assert list(path.frame().columns)[-7:] == [
        "step (assigned)",
        "loss (assigned)",
        "x (assigned)",
        "y x",
        "y y",
        "gradient x (assigned)",
        "gradient y (assigned)",
    ]


@pytest.mark.parametrize("rule", ["gd", "adam", NEWTON], ids=["gd", "adam", "newton"])
def test_a_run_of_no_steps_is_a_run(rule) -> None:
    path = gdviz.descend(BOWL, rule, (0.0, 0.0))
    assert path.steps == 0 and path.status is Status.CONVERGED and path.theta.shape == (1, 2)
    assert len(path.frame()) == 1 and path.length() == 0 and "step 0" in path.reason


def test_measures_of_a_path() -> None:
    path = gdviz.descend(VALLEY, "gd", steps=50, lr=0.001)
    np.testing.assert_allclose(path.distance(), np.linalg.norm(path.theta - 1, axis=1))
    np.testing.assert_allclose(path.length(), np.linalg.norm(np.diff(path.theta, axis=0), axis=1).sum())
    assert np.isnan(gdviz.descend(BOWL, "gd", steps=2).distance()).all()
    assert gdviz.descend(VALLEY, "gd", (1.0001, 1.0002)).steps_to() == 0
    assert path.steps_to(1e-12) is None
    near = gdviz.descend(VALLEY, NEWTON, steps=20)
    first = near.steps_to()
    assert near.loss[first] <= 1e-3 < near.loss[first - 1]
