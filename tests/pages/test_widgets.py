"""What a widget shows is what is run, whatever the browser sends: brothers of each fault that was found once."""

from __future__ import annotations

import pytest

import gdviz
from gdviz.ui import state
from gdviz.ui.address import from_query, to_query
from gdviz.ui.pages import PAGES
from gdviz.ui.race import picker
from gdviz.ui.runs import races
from gdviz.ui.spec.option import options
from gdviz.ui.spec.spec import Spec
from gdviz.ui.spec.values import read_typed, short_text
from gdviz.ui.widgets import fields
from gdviz.ui.widgets.binding import KEYS
from gdviz.ui.widgets.entry import title
from tests.pages.data_page import link, named, opened, refusals, unfolded
from tests.pages.data_page import shown as scene
from tests.pages.test_loss_surface import opened as opened_surface


def test_another_feature_leaves_no_label_behind() -> None:
    at = unfolded(opened("classification", {"data": "iris"}), "columns")
    before = at._tree.get_widget_states()
    named(at.sidebar.multiselect, "Features").set_value(["sepal_length", "petal_width"]).run()
    names = scene(at)[0]["names"]
    for label in ("Across", "Upwards"):
        box = named(at.sidebar.selectbox, label)
        assert (
            isinstance(box.value, int) and box.options[box.value] == names[("Across", "Upwards").index(label)]
        )
    at = at._run(before)  # a browser that has not heard of the change yet
    named(at.sidebar.selectbox, "Upwards").select(2).run()
    assert scene(at)[0]["names"][1] == named(at.sidebar.selectbox, "Upwards").options[2]


def test_an_uploaded_table_leaves_every_other_choice() -> None:
    at = opened(
        "regression",
        {"loss": "huber", "penalty": "l2", "average": "sum", "opt": "adam,gd", "schedule": "cosine"},
    )
    named(at.sidebar.selectbox, "Data").select("csv").run()
    named(at.sidebar.text_area, "or paste the table").set_value(
        "weight;height\n1;2,5\n2;3,5\n3;4\n4;5,5\n"
    ).run()
    assert scene(at)[0]["data"]["rows"] == 4
    for label, value in (
        ("Data", "csv"),
        ("Loss of a row", "huber"),
        ("Penalty", "l2"),
        ("Learning-rate schedule", "cosine"),
    ):
        assert named(at.sidebar.selectbox, label).value == value
    assert named(at.sidebar.multiselect, "Optimizers").value == ["adam", "gd"]


OPTIONS = options(Spec)


@pytest.mark.parametrize("name", [n for n, o in OPTIONS.items() if o.off and n != "batch"])
def test_what_may_be_off_can_be_emptied_again(name: str) -> None:
    o = OPTIONS[name]
    at = unfolded(opened_surface(), "more")
    usual = link(at)
    for text in ("3", "", "2", "  "):
        named(at.sidebar.text_input, o.label).set_value(text).run()
        expected = {o.link: text} if text.strip() else {o.link: "off"} if o.field == "stop_gradient" else {}
        assert link(at) == usual | expected
        assert named(at.sidebar.text_input, o.label).value.strip() == text.strip()


def test_what_a_session_remembers_of_widgets_does_not_grow_with_its_changes() -> None:
    at, keys = opened_surface({"opt": "gd"}), set()
    for k in range(3 * KEYS):
        named(at.sidebar.text_input, "Learning rate, typed").set_value(f"{k + 1}e-5").run()
        slider = named(at.sidebar.select_slider, "Learning rate")
        assert slider.value == float(f"{k + 1}e-5")
        keys.add(slider.key)
    assert 1 < len(keys) <= KEYS


def test_sessions_share_the_labels_of_their_options() -> None:
    labelled = [
        fields._labelled(list(gdviz.surfaces), lambda s: title(gdviz.surfaces[s]))[1] for _ in range(2)
    ]
    assert all(a is b for a, b in zip(*labelled, strict=True))


