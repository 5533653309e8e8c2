"""The player as a Streamlit component: under a constant key it outlives reruns and only takes new scenes."""

from __future__ import annotations

import functools
import json
import logging
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from gdviz.home import HOME
from gdviz.player.scene.wire import with_ahead, with_more
from gdviz.player.web.assets import PARTS, Assets, plotly_path, publish_assets, style
from gdviz.player.web.bundle import EXPORT, bundle
from gdviz.player.web.html import Scene

STATIC = HOME / "static"
HEARD = "heard"  # where the session holds the number of the newest event that was handled, by component
MOST = 2**53  # numbers of events are below: JavaScript tells them apart
Act = Callable[[], None]
Callbacks = Mapping[str, Callable[[Any], object] | None]  # by the name of the event; None: nothing listens
_log = logging.getLogger(__name__)


class _Mounted(NamedTuple):
    """What is mounted: a component's name, class and style of its element, and its function of main.js."""

    name: str
    host: str
    style: str
    entry: str


_PLAYER = _Mounted("gdviz_player", "gdviz-host", "min-height:560px", "mount")
_CELLS = _Mounted("gdviz_cells", "gd-cells", "min-height:200px", "mountCells")

# Streamlit sends a component's script and style with every rerun. So both stay in the static folder, and
# this only fetches them, once for the page. Their addresses are relative to the page's; under a deeper path
# (trailing slash) the next folder up is tried.
_FIND = """
function find() {
  const files = %(files)s, found = window.gdvizFound ||= {};
  const sheet = (href) => new Promise((done, failed) => {
    const onerror = () => failed(new Error(href + ' is missing'));
    const link = { rel: 'stylesheet', href, onload: done, onerror };
    document.head.append(Object.assign(document.createElement('link'), link));
  });
  const search = async () => {
    let failure;
    for (const base of ['app/static/', '../app/static/']) {
      const at = (name) => new URL(base + name, document.baseURI).href;
      const source = { cartesian: { url: at(files.cartesian) }, gl3d: { url: at(files.gl3d) } };
      try {
        const module = await import(at(files.module));
        module.startPlotly(source);
        await sheet(at(files.style));
        return { module, source };
      } catch (error) { failure = error; }
    }
    delete found[files.module];
    throw failure;
  };
  return found[files.module] ||= search();
}
"""
_LOADER = (
    _FIND
    + """
const hosts = new WeakMap();
export default async function (component) {
  const host = component.parentElement.querySelector('.%(host)s'), turn = (hosts.get(host) || 0) + 1;
  hosts.set(host, turn);
  try {
    const { module, source } = await find();
    const emit = (name, value) => { component.setTriggerValue(name, value); return true; };
    if (hosts.get(host) === turn) return module.%(entry)s(host, component.data, source, emit);
    return () => {}; // a later call has taken over
  } catch (error) {
    host.textContent = 'This could not be loaded: ' + error.message;
    throw error;
  }
}
"""
)
_INLINE = """
%(bundle)s
const sheet = %(style)s;
export default function (component) {
  if (!document.getElementById('gdviz-style')) {
    const style = { id: 'gdviz-style', textContent: sheet };
    document.head.append(Object.assign(document.createElement('style'), style));
  }
  const emit = (name, value) => { component.setTriggerValue(name, value); return true; };
  const source = {};
  for (const [part, address] of Object.entries(%(addresses)s)) {
    source[part] = { url: new URL(address, document.baseURI).href };
  }
  return %(entry)s(component.parentElement.querySelector('.%(host)s'), component.data, source, emit);
}
"""


def show(
    scene: Scene | bytes,
    *,
    key: str = "player",
    on_start: Callable[[dict[str, float]], None] | None = None,
    on_focus: Callable[[dict[str, str]], None] | None = None,
    on_window: Callable[[dict[str, list[float]]], None] | None = None,
    on_slice: Callable[[dict[str, Any]], None] | None = None,
    on_reset: Callable[[bool], None] | None = None,
    on_hand: Callable[[dict[str, Any]], None] | None = None,
    on_whole: Callable[[bool], None] | None = None,
    then: Act | None = None,
    is_open: Callable[[], bool] = lambda: True,
    opened: int = 0,
    page: str = "",
    more: Mapping[str, Any] | None = None,
    ahead: tuple[str, Sequence[tuple[float, bytes]]] = ("", ()),
    static_dir: Path = STATIC,
) -> None:
    """Mount the player with a scene, or hand the scene to the player that is there under the key.

    Parameters
    ----------
    scene : the scene, or its bytes
    key : of the component, the same for as long as the player is to live on
    on_start : called with {"x", "y"} of a click on the contours, {"x"} on a curve
    on_focus : with {"slug"} of a competitor chosen in the arithmetic panel, if the scene lacks its quantities
    on_window : with {"x": [low, high], "y": [low, high]}, or {"x"} of a curve, after the Fit button
    on_slice : with {"step", "slug"}, where the play head came to rest in a scene whose picture follows it
    on_reset : with True after the Reset button, when the scene is to be as it was opened
    on_hand : with {"changes": {key: value}, "held": [id], "settled": bool}, while something is dragged in the
        player or typed there: what has changed, which parts of the scene the browser has, and whether the
        change is the last one; "ahead": [number], other values of the one slider that moves, for which scenes
        are wished as well
    on_whole : with True where the scene named a part that the browser does not have
    then : called when all events of a message are handled; it may end the run
    is_open : whether the page of the player is open. Of what the browser sends after it has left the page,
        nothing is handled
    opened : with another number than before, the scene is played from its start
    page : where the player is; it shows scenes of this page before Streamlit hands them over
    more : what else the page says beside the scene: "controls", the sliders of the legend, "refused", why
        something cannot be where it was dragged, and "sent", the number of the scene, a larger one with every
        other scene
    ahead : the key of a slider that moves, and scenes for other values of it, with what the page says of each
    static_dir : the static folder beside the app's main script

    What happens in the player is handled before the script runs: each callback is called once for each event,
    in their order. The player offers only what has a callback.
    """
    callbacks: Callbacks = {
        "start": on_start,
        "focus": on_focus,
        "window": on_window,
        "slice": on_slice,
        "reset": on_reset,
        "hand": on_hand,
        "whole": on_whole,
    }

    component = _component(_PLAYER, static_dir)
    data = scene if isinstance(scene, bytes) else scene.to_bytes("focus" if on_focus else "all")
    listens = [name for name, called in callbacks.items() if called]
    shared = {"opened": opened, "page": page, "listens": listens}
    component(
        key=key,
        data=with_ahead(
            with_more(data, heard=_heard(key), **shared, **(more or {})),
            ahead[0],
            [(value, with_more(scene, **shared)) for value, scene in ahead[1]],
        ),
        on_told_change=_handler(key, callbacks, is_open, then),
    )


