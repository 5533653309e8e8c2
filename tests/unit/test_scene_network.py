"""What is sent of a network: predictions, units and gradients are the engine's, and it stays small."""

from dataclasses import replace

import numpy as np
import pytest

import gdviz
from gdviz.engine import INPUTS, Slice, dead_units, layer_norms, unit_outputs
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView
from gdviz.player.scene.data.pictures import range_of
from gdviz.player.scene.network import NetworkView
from gdviz.player.scene.tabled.codes import LAST, ORIGIN, coded, decoded
from gdviz.player.scene.tabled.looks import FEWEST, MOST, looked_at
from gdviz.player.scene.wire import read_scene

LARGEST = 150_000  # bytes of a change
TASKS = [
    ("moons", "cross_entropy"),
    ("spiral", "cross_entropy"),
    ("three_classes", "softmax"),
    ("curve", "squared"),
]


def network_scene(
    data="moons", loss="cross_entropy", steps=40, step=7, row=3, slugs=("gd", "adam"), **options
):
    net = gdviz.network(data, loss=loss, **{"hidden": (4, 3), "seed": 2} | options)
    runs = [
        Competitor.at(i, s, gdviz.optimizers[s].name, gdviz.descend(net, s, steps=steps, stop=None))
        for i, s in enumerate(slugs)
    ]
    shown = Slice(net, (0, 2), net.start)
    view = NetworkView.of(shown, follow=step, row=row, runs=len(runs))
    made = Scene.of(shown, runs, focus=len(runs) - 1, data=view, resolution=16)
    return net, runs, view, made


def grid(header):
    """The places of a plane's grid, row by row, from what the browser is told."""
    sides = [np.linspace(*header[a]["range"], n) for a, n in zip("xy", header["grid"], strict=True)]
    return np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)


def test_a_code_keeps_the_sign_the_order_and_eight_percent():
    values = np.concatenate([np.geomspace(1e-12, 1200, 4000), [0.0]])
    back = decoded(coded(values[None]))[0]
    assert (np.diff(back[:-1]) >= 0).all() and (back[:-1] > 0).all() and back[-1] == 0
    assert (np.abs(back - values) <= 0.045 * values + 0.0053).all()
    assert (decoded(coded(-values[None])) == -back).all()


def test_a_code_of_what_is_no_number_or_too_large():
    codes = coded(np.array([[np.nan, np.inf, -np.inf, 1e300]]))
    assert np.isnan(decoded(codes)[0, 0]) and (codes[0, 1:] - ORIGIN).tolist() == [LAST, -LAST, LAST]


def test_neighbouring_codes_are_neighbouring_bit_patterns():
    codes = np.arange(-128, 128) + ORIGIN
    assert (np.diff(codes.astype(np.float32).view(np.int32)) == 1).all()


@pytest.mark.parametrize(
    "iterates, numbers, room", [(1, 5, 10), (2, 5, 10), (301, 1, 100), (301, 1000, 9000), (50_000, 7, 100)]
)
def test_looks_go_from_the_first_to_the_last_iterate(iterates, numbers, room):
    looks = looked_at(iterates, numbers, room)
    assert looks[0] == 0 and looks[-1] == iterates - 1 and (np.diff(looks) > 0).all()
    assert len(looks) <= min(iterates, MOST) and len(looks) * numbers <= max(room, FEWEST * numbers)


