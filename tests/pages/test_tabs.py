"""The tabs below the player through AppTest: who won, the steps, the data as a table."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import gdviz
from gdviz.engine import Table
from gdviz.ui.widgets import tables
from tests.pages.data_page import ROOT, link, opened

OWN = "# Momentum\ntheta = theta - lr*g"


def tab(at: AppTest, name: str) -> AppTest:
    at.session_state["tab"] = name
    return at.run()


def html(at: AppTest) -> str:
    return " ".join(h.proto.body for h in at.get("html"))


def test_the_result_says_first_who_won() -> None:
    at = opened("regression")
    assert 'role="status"><b>Lowest final loss: ' in html(at)
    assert "Lowest" not in html(opened("regression", {"ascent": "1", "steps": "5"}))


def test_a_column_in_which_all_is_unknown_is_left_out_and_the_caption_says_so() -> None:
    for query, known in (({}, True), ({"problem": "formula"}, False)):
        at = opened("regression", query)
        body = next(h.proto.body for h in at.get("html") if "Final loss</th>" in h.proto.body)
        table, said = body.split("<table>")[1].split("</table>")
        assert (">Distance</th>" in table) == ("Distance: from the end" in said) == known
        assert ("left out: Steps to 0.001, Distance." in said) == (not known) and "unknown" not in table
        heads, first = table.count("</th>"), table.split("</tr>")[1].count("</td>")
        assert heads == first == 12 - 2 * (not known)


def test_a_page_without_an_optimizer_says_above_the_player_what_to_do() -> None:
    for page in ("regression", "classification"):
        said = [c.value for c in opened(page, {"opt": "none"}).main.caption]
        assert sum("Pick an optimizer in the sidebar" in text for text in said) == 1
        assert "Pick an optimizer in" not in " ".join(c.value for c in opened(page).main.caption)


def test_a_name_cannot_be_markup_in_the_verdict() -> None:
    at = opened("regression", {"opt": "gd,own", "own": "# <img src=x> **a**\ntheta = theta - lr*g"})
    assert "img src=x a" in html(at) and "<img src=x" not in html(at)


def test_a_climb_seeks_no_minimum() -> None:
    assert "not sought" in html(opened("regression", {"ascent": "1", "steps": "5"}))
    assert "not sought" not in html(opened("regression"))


def test_the_steps_of_each_run_are_told_apart_even_where_two_have_one_name() -> None:
    at = tab(
        opened("regression", {"opt": "momentum,own", "own": OWN, "own.lr": "0.01", "steps": "7"}), "Steps"
    )
    pick = at.main.selectbox[0]
    assert pick.options == ["Momentum", "Momentum (2)"]
    for name, rule in (("Momentum", "momentum"), ("Momentum (2)", gdviz.optimizer(OWN))):
        at = pick.select(name).run()
        lr = 0.01 if rule != "momentum" else None
        path = gdviz.descend(gdviz.data_loss("line"), rule, steps=7, lr=lr)
        np.testing.assert_array_equal(at.dataframe[0].value["loss"], path.loss)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("regression", {}),
        ("regression", {"data": "cars"}),
        ("classification", {"data": "iris"}),
        ("regression", {"data": "line", "data.n": "300", "draw": "2"}),
    ],
)
def test_the_data_are_shown_as_they_are_fitted(page: str, query: dict[str, str]) -> None:
    at = tab(opened(page, query), "Table")
    slug = query.get("data", "line" if page == "regression" else "blobs")
    extra = {"n": 300} if "data.n" in query else {}
    table = gdviz.datasets[slug].table(int(query.get("draw", 0)), **extra)
    frame = at.dataframe[0].value
    assert list(frame.columns) == list(table.columns) and len(frame) == table.rows
    for name, column in table.columns.items():
        assert (
            frame[name].tolist() == pytest.approx(column.tolist(), nan_ok=True)
            if column.dtype.kind in "fiub"
            else frame[name].tolist() == column.tolist()
        )
    assert f"{table.rows} rows. The fit is of " in html(at)


def test_a_long_table_is_shown_in_part_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 10)
    at = tab(opened("regression"), "Table")
    assert len(at.dataframe[0].value) == 10 and any("first 10 of 60 rows" in c.value for c in at.caption)


@pytest.mark.parametrize("name", ["Table", "Fit", "Data", "Nonsense"])
def test_a_tab_that_another_page_had_does_no_harm(name: str) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    tab(at, name)
    assert not at.exception
    at.switch_page("pages/linear_regression.py").run()
    assert not at.exception


def test_what_the_link_leaves_out_is_said_of_a_link_that_leaves_it_out() -> None:
    at = opened("regression", {"opt": "gd,adam"})
    at.session_state["memory:regression"]["choices"]["focus"] = "gd"
    at = tab(at, "Share")
    said = " ".join(c.value for c in at.caption)
    assert set(link(at)) == {"opt"} and at.code[0].value.endswith("?opt=gd%2Cadam")
    assert "very same runs" in said and "Not in it: the step" in said and "whose arithmetic" in said


def test_a_table_that_is_too_large_for_the_link_is_said_to_be() -> None:
    at = opened("regression")
    rng = np.random.default_rng(0)
    table = Table("large", {n: rng.standard_normal(600) for n in "uvw"})
    at.session_state["memory:regression"]["choices"] |= {"table": table, "data": "csv"}
    at = tab(at, "Share")
    assert link(at) == {"data": "own-table"} and any(
        "not in the link, since it takes more than 4000" in w.value for w in at.warning
    )
    assert not any("very same runs" in c.value for c in at.caption)