def _heard(key: str) -> int:
    """Return the number of the newest event that was handled of a component."""
    number: int = st.session_state.get(HEARD, {}).get(key, 0)
    return number


def _handler(key: str, callbacks: Callbacks, is_open: Callable[[], bool], then: Act | None = None) -> Act:
    """Return what calls, while the page is open, what listens to each event that is new, in their order."""

    def handle() -> None:
        if not is_open():
            return
        for name, value in _news(key):
            if callback := callbacks.get(name):
                callback(value)
        if then:
            then()

    return handle


def _news(key: str) -> Iterator[tuple[str, Any]]:
    """Yield name and value of each event of the browser's message that was not handled before.

    Of two messages that come while a run is busy, Streamlit keeps only the later one. So a message carries
    all events that are not confirmed yet (`js/base/events.js`). A browser may send anything.
    """
    # The component has no state under its key before the page has mounted it again: a page that was come back
    # to, or started afresh. Then the browser tells all of it once more with its next event.
    told = (st.session_state.get(key) or {}).get("told")
    for event in told if isinstance(told, list) else []:
        match event:
            case {"number": int(number), "name": str(name), "value": value} if _heard(key) < number < MOST:
                st.session_state.setdefault(HEARD, {})[key] = number
                yield name, value


def preload(static_dir: Path = STATIC) -> str:
    """Return HTML that makes the browser fetch the player while Streamlit is still fetching the controls.

    It is empty where there is no static folder to fetch it from.
    """
    assets = _published(static_dir)
    if assets is None:
        return ""
    find = _FIND % {"files": json.dumps(asdict(assets))}
    return f"<script>{{ {find} find().catch(() => {{}}); }}</script>"


def _published(static_dir: Path) -> Assets | None:
    if not st.get_option("server.enableStaticServing"):
        return None
    try:
        return publish_assets(static_dir)
    except OSError as error:
        _warn_once(
            f"{static_dir} cannot be written ({error}); "
            "the player is sent with every change instead, which is slower"
        )
        return None


@functools.cache  # constant: one a static folder
def _warn_once(message: str) -> None:
    _log.warning(message)


def cells(data: bytes, key: str, callbacks: Callbacks, is_open: Callable[[], bool] = lambda: True) -> None:
    """Mount a map of many runs, or hand what it shows now to the map that is there under the key.

    Parameters
    ----------
    data : what `js/pointer/cells/cells.js` reads
    key : of the component, the same for as long as the map is to live on
    callbacks : called with the value of an event, by its name: "point", "box", "back"; once for each event,
        in their order
    is_open : whether the page of the map is open
    """
    _component(_CELLS, STATIC)(
        key=key, data=struct.pack("<d", _heard(key)) + data, on_told_change=_handler(key, callbacks, is_open)
    )


def _component(what: _Mounted, static_dir: Path) -> Any:
    assets = _published(static_dir)
    return _served(what, assets) if assets else _inlined(what)


@functools.cache  # constant: of the player's files
def _served(what: _Mounted, assets: Assets) -> Any:
    """Make the component whose files the browser fetches from the static folder."""
    return _made(what, what.name, _LOADER, files=json.dumps(asdict(assets)))


@functools.cache  # constant: of the player's files
def _inlined(what: _Mounted) -> Any:
    """Make the component whose script travels with it, for want of a static folder.

    plotly.js comes from the folder of its parts.
    """
    folder = st.components.v1.declare_component("gdviz_plotly", path=str(plotly_path(PARTS[0]).parent))
    module = bundle().replace(EXPORT, "")
    addresses = {part: f"component/{folder.name}/{plotly_path(part).name}" for part in PARTS}
    texts = {"bundle": module, "style": json.dumps(style()), "addresses": json.dumps(addresses)}
    return _made(what, f"{what.name}_inline", _INLINE, **texts)


def _made(what: _Mounted, name: str, js: str, **texts: str) -> Any:
    html = f'<div class="{what.host}" style="{what.style}"></div>'
    js %= {**texts, "host": what.host, "entry": what.entry}
    return st.components.v2.component(name, html=html, js=js, isolate_styles=False)
