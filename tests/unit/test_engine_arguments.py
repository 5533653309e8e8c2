"""Wrong arguments: a ValueError that names the argument, and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.ui.problems.surface import SurfaceChoice
from gdviz.ui.spec.spec import Choice, Entrant, Spec

OWN = gdviz.surface("x^2 + y^2")


def descend(**arguments: Any) -> gdviz.Path:
    return gdviz.descend(**{"objective": OWN, "optimizer": "momentum", "steps": 5} | arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"objective": "rosenbrok"}, "there is no surface 'rosenbrok'; did you mean 'rosenbrock'?"),
        ({"objective": "q" * 500}, "there is no surface"),
        ({"optimizer": "zzz"}, "there is no optimizer 'zzz'; there are "),
        ({"optimizer": "adm"}, "there is no optimizer 'adm'; did you mean 'adam'?"),
        ({"schedule": "cosin"}, "there is no schedule 'cosin'; did you mean 'cosine'?"),
        ({"optimizer": ""}, "there is no optimizer ''"),
        ({"start": 1}, "start must be 2"),
        ({"start": (1,)}, "start must be 2"),
        ({"start": (1, 2, 3)}, "start must be 2"),
        ({"start": (1, np.nan)}, "start must be 2 finite"),
        ({"start": (np.inf, 0)}, "start must be 2 finite"),
        ({"start": "ab"}, "start must be 2"),
        ({"start": [[1, 2]]}, "start must be 2"),
        ({"start": (None, 1)}, "start must be 2"),
        ({"start": {}}, "start must be 2"),
        ({"start": (1 + 2j, 0)}, "start must be 2"),
        ({"steps": 0}, "steps must be a whole number"),
        ({"steps": -5}, "steps"),
        ({"steps": 1.5}, "steps"),
        ({"steps": "9"}, "steps"),
        ({"steps": True}, "steps"),
        ({"steps": None}, "steps"),
        ({"steps": 100_001}, "steps"),
        ({"steps": 10**30}, "steps"),
        ({"steps": np.nan}, "steps"),
        ({"lr": np.nan}, "lr must be finite"),
        ({"lr": np.inf}, "lr must be finite"),
        ({"lr": "0,1"}, "lr must be a number"),
        ({"lr": [0.1, 0.2]}, "lr"),
        ({"lr": {}}, "lr must be a number"),
        ({"lr": [[0.1]]}, "lr"),
        ({"lr": 1j}, "lr"),
        ({"noise": -1}, "noise"),
        ({"noise": np.nan}, "noise"),
        ({"noise": "loud"}, "noise"),
        ({"noise": [1, 2]}, "noise"),
        ({"noise": 1, "seed": -1}, "seed"),
        ({"noise": 1, "seed": 1.5}, "seed"),
        ({"noise": 1, "seed": "x"}, "seed"),
        ({"noise": 1, "seed": 2**70}, "seed"),
        ({"clip": 0}, "clip"),
        ({"clip": -1}, "clip"),
        ({"clip": np.nan}, "clip"),
        ({"clip": "x"}, "clip"),
        ({"clip": [1, 2]}, "clip"),
        ({"momentum": np.nan}, "momentum must be finite"),
        ({"momentum": "x"}, "momentum must be a number"),
        ({"momentum": [0.1, 0.2]}, "momentum"),
        ({"beta1": 0.9}, "Momentum has no parameter 'beta1'; it has"),
        ({"gamma": 0.9}, "no parameter 'gamma'"),
        ({"optimizer": "gd", "momentum": 0.9}, "no parameter 'momentum'"),
        ({"schedule": "cosine", "nope": 0.9}, "no parameter 'nope'"),
        ({"schedule": "exponential", "gamma": np.nan}, "gamma must be finite"),
    ],
)
def test_descend(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("?", r"\?")) as caught:
        descend(**arguments)
    assert len(str(caught.value)) < 400 and "ufunc" not in str(caught.value)
    with pytest.raises(ValueError):
        gdviz.Descent(**{"objective": OWN, "optimizer": "momentum", "steps": 5} | arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"domain": ((1, 0), (0, 1))}, "the window of x"),
        ({"domain": ((0, 1), (0, 0))}, "the window of y"),
        ({"domain": ((0, 1),), "start": (0, 0)}, "domain must give"),
        ({"domain": ((0, np.inf), (0, 1))}, "the window of x"),
        ({"domain": ((0, np.nan), (0, 1))}, "the window of x"),
        ({"domain": ((0, 1e300), (0, 1))}, r"the window of x must be 1e\+12 wide at most"),
        ({"domain": ((1e20, 1e20 + 1e5), (0, 1))}, "the window of x must be .* more than rounding"),
        ({"domain": 5}, "domain"),
        ({"domain": ((0, 1, 2), (0, 1))}, "domain"),
        ({"domain": (("a", "b"), (0, 1))}, "domain"),
        ({"start": (1,), "names": ("x", "y")}, "start"),
        ({"start": ("a", 1)}, "start"),
        ({"start": (1, np.nan)}, "start"),
        ({"names": ("x",), "domain": ((0, 1), (0, 1))}, "domain must give"),
    ],
)
def test_surface(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        gdviz.surface("x^2", **arguments)


@pytest.mark.parametrize("values", [{"b": 1}, {"a": np.nan}, {"a": "x"}, {"a": np.inf}, {"a": None}])
def test_parameters_of_a_surface(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="'b'|a must be"):
        gdviz.surface("param a = 1\na*x").with_parameters(**values)


@pytest.mark.parametrize("wrong", [5, None, 1.5, [1, 2], {}, object(), gdviz.Surface, np.zeros(3), b"sphere"])
def test_what_is_no_objective_and_what_is_no_optimizer_is_refused_by_name(wrong: Any) -> None:
    axes = ("lr", [0.1, 0.2]), ("start.x", [1.0, 2.0])
    for call in (gdviz.descend, gdviz.Descent, gdviz.sweep, gdviz.basins, gdviz.rate_sweep):
        with pytest.raises(ValueError, match="^objective must be a surface, a loss over data or the slug"):
            call(wrong, "gd")
        with pytest.raises(ValueError, match="^optimizer must be an update rule, a minimiser or its slug"):
            call("sphere", wrong)
    with pytest.raises(ValueError, match="^objective must be"):
        gdviz.critical_points(wrong)
    with pytest.raises(ValueError, match="^objective must be"):
        gdviz.compare(wrong, ["gd"])
    with pytest.raises(ValueError, match="^objective must be"):
        gdviz.hyper_map(wrong, "gd", *axes)
    with pytest.raises(ValueError, match="^optimizer must be"):
        gdviz.hyper_map("sphere", wrong, *axes)


def test_stop_rules() -> None:
    for arguments in (
        {"gradient": -1},
        {"gradient": np.nan},
        {"progress": -1},
        {"patience": 0},
        {"patience": -3},
    ):
        with pytest.raises(ValueError, match=f"stop rule {next(iter(arguments))}"):
            gdviz.Stop(**arguments)
    gdviz.Stop(None, None, None, 0.0)


def test_units() -> None:
    with pytest.raises(ValueError, match="unit must be one of"):
        gdviz.optimizer("theta = theta - lr*g", unit="miles")
    with pytest.raises(ValueError, match="unit must be one of"):
        gdviz.optimizer("theta = theta - lr*g", unit="none")


def test_random_starts() -> None:
    surface = gdviz.surface("x y", ((-1, 2), (10, 11)))
    for kind in ("uniform", "normal"):
        points = gdviz.random_starts(surface, 500, kind, seed=3)
        assert points.shape == (500, 2) and (points >= [-1, 10]).all() and (points <= [2, 11]).all()
        np.testing.assert_array_equal(points, gdviz.random_starts(surface, 500, kind, seed=3))
        assert not np.array_equal(points, gdviz.random_starts(surface, 500, kind, seed=4))
    uniform, normal = (gdviz.random_starts(surface, 4000, k, seed=0) for k in ("uniform", "normal"))
    np.testing.assert_allclose(uniform.std(0), [3 / 12**0.5, 1 / 12**0.5], rtol=0.05)
    np.testing.assert_allclose(normal.std(0), [0.5, 1 / 6], rtol=0.05)
    with pytest.raises(ValueError, match="uniform or normal"):
        gdviz.random_starts(surface, 3, "cauchy")
    with pytest.raises(ValueError, match="seed"):
        gdviz.random_starts(surface, 3, seed=-1)


def test_a_spec_is_a_key() -> None:
    def make() -> Spec:
        return Spec(
            SurfaceChoice(Choice("rosenbrock", params=(("a", 2.0),))),
            (Entrant(Choice("adam"), 0.1),),
            window=(0, 1, 0, 1),
            schedule=Choice(text="lr/t"),
            start=(1.0, 2.0),
        )

    assert (
        make() == make()
        and hash(make()) == hash(make())
        and len({make(), make(), Spec(SurfaceChoice())}) == 2
    )
    with pytest.raises(AttributeError):
        make().steps = 3


def test_surfaces_keep_their_formulas_when_parameters_change() -> None:
    moved = gdviz.surfaces["rosenbrock"].with_parameters(a=0.5)
    assert moved.minima.tolist() == [[0.5, 0.25]] and moved.slug == "rosenbrock"
    assert moved.with_parameters(b=7).parameters == {"a": 0.5, "b": 7}
    assert gdviz.surfaces["rosenbrock"].minima.tolist() == [[1, 1]]