@pytest.mark.parametrize("data, loss", TASKS)
def test_predictions_are_those_of_the_network_at_the_looks(data, loss):
    net, runs, view, made = network_scene(data, loss)
    header, tables = read_scene(made.to_bytes())
    part = header["data"]
    for run in runs:
        arrays = view.of_run(run.path)
        looks = arrays["looks"][:, 0].astype(int)
        if part["kind"] == "plane":
            exact = net.predict(run.path.theta[looks], grid(part))
            got = decoded(arrays["predicted"]).reshape(exact.shape)
            np.testing.assert_allclose(got, exact, rtol=0.05, atol=0.006)
            assert (np.sign(got) == np.sign(exact)).all()
        else:
            along = np.linspace(*part["x"]["range"], part["grid"][0])
            drawn = tables["data:row"][:, 0].astype(int) - 1
            x = np.concatenate([along, net.data.x[drawn, 0]])[:, None]
            exact = net.predict(run.path.theta[looks], x)
            np.testing.assert_allclose(arrays["predicted"], exact[:, 0], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("data, loss", [("moons", "cross_entropy"), ("curve", "squared")])
def test_test_rows_are_drawn_behind_the_others_and_rows_keep_their_numbers(data, loss):
    net, runs, view, made = network_scene(data, loss, row=5, hold_out=0.3)
    header, tables = read_scene(made.to_bytes())
    part, drawn = header["data"], view.drawn(None)
    assert part["test_drawn"] > 0 and len(tables["data:y"]) == part["drawn"] + part["test_drawn"]
    np.testing.assert_allclose(tables["data:x"][:, 0], drawn.x[:, 0], rtol=1e-6)
    if part["kind"] == "line":
        exact = net.predict(runs[0].path.theta[0], drawn.x)[0]
        got = view.of_run(runs[0].path)["predicted"][0, part["grid"][0] :]
        np.testing.assert_allclose(got, exact, rtol=1e-5, atol=1e-6)
    said, _ = view.at_rest(runs[1].path)
    assert said["rest"]["row"] == np.flatnonzero(~net.all_rows.test)[5] + 1
    assert said["rest"]["features"] == net.data.x[5].tolist()


def test_several_features_are_predictions_at_the_drawn_rows():
    x = np.random.default_rng(1).normal(size=(30, 3))
    net = gdviz.network((x, x @ [1.0, -2.0, 0.5]), hidden=(3,))
    view = NetworkView.of(Slice(net, (0, 1), net.start))
    path = gdviz.descend(net, "gd", steps=3)
    header, arrays = view.packed([path], ((0, 1), (0, 1)))
    assert header["kind"] == "points" and header["x"]["name"] == "actual y"
    rows = arrays["data:row"][:, 0].astype(int) - 1
    exact = net.predict(path.theta[-1], net.data.x[rows])[0]
    np.testing.assert_allclose(view.of_run(path)["predicted"][-1], exact, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("features", [1, 3])
def test_classes_over_any_number_of_features_are_those_of_the_slice(features):
    x = np.random.default_rng(0).normal(size=(40, features))
    net = gdviz.network((x, np.where(x.sum(1) > 0, "a", "b")), hidden=(3,), loss="cross_entropy", seed=1)
    path = gdviz.descend(net, "adam", steps=5)
    view = NetworkView.of(Slice(net, (0, 1), net.start), follow=5)
    header, arrays = view.packed([path], ((0, 1), (0, 1)))
    rows = arrays["data:row"][:, 0].astype(int) - 1
    places = grid(header)
    if features == 1:  # a point is as high as its class
        places = places[:, :1]
        assert header["held"] == [] and header["across"] == 1
        np.testing.assert_array_equal(arrays["data:y"][:, 0], net.data.y[rows])
    else:
        assert header["held"] == [["x3", pytest.approx(x[:, 2].mean()), True]]
        places = np.column_stack([places, np.full(len(places), x[:, 2].mean())])
        np.testing.assert_allclose(arrays["data:y"][:, 0], x[rows, 1], rtol=1e-6)
    exact = net.predict(path.theta[-1], places).ravel()
    got = decoded(view.of_run(path)["predicted"])[-1]
    np.testing.assert_allclose(got, exact, rtol=0.05, atol=0.006)
    still, at_rest = view.at_rest(path)
    assert still["rest"]["grid"] == [64, 64] and at_rest["rest:predicted"].size == 64 * 64
    assert view.of_run(path)["accuracy"][-1] == pytest.approx(net.accuracy(path.theta[-1:])[0])


def test_gradients_by_layer_and_dead_units_are_those_of_the_engine():
    net, runs, view, _ = network_scene(activation="relu", init="zeros")
    path = runs[0].path
    arrays = view.of_run(path)
    np.testing.assert_allclose(arrays["layers"], layer_norms(net, path.gradient), rtol=1e-6)
    np.testing.assert_allclose(arrays["norm"][:, 0], np.linalg.norm(path.gradient, axis=1), rtol=1e-6)
    first = np.concatenate(dead_units(net, path.theta[0]))
    assert arrays["dead"][0].tolist() == first.tolist() == [True] * 7


def test_the_run_in_focus_has_its_weights_and_what_its_units_compute():
    net, runs, view, _ = network_scene()
    path = runs[1].path
    columns, arrays = view.rows_of_run(path)
    assert columns == []
    looks = arrays["weight_looks"][:, 0].astype(int)
    np.testing.assert_allclose(decoded(arrays["weights"]), path.theta[looks], rtol=0.05, atol=0.006)
    looks = arrays["unit_looks"][:, 0].astype(int)
    header, _ = view.packed([path], ())
    across, upwards = header["network"]["unit_grid"]
    places = grid(header | {"grid": [across, upwards]})
    exact = np.concatenate(unit_outputs(net, path.theta[looks[-1]], places)[:-1])
    np.testing.assert_allclose(
        decoded(arrays["units"])[-1].reshape(exact.shape), exact, rtol=0.05, atol=0.006
    )


def test_the_step_at_rest_is_sent_exactly_with_the_passes_of_a_row():
    net, runs, view, made = network_scene(step=7, row=3)
    path = runs[1].path
    said, arrays = view.at_rest(path)
    header = said["rest"]
    assert (header["place"], header["row"]) == (7, 4)
    np.testing.assert_array_equal(arrays["rest:weights"][:, 0], path.theta[7].astype(np.float32))
    np.testing.assert_array_equal(arrays["rest:next"][:, 0], path.theta[8].astype(np.float32))
    np.testing.assert_array_equal(arrays["rest:gradient"][:, 0], path.gradient[7].astype(np.float32))
    exact = net.on([3]).data_part(path.theta[7:8])[1][0] / net.on([3]).scale
    delta, signal = header["deltas"][1], header["signals"][1]
    np.testing.assert_allclose(np.outer(delta, signal), net.unpack(exact)[1].weights, rtol=1e-9, atol=1e-12)
    assert any(part.startswith("rest:1") for part in made._parts(False))
    assert "rest:next" not in replace(view, follow=10**6).at_rest(path)[1]  # no step comes after the last one


@pytest.mark.parametrize("data, loss", TASKS)
def test_where_nothing_runs_the_start_is_sent_as_a_step_at_rest(data, loss):
    net, runs, view, made = network_scene(data, loss)
    assert "initial" not in made._parts(False)  # it is in the runs
    alone = Scene.of(made.objective, [], data=view, resolution=16)
    header, tables = read_scene(alone.to_bytes())
    said, arrays = view.at_start()
    path = runs[1].path
    at_first, of_run = replace(view, follow=0).at_rest(path)
    assert said == at_first and arrays.keys() == of_run.keys() - {"rest:next"}
    assert all((arrays[name] == of_run[name]).all() for name in arrays)
    assert header["initial"] == said and (tables["rest:weights"] == arrays["rest:weights"]).all()
    own = tuple(np.arange(net.dimension) / 7)
    np.testing.assert_array_equal(
        replace(view, start=own).at_start()[1]["rest:weights"][:, 0], np.float32(own)
    )
    assert replace(view, start=(np.inf, *own[1:])).at_start() is None


def test_the_picture_of_a_unit_over_one_feature_is_exact_at_rest():
    net, runs, view, _ = network_scene("curve", "squared")
    said, arrays = view.at_rest(runs[1].path)
    over = np.linspace(*range_of(net.data.x[:, 0]), said["rest"]["unit_grid"][0])[:, None]
    expected = np.concatenate(unit_outputs(net, runs[1].path.theta[7], over)[:-1])
    np.testing.assert_allclose(arrays["rest:units"], expected.T, rtol=1e-6, atol=1e-7)
    assert said["rest"]["exact_units"]
    assert view.model(view.drawn(None))[0]["network"]["unit_axes"] == list(net.data.features)


def test_without_a_step_at_rest_none_is_told():
    _, runs, view, made = network_scene(step=None)
    assert view.at_rest(runs[0].path) is None
    assert not any(part.startswith("rest") for part in made._parts(False))


def test_the_arithmetic_is_that_of_the_two_weights_in_the_picture():
    _, runs, _, made = network_scene()
    header, arrays = read_scene(made.to_bytes())
    shapes = {q["key"]: q["shape"] for q in header["competitors"][1]["quantities"]}
    assert shapes["m"] == [2] and shapes["v"] == [2]
    np.testing.assert_allclose(arrays["q:1:m"], runs[1].path.quantities["m"][:, [0, 2]], rtol=1e-6)


@pytest.mark.parametrize("plane", [False, True])
@pytest.mark.parametrize("parameter", [None, 0, 18, 29])
def test_the_arithmetic_of_any_weight_or_bias_is_the_run_s(plane, parameter):
    net, runs, view, _ = network_scene()
    shown = gdviz.plane(net, "random", seed=1) if plane else view.part
    view = NetworkView.of(shown, follow=7, parameter=parameter)
    header, arrays = read_scene(Scene.of(shown, runs, focus=1, data=view, resolution=16).to_bytes())
    told = [parameter] if parameter is not None else [0, 1] if plane else [0, 2]
    assert header["data"]["told"] == told
    path = runs[1].path
    sent = {q["key"]: q["shape"] for q in header["competitors"][1]["quantities"]}
    assert {"g", "m", "v"} <= sent.keys()
    for key in sent:
        exact = path.quantities[key]
        np.testing.assert_allclose(arrays[f"q:1:{key}"], exact[:, told], rtol=1e-6, err_msg=key)
    # where the run lies says two weights of the picture, and no others: of arrows, too
    others = plane or parameter is not None
    assert ("full:1" in arrays) == ("a:1:momentum_term" in arrays) == others
    if others:
        np.testing.assert_allclose(arrays["full:1"], path.theta[:, told], rtol=1e-6)
        arrow = shown.components_of(path.quantities["momentum_term"])
        np.testing.assert_allclose(arrays["a:1:momentum_term"], arrow, rtol=1e-5, atol=1e-9)


@pytest.mark.parametrize("data, loss", TASKS)
@pytest.mark.parametrize("hidden, inputs", [((8, 8), ("x",)), ((16, 16, 16), INPUTS)])
def test_a_change_stays_small_whatever_the_number_of_weights(data, loss, hidden, inputs):
    kinds = [kind for kind in inputs if data != "curve" or kind != "xy"]
    *_, made = network_scene(
        data, loss, steps=300, step=150, slugs=("gd", "momentum", "adam"), hidden=hidden, inputs=kinds
    )
    assert len(made.to_bytes()) <= LARGEST


def test_what_cannot_be_shown_is_refused_in_one_sentence():
    net = gdviz.network("moons", hidden=(2,), loss="cross_entropy")
    shown = Slice(net, (0, 1), net.start)
    with pytest.raises(ValueError, match=r"row must be a whole number from 0 to \d+, not -1"):
        NetworkView.of(shown, row=-1)
    with pytest.raises(ValueError, match=r"parameter must be from 0 to \d+, not 99"):
        NetworkView.of(shown, parameter=99)
    with pytest.raises(ValueError, match="must be a part of a network's loss"):
        NetworkView.of(net)
    with pytest.raises(ValueError, match="must be a part of a network's loss"):
        NetworkView.of(Slice(gdviz.data_loss("line")))
    with pytest.raises(ValueError, match="must be a loss over data"):
        DataView.of(net)
    view, path = NetworkView.of(shown), gdviz.descend("booth", "gd", steps=2)
    with pytest.raises(ValueError, match="every path must have the"):
        view.packed([path], ())


def test_gdviz_show_plays_a_network_at_rest_at_its_end():
    net = gdviz.network("moons", hidden=(3,), loss="cross_entropy", seed=1)
    scene = gdviz.show(net, ["gd", "adam"], steps=15, stop=None)
    header, _ = read_scene(scene.to_bytes())
    assert header["data"]["network"]["sizes"] == [2, 3, 1]
    assert header["competitors"][1]["rest"]["place"] == 15
    assert gdviz.show(net, "adam", plane="pca", steps=15, stop=None).objective.names == ("PC1", "PC2")
    three = np.random.default_rng(0).normal(size=(12, 3))
    wide = gdviz.network((three, np.where(three[:, 0] > 0, "a", "b")), loss="cross_entropy")
    assert gdviz.show(wide, "gd", steps=2).data.kind == "plane"