@pytest.mark.parametrize("word", ["good", "problem", "table", "lr", "opt", "shown"])
def test_parameters_of_one_s_own_may_be_called_like_anything(word: str) -> None:
    at = opened_surface(
        {"opt": "own", "own": f"param {word} = 0.5 from 0 to 1\ntheta = theta - lr*{word}*g"}
        if word != "lr"
        else {"f": "param lr = 1 from 0 to 2\nlr*x^2 + y^2"}
    )
    for value in (0.25, 0.75):
        named(at.sidebar.slider, word).set_value(value).run()
        assert float(link(at)[f"own.{word}" if word != "lr" else "surface.lr"]) == value
    scene(at)


def test_a_slider_and_its_field_never_show_different_numbers() -> None:
    at = opened_surface({"opt": "gd", "gd.lr": "0.0012345678", "surface.b": "12.3456"})
    field, slider = (
        named(at.sidebar.text_input, "Learning rate, typed"),
        named(at.sidebar.select_slider, "Learning rate"),
    )
    assert read_typed(field.value) == slider.value == 0.0012345678 and field.value in slider.options
    assert named(at.sidebar.select_slider, "b").value == 12.3456
    field.set_value("0,05").run()
    assert named(at.sidebar.select_slider, "Learning rate").value == 0.05 and link(at)["gd.lr"] == "0.05"
    named(at.sidebar.select_slider, "Learning rate").set_value(0.001).run()
    assert read_typed(named(at.sidebar.text_input, "Learning rate, typed").value) == 0.001
    named(at.sidebar.text_input, "Learning rate, typed").set_value("").run()
    assert "gd.lr" not in link(at)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0,05", 0.05), (".5", 0.5), ("5.", 5), ("1e-3", 1e-3), ("−2", -2), (" 7 ", 7), ("0,005", 0.005)],
)
def test_how_numbers_are_typed(text: str, value: float) -> None:
    assert read_typed(text) == value and read_typed(short_text(value)) == value


@pytest.mark.parametrize(
    "text",
    ["1,000", "1.000,5", "1 000", "1/2", "0x10", "nan", "inf", "1e400", "٣", "1" * 100, "", "1e", ",", "5%"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_typed(text)


def test_labels_of_one_field_are_different() -> None:
    """A field finds an option by its label."""
    for registry in (gdviz.surfaces, gdviz.datasets, gdviz.losses, gdviz.penalties):
        assert len({title(e) for e in registry.values()}) == len(registry)
    assert len({picker.dated(e) for e in gdviz.optimizers.values()}) == len(gdviz.optimizers)
    assert len({e.name for e in gdviz.schedules.values()}) == len(gdviz.schedules)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("classification", {"d": "x1 = u1\nx2 = u2\ny = where(x1 > x2, 1, 0)", "loss": "squared"}),
        ("regression", {"loss": "softmax"}),
        ("regression", {"loss": "hinge"}),
        ("classification", {"loss": "huber"}),
        ("regression", {"d": "x = u1\ny = where(x > 0.5, 1, 0)", "loss": "hinge"}),
    ],
)
def test_a_loss_of_the_other_page_is_told(page: str, query: dict[str, str]) -> None:
    at = opened(page, query)
    scene(at)
    assert any("was left out" in w.value for w in at.warning)
    assert named(at.sidebar.selectbox, "Loss of a row").value == PAGES[page].default.problem.loss.slug  # type: ignore[union-attr]


def test_no_optimizer_travels_in_a_link() -> None:
    at = opened_surface()
    named(at.sidebar.multiselect, "Optimizers").set_value([]).run()
    assert link(at) == {"opt": "none"} and scene(opened_surface(link(at)))[0]["competitors"] == []


def test_what_a_link_s_broken_part_says_is_true() -> None:
    spec, told = from_query({"opt": "gd,adamm,adam", "surface": "himmelblau"}, PAGES["surface"].default)
    assert [e.optimizer.slug for e in spec.entrants] == ["gd", "adam"]
    assert len(told) == 1 and "'adamm'" in told[0] and "left out" in told[0] and "default" not in told[0]
    spec, told = from_query({"opt": "adamm"}, PAGES["surface"].default)
    assert spec.entrants == PAGES["surface"].default.entrants and "usual ones run" in told[-1]


def test_a_thousand_unknown_keys_are_one_sentence() -> None:
    query = {f"k{i}": "1" for i in range(500)} | {f"surface.q{i}": "1" for i in range(500)} | {"steps": "7"}
    spec, told = from_query(query, PAGES["surface"].default)
    assert (
        to_query(spec, PAGES["surface"].default) == {"steps": "7"}
        and len(told) <= 6
        and "990 more" in told[-1]
        and len(told[-1]) < 400
    )


