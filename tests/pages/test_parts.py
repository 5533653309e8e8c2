"""Parts of a page that run alone show what a run of the whole page would show."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
from streamlit.testing.v1 import AppTest, local_script_runner

from gdviz.player.scene.wire import read_scene
from gdviz.ui import turns
from gdviz.ui.pages import PAGES
from gdviz.ui.race.parts import part
from gdviz.ui.spec.spec import Choice, Entrant
from gdviz.ui.workers.pool import Pool
from tests.pages.in_parts import ask_of_part, told_as_in_a_session

APP = Path(__file__).resolve().parents[2] / "app.py"
FOLLOW = part.follow  # the other tests of pages do without it
LINK = {"opt": "gd,adam,momentum", "gd.lr": "0.01", "adam.lr": "0.02"}  # that of momentum is derived
SIDEBAR = 1  # first number of its places
Drawn = dict[tuple[int, ...], Any]  # by place: the element or block, and the fragment that it belongs to


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[ForwardMsg]:
    """What the last run of a page sent to the browser."""
    messages: list[ForwardMsg] = []
    parse = local_script_runner.parse_tree_from_messages

    def noted(all_of_them: list[ForwardMsg]) -> Any:
        messages[:] = all_of_them
        return parse(all_of_them)

    monkeypatch.setattr(local_script_runner, "parse_tree_from_messages", noted)
    return messages


def drawn(messages: list[ForwardMsg]) -> Drawn:
    """What the messages draw, by place."""
    deltas = [m for m in messages if m.WhichOneof("type") == "delta"]
    return {tuple(m.metadata.delta_path): (_content(m.delta), m.delta.fragment_id) for m in deltas}


def _content(delta: Any) -> Any:
    """An element or a block; of a player its scene, without times and numbers of messages."""
    element = delta.new_element
    if element.WhichOneof("type") == "download_button":
        element.download_button.ClearField("deferred_file_id")  # drawn by lot
    if not element.bidi_component.component_name.startswith("gdviz_player"):
        return delta.SerializeToString(deterministic=True)
    header, arrays = read_scene(element.bidi_component.bytes)
    for measured in ("seconds", "sent"):
        header.pop(measured, None)
    return json.dumps(header, sort_keys=True), {name: array.tobytes() for name, array in arrays.items()}


def opened(page: str, link: dict[str, str]) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=60)
    for key, value in link.items():
        at.query_params[key] = value
    if not PAGES[page].is_first:
        at.run()
        at.switch_page(PAGES[page].file)
        for key, value in link.items():
            at.query_params[key] = value
    return at.run()


def type_rate(at: AppTest, text: str) -> None:
    next(w for w in at.text_input if w.label == "Learning rate, typed").set_value(text)


def set_rate(at: AppTest, text: str) -> None:
    """Set the rate that is derived in the link."""
    [w for w in at.text_input if w.label == "Learning rate, typed"][-1].set_value(text)


def slide_rate(at: AppTest, text: str) -> None:
    next(w for w in at.select_slider if w.label == "Learning rate").set_value(float(text))


def slide_parameter(at: AppTest, text: str) -> None:
    next(w for w in [*at.slider, *at.select_slider] if w.label == "beta1").set_value(float(text))


def slide_in_player(at: AppTest, text: str) -> WidgetStates:
    """What the player's legend sends when its slider of the first optimizer is let go."""
    player = next(
        c.proto for c in at.get("bidi_component") if c.proto.component_name.startswith("gdviz_player")
    )
    key = next(c["key"] for c in read_scene(player.bytes)[0]["controls"] if c["label"] == "Learning rate")
    moved = {"changes": {key: float(text)}, "held": [], "settled": True}
    told = [{"number": 1, "name": "hand", "value": moved}]
    events = json.dumps([{"event": "told", "value": told}])
    event = WidgetState(id=_make_trigger_id(player.id, "events"), json_trigger_value=events)
    return WidgetStates(widgets=[*at._tree.get_widget_states().widgets, event])


def changed_part(at: AppTest, change: Any) -> str:
    """The part of the page in which something is changed."""
    slug = {set_rate: "momentum", slide_parameter: "adam"}.get(change, "gd")
    of_optimizer = part.of_entrant if change is slide_parameter else part.of_rate
    key = part.PICTURE if change is slide_in_player else of_optimizer(slug)
    (found,) = at._fragment_storage.resolve_target(key)
    return found


RACES = [key for key, row in PAGES.items() if row.default is not None]


