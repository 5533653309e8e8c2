"""A first visit: nothing is run, sent, fetched or drawn twice; the contour comes first, and nothing jumps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Request, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import PAINTED
from tests.browser.same_page import arrived
from tests.browser.tabs import PATIENCE

ROOT = "[data-testid=gdviz-player]"
# what plotly.js is asked for, as "contour", "surface", ...; when the player says what of itself; where its panels are
WATCH = """
window.draws = []; window.said = [];
let library;
Object.defineProperty(window, 'Plotly', { configurable: true, get: () => library, set(value) {
  library = value;
  for (const name of ['react', 'newPlot', 'relayout', 'restyle', 'redraw']) {
    const plain = value[name];
    value[name] = (plot, traces, ...more) => {
      window.draws.push(name === 'react' ? traces.map((trace) => trace.type).join() : name);
      return plain(plot, traces, ...more);
    };
  }
} });
const places = () => [...document.querySelectorAll('.gd-stage .gd-body, .gd-deck, .gd-lower')].map((node) => {
  const { x, y, width, height } = node.getBoundingClientRect();
  return [x, y + document.querySelector('[data-testid=stMain]').scrollTop, width, height].map(Math.round).join();
}).join(' ');
const surfaceThere = () => !!document.querySelector('.gd-surface .gl-container canvas');
new MutationObserver((changes) => { for (const { target, attributeName } of changes) {
  if (target.dataset?.testid !== 'gdviz-player') continue;
  const value = target.getAttribute(attributeName);
  if (attributeName === 'data-step' && !(Number(value) > 0 && target.dataset.playing === 'true')) continue;
  window.said.push({ name: attributeName, value, surface: surfaceThere(), places: places() });
} }).observe(document, { subtree: true, attributes: true,
  attributeFilter: ['data-run', 'data-ready', 'data-playing', 'data-step'] });
"""


@dataclass
class Visit:
    """A page, and what went to and fro until it rested."""

    page: Page
    messages: list[ForwardMsg] = field(default_factory=list)
    asked: list[BackMsg] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def said(self, name: str) -> list[dict]:
        return [change for change in self.page.evaluate("window.said") if change["name"] == name]


def visit(browser: Browser, url: str, **options: object) -> Visit:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    context.add_init_script(WATCH)
    out = Visit(context.new_page())

    def connected(socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: out.messages.append(ForwardMsg.FromString(data)))
        socket.on("framesent", lambda data: out.asked.append(BackMsg.FromString(data)))

    def requested(request: Request) -> None:
        out.requests.append(request.url)

    out.page.on("websocket", connected)
    out.page.on("request", requested)
    out.page.goto(url)
    out.page.wait_for_selector(PAINTED)
    arrived(out.page)
    out.page.wait_for_timeout(1500)  # what would come twice comes within that
    return out


SIZES = {
    "laptop": {"viewport": {"width": 1366, "height": 768}},
    "phone, dark": {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": "dark",
        "has_touch": True,
        "is_mobile": True,
    },
}
CASES = [
    ("", "laptop"),
    ("", "phone, dark"),
    ("/linear_regression?data=galton&opt=gd,adam&batch=32", "laptop"),
    ("/classification", "phone, dark"),
    ("/?f=x%5E4-3x%5E2%2Bx&opt=gd,momentum", "laptop"),
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: " ".join(case))
def first(browser: Browser, app_url: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    link, size = request.param
    out = visit(browser, app_url + link, **SIZES[size])
    yield out
    out.page.context.close()


def test_the_page_is_run_once(first: Visit) -> None:
    kinds = Counter(message.WhichOneof("type") for message in first.messages)
    assert kinds["new_session"] == kinds["script_finished"] == 1
    assert [message.WhichOneof("type") for message in first.asked] == ["rerun_script"]


def test_the_scene_is_sent_once(first: Visit) -> None:
    deltas = [m.delta.new_element for m in first.messages if m.WhichOneof("type") == "delta"]
    assert [element.WhichOneof("type") for element in deltas].count("bidi_component") == 1
    places = Counter(tuple(m.metadata.delta_path) for m in first.messages if m.WhichOneof("type") == "delta")
    assert [place for place, times in places.items() if times > 1] == []


def test_every_file_is_fetched_once(first: Visit) -> None:
    asked = Counter(url for url in first.requests if not url.startswith(("blob:", "data:")))
    assert [url for url, times in asked.items() if times > 1] == []
    assert sum("plotly" in url for url in asked) == 2  # each of its parts


def test_plotly_draws_each_plot_once(first: Visit) -> None:
    draws = Counter(first.page.evaluate("window.draws"))
    assert draws and set(draws.values()) == {1}, draws
    assert not {"newPlot", "relayout", "restyle", "redraw"} & set(draws), draws


def test_the_contour_plays_before_the_surface_is_there(first: Visit) -> None:
    (run,) = first.said("data-run")
    moving = first.said("data-step")[0]
    flat = first.page.locator(ROOT).get_attribute("data-flat") is not None
    assert not run["surface"] and not moving["surface"]
    assert [change["value"] for change in first.said("data-ready")] == ["false", "true"]
    assert first.said("data-ready")[-1]["surface"] is not flat


def test_nothing_jumps_when_the_surface_comes(first: Visit) -> None:
    (run,) = first.said("data-run")
    assert {change["places"] for change in first.said("data-ready")[1:]} == {run["places"]}