def test_a_choice_that_cannot_be_drawn_leaves_the_sidebar_and_the_last_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:

    at = opened("regression", {"data": "cars"})
    before, whole = scene(at)[0]["run"], races.check

    def refuse(spec: object) -> None:
        if getattr(spec, "steps", 0) == 77:
            raise ValueError("seventy-seven is too many")
        whole(spec)  # type: ignore[arg-type]

    monkeypatch.setattr(races, "check", refuse)
    named(at.sidebar.text_input, "Steps").set_value("77").run()
    assert scene(at)[0]["run"] == before and not refusals(at)
    assert any("seventy-seven is too many" in e.value for e in at.error)
    named(at.sidebar.text_input, "Steps").set_value("50").run()
    assert not at.error and link(at)["steps"] == "50" and scene(at)[0]["run"] != before


@pytest.fixture
def led_back(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were open when something came late. AppTest knows no other page when a widget calls back."""
    pages: list[str] = []
    monkeypatch.setattr(state, "lead_back", pages.append)
    return pages


def test_what_a_left_page_sends_late_is_no_choice_of_the_page_that_is_open(led_back: list[str]) -> None:
    """A browser may ask for another page first and then send what was typed on the one before, as a run of that page."""
    at = opened_surface({"surface": "himmelblau", "opt": "gd,adam", "steps": "77"})
    named(at.sidebar.text_input, "Steps").set_value("88")
    late = at._tree.get_widget_states()
    at.query_params.clear()
    at.switch_page("pages/linear_regression.py").run()
    before = scene(at)[0]["run"]
    at.query_params["surface"], at.query_params["opt"], at.query_params["steps"] = (
        "himmelblau",
        "gd,adam",
        "77",
    )
    at.switch_page("pages/loss_surface.py")
    at = at._run(late)
    assert set(led_back) == {"regression"}  # where the visitor wanted to be
    at.query_params.clear()
    at.switch_page("pages/linear_regression.py").run()
    assert scene(at)[0]["run"] == before
    assert named(at.sidebar.multiselect, "Optimizers").value == ["gd", "momentum", "adam"]
    at.query_params.clear()
    at.switch_page("pages/loss_surface.py").run()
    assert scene(at)[0]["title"] == "Himmelblau" and named(at.sidebar.multiselect, "Optimizers").value == [
        "gd",
        "adam",
    ]


def test_a_scene_that_a_lagging_browser_still_marks_is_not_opened_again() -> None:
    at = opened("regression")
    named(at.button_group, "Scenes").set_value(next(iter(PAGES["regression"].scenes))).run()
    lagging = at._tree.get_widget_states()
    named(at.sidebar.text_input, "Steps").set_value("33").run()
    at.sidebar.button[0].click().run()
    kept = link(at)
    at = at._run(lagging)
    scene(at)
    assert kept["steps"] == "33" and {k: v for k, v in link(at).items() if k != "steps"} == {
        k: v for k, v in kept.items() if k != "steps"
    }


def test_a_scene_of_a_page_that_was_left_is_no_choice_of_the_page_that_is_open(led_back: list[str]) -> None:
    at = opened("classification", {"data": "blobs", "steps": "9"})
    held = at.session_state["memory:classification"]["choices"].copy()
    at.session_state["page"] = "regression"  # the visitor has gone there
    at.session_state["script"] = "of regression"
    named(at.button_group, "Scenes").set_value("Three classes")
    states = at._tree.get_widget_states()
    at._run(states)
    assert set(led_back) == {"regression"}
    assert at.session_state["memory:classification"]["choices"] == held
    assert "memory:regression" not in at.session_state or not at.session_state["memory:regression"].get(
        "choices"
    )


def test_parts_of_a_link_that_need_each_other_are_read_together() -> None:
    """The loss is no finite number on the usual features, and is one on those of the link."""
    query = {"data.apart": "4", "degree": "7", "l": "1e308*(z-y)^2"}
    assert from_query({"l": query["l"]}, PAGES["classification"].default)[1]
    spec, told = from_query(query, PAGES["classification"].default)
    assert not told and to_query(spec, PAGES["classification"].default) == query