@pytest.mark.parametrize(
    ("page", "change", "text", "unfold", "linked"),
    [
        *[(page, type_rate, "0.003", "", "gd.lr") for page in RACES],
        ("surface", set_rate, "0.003", "", "momentum.lr"),
        ("surface", type_rate, "", "", "gd.lr"),  # derived again
        ("surface", slide_rate, "0.002", "", "gd.lr"),
        ("surface", slide_in_player, "0.002", "", "gd.lr"),
        ("surface", slide_parameter, "0.8", "details-adam", "adam.beta1"),
        ("surface", type_rate, "0.003", "find-gd", "gd.lr"),
    ],
)
def test_after_a_change_of_a_rate_a_few_parts_show_what_the_whole_page_would(
    page: str,
    change: Any,
    text: str,
    unfold: str,
    linked: str,
    sent: list[ForwardMsg],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Pool, "ask", lambda *_: None)  # how far a map is would depend on the machine
    after: dict[str, Drawn] = {}
    for way, follow in (("whole", lambda: None), ("parts", FOLLOW), ("one run", FOLLOW)):
        monkeypatch.setattr(part, "follow", follow)
        ask_of_part(monkeypatch, "")
        at = opened(page, LINK)
        if unfold.startswith("find"):
            at.button(unfold).click().run()
            assert any("Took the best" in c.value for c in at.caption)
        elif unfold:
            at.session_state[unfold] = True
            at.run()
        before = drawn(sent)
        told = change(at, text)
        if way == "one run":
            heard = told_as_in_a_session(monkeypatch)
            ask_of_part(monkeypatch, changed_part(at, change))
        at._run(told) if told else at.run()
        assert not at.exception
        now = drawn(sent)
        if way == "one run":
            assert [event for event, *_ in heard].count(ScriptRunnerEvent.SCRIPT_STARTED) == 1
        if way != "whole":
            assert sum(place[0] == SIDEBAR for place in now) < (12 if unfold else 6)
            again = {fragment for _, fragment in now.values()}
            now = {place: was for place, was in before.items() if was[1] not in again} | now
        after[way] = now
        assert text in str(at.query_params[linked]) if text else linked not in at.query_params
    for way in ("parts", "one run"):
        assert sorted(after[way]) == sorted(after["whole"])
        other = [place for place, (content, _) in after["whole"].items() if after[way][place][0] != content]
        assert not other, (after["whole"][other[0]], after[way][other[0]])


GD, ADAM = Entrant(Choice("gd"), 0.01), Entrant(Choice("adam"))
SPEC = dataclasses.replace(PAGES["surface"].first_shown, entrants=(GD, ADAM))


@pytest.mark.parametrize(
    ("other", "changed"),
    [
        (SPEC, []),
        (dataclasses.replace(SPEC, entrants=(dataclasses.replace(GD, lr=0.02), ADAM)), ["rate-gd"]),
        (
            dataclasses.replace(SPEC, entrants=(GD, Entrant(Choice("adam", params=(("beta1", 0.5),))))),
            ["entrant-adam"],
        ),
        (
            dataclasses.replace(SPEC, entrants=(dataclasses.replace(GD, lr=None), ADAM)),
            ["derived", "rate-gd"],
        ),
        (dataclasses.replace(SPEC, entrants=(ADAM, GD)), []),
        (dataclasses.replace(SPEC, entrants=(GD,)), []),
        (dataclasses.replace(SPEC, entrants=(dataclasses.replace(GD, lr=0.02), ADAM), steps=7), []),
    ],
)
def test_parts_follow_numbers_of_an_optimizer_alone(other: Any, changed: list[str]) -> None:
    assert part._changed(SPEC, other) == changed


def test_what_is_told_of_a_rate_that_was_found_goes_with_the_rate() -> None:
    other = dataclasses.replace(SPEC, entrants=(dataclasses.replace(GD, lr=0.02), ADAM))
    assert part._changed(SPEC, other, {"gd": "told"}) == ["entrant-gd"]
    assert part._changed(SPEC, other, {"adam": "told"}) == ["rate-gd"]


def test_parts_do_not_follow_where_something_else_is_chosen_in_the_same_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choices: dict[str, Any] = {"lr.rosenbrock.gd": 0.02}
    following = part._Following(SPEC, dict(choices), [])
    monkeypatch.setattr(part, "memory", lambda: {"following": following})
    monkeypatch.setattr(part, "page_choices", lambda: choices)
    assert not part.is_overtaken()
    choices["focus"] = "adam"
    assert part.is_overtaken()


def test_what_computes_for_long_begins_again_where_a_part_of_the_page_is_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    requests, again = ScriptRequests(), []
    monkeypatch.setattr(turns.st, "runtime", SimpleNamespace(exists=lambda: True))
    monkeypatch.setattr(turns.st, "rerun", lambda: again.append("again"))
    monkeypatch.setattr(turns, "get_script_run_ctx", lambda **_: SimpleNamespace(script_requests=requests))
    turns.still_there()
    requests.request_rerun(RerunData(fragment_id="of a clock", is_auto_rerun=True))
    turns.still_there()
    assert not again
    requests.request_rerun(RerunData(fragment_id="of an optimizer"))
    assert requests.on_scriptrunner_yield() is None  # by itself Streamlit lets the run go on to its end
    turns.still_there()
    assert again


def test_a_run_that_ends_late_leaves_a_newer_run_of_the_page_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit begins the next run on a thread of its own before the one that is stopped has ended."""
    memory: dict[str, Any] = {}
    monkeypatch.setattr(part, "memory", lambda: memory)
    monkeypatch.setattr(part.st, "fragment", lambda draw, key: draw)
    first = PAGES["surface"].first_shown
    second = dataclasses.replace(first, steps=77)
    shown: list[Any] = []
    below = part.part.__wrapped__("late", shown.append)
    stopped, ended, newer = part.whole(first, ["of the first"]), part.whole(first, []), part.whole(second, [])
    for run in (stopped, ended, newer):
        run.__enter__()
    memory["race"] = "of the newer run"
    assert not stopped.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    ended.__exit__(None, None, None)
    below(second)  # with the page: it neither waits for a turn nor runs the page again
    assert shown == [second] and memory["race"] == "of the newer run" and "agreed" not in memory
    newer.__exit__(None, None, None)
    assert memory["agreed"] == second and not memory["whole run"] and "race" not in memory
