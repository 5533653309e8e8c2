"""The link that the browser has in the end is that of what is shown, however late it gets the ones before."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest, local_script_runner

from tests.pages.test_parts import opened


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """The links that the last run of a page has sent to the browser."""
    out: list[dict[str, str]] = []
    parse = local_script_runner.parse_tree_from_messages

    def noted(messages: list[ForwardMsg]) -> Any:
        of_links = [m.page_info_changed for m in messages if m.WhichOneof("type") == "page_info_changed"]
        out[:] = [dict(parse_qsl(told.query_string)) for told in of_links]
        return parse(messages)

    monkeypatch.setattr(local_script_runner, "parse_tree_from_messages", noted)
    return out


def choose_steps(at: AppTest, steps: str) -> None:
    next(w for w in at.sidebar.text_input if w.label == "Steps").set_value(steps)
    at.run()


def test_a_choice_that_is_taken_back_before_its_link_has_come_is_out_of_the_link_again(
    links: list[dict[str, str]],
) -> None:
    at = opened("surface", {})
    choose_steps(at, "77")
    assert links == [{"steps": "77"}]
    choose_steps(at, "88")
    assert links == [{"steps": "88"}]
    at.query_params["steps"] = "77"  # that one has not come to the browser yet
    choose_steps(at, "77")
    assert links == [{"steps": "77"}]


def test_back_is_not_answered_with_the_link_that_the_browser_has_gone_to(links: list[dict[str, str]]) -> None:
    at = opened("surface", {})
    choose_steps(at, "77")
    choose_steps(at, "88")
    at.query_params["steps"] = "77"
    at.run()
    assert next(w for w in at.sidebar.text_input if w.label == "Steps").value == "77"
    assert not links  # else it would come after a second step back, and lead to where the first one did
