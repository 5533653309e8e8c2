"""A text of one's own: one line is run while it is typed, several lines by a switch; what is unfinished is told quietly."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.test_loss_surface import link, named, opened, shown, written

LABELS = {"f(x, y) =": {"f": "x^2 + y^2"}, "Rate of step t (lr, t, T, f, g)": {"rate": "lr/t", "opt": "gd"}}


def refusals(at: AppTest) -> list[str]:
    return [h.proto.body for h in at.get("html") if 'class="gd-refusal"' in h.proto.body]


@pytest.mark.parametrize("label", LABELS)
def test_one_line_is_run_while_it_is_typed(label: str) -> None:
    at = opened(LABELS[label])
    field = named(at.sidebar.text_input, label)
    assert field.proto.live_debounce_ms == 200
    before = field.key
    field.set_value(field.value + " +").run()
    (told,) = refusals(at)
    assert 'role="status"' in told  # a screen reader does not break in
    assert named(at.sidebar.text_input, label).key == before  # the same field: the hand keeps it


def test_the_last_picture_stays_while_a_text_is_unfinished() -> None:
    at = opened({"f": "x^2 + y^2"})
    before = shown(at)[0]["surface"]["id"]
    for text in ("x^2 + ", "x^2 + 3", "x^2 + 3*", "x^2 + 3*y^"):
        named(at.sidebar.text_input, "f(x, y) =").set_value(text).run()
        if refusals(at):
            assert link(at)["f"] in ("x^2 + y^2", "x^2 + 3")
    assert shown(at)[0]["surface"]["id"] != before  # that of x^2 + 3, the last one that could be drawn
    named(at.sidebar.text_input, "f(x, y) =").set_value("x^2 + 3*y^2").run()
    assert not refusals(at) and link(at)["f"] == "x^2 + 3*y^2"


def test_several_lines_by_a_switch_and_back() -> None:
    at = opened({"f": "x^2 + y^2"})
    named(at.sidebar.toggle, "Several lines").set_value(True).run()
    area = named(at.sidebar.text_area, "f(x, y) =")
    assert area.value == "x^2 + y^2"
    area.set_value("param a = 2 from 0 to 5\nx^2 + a*y^2").run()
    assert named(at.sidebar.toggle, "Several lines").proto.disabled  # one line cannot hold it
    named(at.sidebar.text_area, "f(x, y) =").set_value("x^2 + 2y^2").run()
    assert named(at.sidebar.text_area, "f(x, y) =")  # not under the hand
    named(at.sidebar.toggle, "Several lines").set_value(False).run()
    assert named(at.sidebar.text_input, "f(x, y) =").value == "x^2 + 2y^2"


def test_a_text_of_several_lines_from_a_link() -> None:
    at = opened({"f": "a = x + y\na^2"})
    assert named(at.sidebar.text_area, "f(x, y) =") and named(at.sidebar.toggle, "Several lines").value
    assert written(at, "f(x, y)").value == "a = x + y\na^2"
