"""Tables of one's own, bad ones among them, and broken links of the data pages: a sentence each, and the page lives."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.data_page import PAGES, captions, link, named, opened, refusals, shown


def with_table(page: str, text: str) -> AppTest:
    at = opened(page)
    named(at.sidebar.selectbox, "Data").select("csv").run()
    assert not at.exception
    named(at.sidebar.text_area, "or paste the table").set_value(text).run()
    return at


def test_a_pasted_table_is_fitted_and_is_in_the_link() -> None:
    at = with_table("regression", "weight;height\n1;2,5\n2;3,5\n3;\n4;5,5\n")
    header, arrays = shown(at)
    assert header["data"]["rows"] == 3 and header["names"] == ["slope", "intercept"]
    np.testing.assert_allclose(header["data"]["best"], [1, 1.5])
    np.testing.assert_array_equal(arrays["data:x"][:, 0], [1, 2, 4])
    at.session_state["tab"] = "Fit"
    assert "1 more left out for their gaps" in captions(at.run())
    at.session_state["tab"] = "Share"
    at.run()
    assert (
        set(link(at)) == {"data", "table"}
        and "Your own table is in it too" in captions(at)
        and not at.warning
    )
    other = opened("regression", link(at))
    assert shown(other)[0]["run"] == header["run"] and not other.warning


def test_a_pasted_table_of_classes() -> None:
    rows = "\n".join(f"{i % 7},{(i * 3) % 5},{'yes' if i % 3 else 'no'}" for i in range(30))
    header, _ = shown(with_table("classification", "a,b,label\n" + rows))
    assert header["data"]["classes"] == ["no", "yes"] and header["names"] == ["a", "b"]
    rows = "\n".join(f"{i % 7},{(i * 3) % 5},{'rst'[i % 3]}" for i in range(30))
    header, _ = shown(with_table("classification", "a,b,label\n" + rows))
    assert header["data"]["scores"] == 3


TABLES = {  # text -> what is told
    "a": "only a header",
    "x,y\n": "only a header",
    "a,b\n1,2\n3": "Row 3",
    "x,y\n1,2\n1,3": "same value",
    "x,y\n1,5\n2,5\n3,5": "same value",
    "x,y\na,1\nb,2": "text",
    "x,y\n1,a\n2,b": "text",
    "x,y\n1,inf\n2,3": "infinite",
    "x,y\n,1\n,2": None,
    "x,y\nNA,1\n2,NA": None,
    '{"a": 1}': "JSON",
    "<html><body>": "web page",
    "PK\x03\x04xyz": None,
    "x\n1\n2": None,
    "x,y\n1e400,1\n2,2": None,
    "x,y\n" + "1,2," * 60: None,
    "\x00\x01": None,
    '"x,y\n1,2': "quot",
    "x,y\n=cmd(),1\n2,3": "text",
    "x,y\n1;2\n3;4": None,
}


@pytest.mark.quick(5)
@pytest.mark.parametrize("text", TABLES)
def test_a_bad_table_is_told_and_the_page_lives(text: str) -> None:
    at = with_table("regression", text)
    header, _ = shown(at)
    assert refusals(at) and header["data"]["rows"] >= 2
    if TABLES[text]:
        assert TABLES[text] in refusals(at)
    named(at.sidebar.selectbox, "Data").select("outliers").run()
    assert shown(at)[0]["title"] == "Outliers" and not refusals(at)


LINKS = [
    {"data": "nonsense"},
    {"data": ""},
    {"d": "x = u1"},
    {"d": "y = 1"},
    {"d": "import os"},
    {"d": "x" * 10_000},
    {"draw": "-1"},
    {"draw": "9" * 40},
    {"data.n": "1e9"},
    {"data.n": "10.5"},
    {"data.slope": "nan"},
    {"data.colour": "red"},
    {"x": "nothing"},
    {"x": ""},
    {"x": "", "y": "y"},
    {"x": ",", "y": "nothing"},
    {"x": "x,x"},
    {"x": "y"},
    {"y": "nothing"},
    {"y": "x"},
    {"degree": "0"},
    {"degree": "99"},
    {"degree": "two"},
    {"scaling": "big"},
    {"intercept": "maybe"},
    {"loss": "nonsense"},
    {"l": "z +"},
    {"l": "y"},
    {"l": "__import__('os')"},
    {"loss": "hinge"},
    {"loss": "huber", "loss.delta": "-1"},
    {"average": "median"},
    {"penalty": "l3"},
    {"penalty": "l2", "penalty.strength": "x"},
    {"batch": "0"},
    {"batch": "1000"},
    {"batch": "ten"},
    {"replacement": "2"},
    {"axes": "0"},
    {"axes": "0,0"},
    {"axes": "0,9"},
    {"axes": "a,b"},
    {"others": "else"},
    {"start": "1"},
    {"start": "1,2,3"},
    {"window": "1,0,0,1"},
    {"contour": "yes"},
    {"data": "iris"},
    {"data": "moons"},
    {"data": "own-table"},
    {"data": "own-table", "table": ""},
    {"data": "own-table", "table": "eJw"},
    {"data": "own-table", "table": "a" * 9000},
    {"data": "own-table", "table": "<b>", "x": "a", "y": "b"},
    {"table": "eJw"},
    {"x": '"a\nb'},
]


@pytest.mark.quick(12)
@pytest.mark.parametrize("query", LINKS, ids=str)
def test_a_broken_link_says_what_was_wrong_and_keeps_the_rest(query: dict[str, str]) -> None:
    at = opened("regression", {**query, "steps": "50", "opt": "adam"})
    header, _ = shown(at)
    assert at.warning and all(len(w.value) < 600 for w in at.warning)
    assert [c["slug"] for c in header["competitors"]] == ["adam"] and header["competitors"][0]["steps"] <= 50


@pytest.mark.parametrize(
    "query",
    [
        {"data": "galton"},
        {"data": "three_classes", "loss": "hinge"},
        {"data": "moons", "degree": "8"},
        {"data": "iris", "x": "petal_length"},
        {"data": "iris", "y": "petal_length"},
    ],
    ids=str,
)
def test_what_does_not_fit_on_the_classification_page(query: dict[str, str]) -> None:
    at = opened("classification", query)
    shown(at)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query",
    [
        {"batch": "4", "tol": "1e6"},
        {"batch": "4", "l": "1/z"},
        {"batch": "4", "tol": "1e6", "sampling": "afresh"},
        {"batch": "4", "tol": "1e6", "noise": "0.1", "others": "path"},
    ],
    ids=str,
)
def test_a_run_of_no_step_with_batches_is_shown(page: str, query: dict[str, str]) -> None:
    header, _ = shown(opened(page, query))
    assert {c["steps"] for c in header["competitors"]} == {0}
