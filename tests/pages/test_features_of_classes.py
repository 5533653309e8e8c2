"""Classes over any number of features: which two the picture is over, where the others are held, and links."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import read_table, unit_outputs
from gdviz.player.scene.data.pictures import range_of
from gdviz.player.scene.network.pictures import unit_places
from gdviz.player.scene.tabled.codes import decoded
from gdviz.player.scene.wire import read_scene
from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.problems.fit.objective import across_of, objective_of
from gdviz.ui.problems.network.objective import objective_of as network_of
from gdviz.ui.runs import arguments, pictures
from gdviz.ui.widgets import markdown
from tests.pages.data_page import captions, link, named, opened, refusals, shown, unfolded
from tests.pages.hand_page import after, moved

FOUR = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
IRIS = {"data": "iris", "x": ",".join(FOUR), "loss": "softmax"}
FIRST = PAGES["classification"].first_shown


def field(at: Any, name: str) -> Any:
    return named(at.sidebar.text_input, f"{markdown.escape(name)} held at")


def said(at: Any) -> str:
    return captions(at).replace("\\", "")


def held(at: Any) -> dict[str, float]:
    return {name: value for name, value, _ in shown(at)[0]["data"]["held"]}


def test_features_are_picked_put_on_the_axes_and_held() -> None:
    at = opened("classification", {"data": "iris", "loss": "softmax"})
    unfolded(at, "columns")
    assert not [s for s in at.sidebar.selectbox if s.label == "Feature across"]
    named(at.sidebar.multiselect, "Features").set_value(FOUR).run()
    fit = gdviz.data_loss("iris", "softmax", features=FOUR)
    means = dict(zip(FOUR, fit.data.x.mean(0), strict=True))
    assert held(at) == pytest.approx({name: means[name] for name in FOUR[2:]})
    assert "petal_length = 3.758 (mean), petal_width = 1.199 (mean)" in said(at)
    paths = shown(at)[1]["loss:0"]
    named(at.sidebar.selectbox, "Feature across").select("petal_width").run()
    named(at.sidebar.selectbox, "Feature upwards").select("petal_width").run()  # they change places
    header = shown(at)[0]["data"]
    assert (header["x"]["name"], header["y"]["name"]) == ("sepal_width", "petal_width")
    field(at, "sepal_length").set_value("6,5").run()
    assert held(at) == pytest.approx({"sepal_length": 6.5, "petal_length": means["petal_length"]})
    assert "sepal_length = 6.5, petal_length = 3.758 (mean)" in said(at)
    np.testing.assert_array_equal(shown(at)[1]["loss:0"], paths)  # the run does not depend on the picture
    query = link(at)
    assert query["picture"] == "sepal_width,petal_width" and query["held"] == "sepal_length:6.5"
    field(at, "sepal_length").set_value("").run()
    assert "held" not in link(at)
    named(at.sidebar.multiselect, "Features").set_value(FOUR[:2]).run()
    assert "picture" not in link(at) and refusals(at) == "" and shown(at)[0]["data"]["held"] == []


def test_what_is_typed_wrong_stays_out_in_one_sentence() -> None:
    at = opened("classification", IRIS)
    field(at, "petal_width").set_value("wide").run()
    assert not at.exception and "is not a number" in refusals(at) and "held" not in link(at)


def test_a_link_comes_back_and_its_runs_are_those_of_any_other_picture() -> None:
    query = {**IRIS, "picture": "petal_width,sepal_length", "held": "sepal_width:3.1,petal_length:4.25"}
    spec, complaints = from_query(query, FIRST)
    assert complaints == [] and to_query(spec, FIRST) == query
    assert spec.problem.held == (("sepal_width", 3.1), ("petal_length", 4.25))
    plain, _ = from_query(IRIS, FIRST)
    assert objective_of(spec.problem) is objective_of(plain.problem)
    a, b = (arguments.key_of_run(s, s.entrants[0], 10)[0] for s in (spec, plain))
    assert a == b and spec != plain


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({**IRIS, "picture": "stem,leaf"}, "stem is no feature of the fit"),
        ({**IRIS, "picture": ",".join(FOUR[:3])}, "over two different features"),
        ({**IRIS, "held": "stem:1"}, "stem is no feature of the fit"),
        ({**IRIS, "held": "petal_width"}, "pairs such as name:1.5"),
        ({**IRIS, "held": "petal_width:nan"}, "number"),
        ({**IRIS, "held": ",,"}, "names no column"),
    ],
)
def test_a_link_that_cannot_be_used_is_complained_of(query: dict[str, str], says: str) -> None:
    spec, complaints = from_query(query, FIRST)
    assert len(complaints) == 1 and says in complaints[0]
    assert spec == from_query(IRIS, FIRST)[0]


def test_numbers_have_no_picture_over_chosen_features() -> None:
    _, complaints = from_query({"data": "cars", "picture": "wt,hp"}, PAGES["regression"].first_shown)
    assert len(complaints) == 1 and "only the picture of classes" in complaints[0]


TABLE = "u;v;w;kind\n" + "\n".join(f"{i % 5};{i * i % 7};{i % 3};{'pq'[i % 5 > 2]}" for i in range(20))
TEXT = "param a = 1 from 0 to 5; param b = 2 from 0 to 5; a*u - b*v*w"


def test_a_formula_of_classes_is_drawn_over_the_features_that_are_chosen() -> None:
    at = opened("classification", {"problem": "formula"})
    at = named(at.sidebar.selectbox, "Data").select("csv").run()
    at = named(at.sidebar.text_area, "or paste the table").set_value(TABLE).run()
    at = named(at.sidebar.text_area, "z =").set_value(TEXT).run()
    assert "w = 0.95 (mean)" in said(at)
    named(at.sidebar.selectbox, "Feature upwards").select("w").run()
    field(at, "v").set_value("3").run()
    header, arrays = shown(at)
    data = header["data"]
    assert (data["x"]["name"], data["y"]["name"], data["held"]) == ("u", "w", [["v", 3.0, False]])
    u, w = (g.ravel() for g in np.meshgrid(*(np.linspace(*data[s]["range"], data["grid"][0]) for s in "xy")))
    np.testing.assert_allclose(decoded(arrays["predicted:0"])[0], u - 6 * w, rtol=0.05, atol=0.01)
    assert link(at)["picture"] == "u,w" and link(at)["held"] == "v:3"
    again = opened("classification", link(at))
    assert again.warning == [] and shown(again)[0]["run"] == header["run"]
    at = named(at.sidebar.text_area, "z =").set_value("param a = 1 from 0 to 5; a*u - w").run()  # no v
    assert shown(at)[0]["data"]["held"] == [] and not {"held"} & {*link(at)} and refusals(at) == ""


def test_a_network_is_drawn_over_them_with_its_units() -> None:
    query = {"data": "iris", "x": ",".join(FOUR), "hidden": "3", "picture": "petal_width,sepal_length"}
    spec, complaints = from_query(
        query | {"held": "sepal_width:3.1", "steps": "5"}, PAGES["network"].first_shown
    )
    assert complaints == []
    header, arrays = read_scene(pictures.scene_bytes(spec, "adam")[0])
    data, net = header["data"], network_of(spec.problem)
    assert (data["x"]["name"], data["y"]["name"]) == ("petal_width", "sepal_length")
    assert data["held"][0] == ["sepal_width", 3.1, False] and len(data["held"]) == 2
    places = np.tile(net.data.x.mean(0), (data["grid"][0] ** 2, 1))
    grid = np.meshgrid(*(np.linspace(*data[side]["range"], data["grid"][0]) for side in "xy"))
    places[:, 3], places[:, 0], places[:, 1] = grid[0].ravel(), grid[1].ravel(), 3.1
    scores = net.predict(net.start, places).ravel()
    np.testing.assert_allclose(decoded(arrays["predicted:0"])[0], scores, rtol=0.05, atol=0.01)
    units = unit_outputs(net, np.array(net.start), unit_places(net, 8, 5, across_of(spec.problem, net)).x)[0]
    corner = net.data.x.mean(0).copy()
    corner[[3, 0, 1]] = [range_of(net.data.x[:, 3])[0], range_of(net.data.x[:, 0])[0], 3.1]
    np.testing.assert_allclose(units[:, 0], unit_outputs(net, np.array(net.start), corner[None])[0][:, 0])


def point(operation: str, **more: Any) -> dict[str, Any]:
    return {"point": {"op": operation, "settled": True, **more}}


def test_a_point_is_moved_by_the_features_that_are_drawn_and_added_in_the_slice() -> None:
    query = {**IRIS, "picture": "petal_width,sepal_length", "held": "sepal_width:3.1"}
    before, drag, add = after(
        moved(7, settled=True, x=1.5, y=6.25), point("add", x=1.0, y=5.0, label=2), query=query,
        row="classification",
    )  # fmt: skip
    x, then = before["objective"].data.x, drag["objective"].data.x
    assert drag["refused"] == {} and add["refused"] == {}
    np.testing.assert_allclose(then[6], [6.25, x[6, 1], x[6, 2], 1.5])
    np.testing.assert_array_equal(np.delete(then, 6, 0), np.delete(x, 6, 0))
    new = add["objective"].data
    assert new.rows == 151 and new.classes[int(new.y[-1])] == "virginica"
    np.testing.assert_allclose(new.x[-1], [5.0, 3.1, then[:, 2].mean(), 1.0])
    assert add["fit"].across == ("petal_width", "sepal_length") and add["fit"].held == (("sepal_width", 3.1),)


def test_over_one_feature_points_move_sideways_only() -> None:
    table = read_table("a,kind\n1,p\n2,p\n3,q\n4,q\n2.5,q")
    query = {"loss": "hinge"}
    before, drag, add = after(
        moved(2, settled=True, x=2.25, y=0.7), point("add", x=3.5, y=0, label=0), query=query,
        row="classification", table=table, picked={"features.csv": ["a"]},
    )  # fmt: skip
    assert before["header"]["kind"] == "plane"
    assert drag["objective"].data.x[:, 0].tolist() == [1, 2.25, 3, 4, 2.5] and drag["refused"] == {}
    assert add["objective"].data.y.tolist() == [0, 0, 1, 1, 1, 0]
