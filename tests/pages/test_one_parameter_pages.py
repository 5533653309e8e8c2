"""Pages of one parameter: the curve is drawn, its controls are there, and coming and going from two loses nothing."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from tests.pages import data_page, test_loss_surface
from tests.pages.data_page import link, named, shown, unfolded

CURVES = sorted(slug for slug, s in gdviz.surfaces.items() if s.dimension == 1)
THROUGH_ORIGIN = gdviz.data_loss("line", intercept=False)


def labels(at: AppTest) -> list[str]:
    return (
        [w.label for w in at.sidebar.text_input]
        + [w.label for w in at.sidebar.number_input]
        + [w.label for w in at.sidebar.selectbox]
    )


def field(at: AppTest, label: str) -> AppTest:
    return named([*at.sidebar.text_input, *at.sidebar.number_input], label)


def test_a_regression_through_the_origin_is_a_curve_over_the_slope() -> None:
    at = unfolded(data_page.opened("regression", {"intercept": "0"}), "more")
    header, arrays = shown(at)
    assert header["names"] == ["slope"] and header["data"]["kind"] == "line" and header["data"]["axes"] == [0]
    np.testing.assert_array_equal(
        arrays["theta:0"], gdviz.descend(THROUGH_ORIGIN, "gd", steps=200).theta.astype(np.float32)
    )
    assert {"Start slope", "slope from", "slope to"} <= set(labels(at))
    assert not {"Across", "Upwards", "Start intercept", "intercept from"} & set(labels(at))
    for tab in ("Fit", "Formulas", "Share"):
        at.session_state["tab"] = tab
        assert not at.run().exception, tab


def test_a_random_start_and_a_window_of_one_parameter_are_in_the_link() -> None:
    at = unfolded(data_page.opened("regression", {"intercept": "0", "window": "-1,3"}), "more")
    assert shown(at)[0]["surface"]["x"] == [-1, 3]
    for kind in ("uniform", "normal"):
        at.sidebar.button(key=f"random-{kind}").click().run()
        ((lo, hi),) = THROUGH_ORIGIN.domain
        assert lo <= float(link(at)["start"]) <= hi
    named(at.sidebar.button, "Back to the data's own window").click().run()
    assert "window" not in link(at) and shown(at)[0]["surface"]["x"] == list(THROUGH_ORIGIN.domain[0])


def test_the_intercept_off_and_on_again() -> None:
    """Each picture has its own window; nothing of the one is taken for the other's."""
    at = unfolded(data_page.opened("regression", {"window": "0,3,-1,2", "start": "1,1"}), "columns")
    named(at.sidebar.toggle, "Intercept").set_value(False).run()
    header = shown(at)[0]
    assert header["names"] == ["slope"] and header["surface"]["x"] == list(THROUGH_ORIGIN.domain[0])
    assert link(at) == {"intercept": "0"}
    named(at.sidebar.toggle, "Intercept").set_value(True).run()
    header = shown(at)[0]
    assert (
        header["names"] == ["slope", "intercept"]
        and header["surface"]["y"] == [-1, 2]
        and header["start"] == [1, 1]
    )


def test_an_own_table_of_two_columns_without_an_intercept() -> None:
    at = unfolded(data_page.opened("regression", {"intercept": "0"}), "columns")
    named(at.sidebar.selectbox, "Data").select("csv").run()
    named(at.sidebar.text_area, "or paste the table").set_value("a;b\n1;2\n2;4,1\n3;5,9").run()
    at = unfolded(at, "columns")
    named(at.sidebar.toggle, "Intercept").set_value(False).run()
    header = shown(at)[0]
    assert header["names"] == ["slope"] and header["minima"][0][0] == pytest.approx(27.9 / 14)


def test_an_own_text_goes_from_a_curve_to_a_surface_and_back() -> None:
    at = unfolded(test_loss_surface.opened({"f": "x^4-3x^2+x", "window": "-2,2", "start": "1.5"}), "more")
    assert shown(at)[0]["names"] == ["x"] and any("drawn as a curve" in c.value for c in at.sidebar.caption)
    assert {"Start x", "x from", "x to"} <= set(labels(at)) and not {"Start y", "y from"} & set(labels(at))
    named(at.sidebar.text_input, "f(x, y) =").set_value("x^4 + y^2").run()
    assert shown(at)[0]["names"] == ["x", "y"] and "window" not in link(at)
    named(at.sidebar.text_input, "f(x, y) =").set_value("y^2").run()
    assert shown(at)[0]["names"] == ["x", "y"] and any("reads y alone" in c.value for c in at.sidebar.caption)
    named(at.sidebar.text_input, "f(x, y) =").set_value("x^2").run()
    assert shown(at)[0]["names"] == ["x"] and link(at)["window"] == "-2,2"


def test_an_old_link_of_a_text_that_reads_x_alone() -> None:
    at = test_loss_surface.opened({"f": "x^2", "window": "-1,1,-2,2", "start": "0.5,1"})
    header = shown(at)[0]
    assert header["names"] == ["x"] and header["surface"]["x"] == [-1, 1] and header["start"] == [0.5]
    assert len(at.warning) == 2 and all("x is the only one here" in w.value for w in at.warning)


@pytest.mark.quick(4)
@pytest.mark.parametrize("slug", CURVES)
def test_every_curve_opens_on_the_page(slug: str) -> None:
    at = test_loss_surface.opened({"surface": slug})
    header, arrays = shown(at)
    assert header["names"] == ["x"] and header["title"] == gdviz.surfaces[slug].name and not at.warning
    np.testing.assert_array_equal(arrays["theta:2"], gdviz.descend(slug, "adam").theta.astype(np.float32))
