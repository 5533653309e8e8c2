"""The player as a Streamlit component: mounted under a constant key, it outlives reruns and only takes new scenes."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from gdviz.player.scene.wire import with_more
from gdviz.player.web.assets import Assets, plotly_path, publish_assets, style
from gdviz.player.web.bundle import EXPORT, bundle
from gdviz.player.web.html import Scene

STATIC = Path(__file__).resolve().parents[3] / "static"
_log = logging.getLogger(__name__)

_HOST = '<div class="gdviz-host" style="min-height:560px"></div>'

# Streamlit sends a component's script and style again with every rerun, so both stay in the static folder and this only
# fetches them, once for the page. Addresses are relative to it; under a deeper path (trailing slash) the next folder up is tried.
_FIND = """
function find() {
  const files = %(files)s, found = window.gdvizFound ||= {};
  const sheet = (href) => new Promise((done, failed) => {
    const onerror = () => failed(new Error(href + ' is missing'));
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href, onload: done, onerror }));
  });
  const search = async () => {
    let failure;
    for (const base of ['app/static/', '../app/static/']) {
      const at = (name) => new URL(base + name, document.baseURI).href, source = { url: at(files.plotly) };
      try {
        const module = await import(at(files.module));
        module.loadPlotly(source).catch(() => {}); // beginning; the player asks again, and says what is wrong
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
  const host = component.parentElement.querySelector('.gdviz-host'), turn = (hosts.get(host) || 0) + 1;
  hosts.set(host, turn);
  try {
    const { module, source } = await find();
    const emit = (name, value) => { component.setTriggerValue(name, value); return true; };
    if (hosts.get(host) === turn) return module.mount(host, component.data, source, emit);
    return () => {}; // a later call has taken over
  } catch (error) {
    host.textContent = 'The player could not be loaded: ' + error.message;
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
    document.head.append(Object.assign(document.createElement('style'), { id: 'gdviz-style', textContent: sheet }));
  }
  const emit = (name, value) => { component.setTriggerValue(name, value); return true; };
  const script = new URL(%(script)s, document.baseURI).href;
  return mount(component.parentElement.querySelector('.gdviz-host'), component.data, { script }, emit);
}
"""


@dataclass(frozen=True)
class Events:
    """What the viewer did in the player since the last run of the script; None where nothing was done."""

    start: dict[str, float] | None = None
    focus: dict[str, str] | None = None
    window: dict[str, list[float]] | None = None
    slice: dict[str, Any] | None = None
    reset: bool | None = None


def show(
    scene: Scene | bytes,
    *,
    key: str = "player",
    on_start: Callable[[dict[str, float]], None] | None = None,
    on_focus: Callable[[dict[str, str]], None] | None = None,
    on_window: Callable[[dict[str, list[float]]], None] | None = None,
    on_slice: Callable[[dict[str, Any]], None] | None = None,
    on_reset: Callable[[bool], None] | None = None,
    opened: int = 0,
    static_dir: Path = STATIC,
) -> Events:
    """Mount the player with `scene` (or its bytes), or hand the scene to the player that is there under `key`.

    The callbacks run before the script does: `on_start` with {"x", "y"} (a click on the contours) or {"x"} (on a curve),
    `on_focus` with {"slug"} (a competitor chosen in the arithmetic panel whose quantities are not in the scene), `on_window`
    with {"x": [lo, hi], "y": [lo, hi]} or {"x"} (the Fit button), `on_slice` with {"step", "slug"} (where the play head came
    to rest, in a scene whose picture follows it), `on_reset` with True (the Reset button: the scene is to be as it was
    opened). The player offers only what has a callback. With another number `opened` than those before, the scene is played
    from its start. `static_dir` is the static folder beside the app's main script.
    """

    def heard(name: str, callback: Callable[[Any], None] | None) -> Callable[[], None]:
        def act() -> None:
            value = st.session_state[key].get(name)
            if callback and value is not None:
                callback(value)

        return act

    assets = _published(static_dir)
    component = _hosted(assets) if assets else _inlined()
    heard_of = {
        "start": on_start,
        "focus": on_focus,
        "window": on_window,
        "slice": on_slice,
        "reset": on_reset,
    }
    data = scene if isinstance(scene, bytes) else scene.to_bytes("focus" if on_focus else "all")
    result = component(
        key=key,
        data=with_more(data, opened=opened, listens=[n for n, act in heard_of.items() if act]),
        on_start_change=heard("start", on_start),
        on_focus_change=heard("focus", on_focus),
        on_window_change=heard("window", on_window),
        on_slice_change=heard("slice", on_slice),
        on_reset_change=heard("reset", on_reset),
    )
    return Events(
        result.get("start"),
        result.get("focus"),
        result.get("window"),
        result.get("slice"),
        result.get("reset"),
    )


def ahead(static_dir: Path = STATIC) -> str:
    """A script that makes the browser fetch the player while Streamlit is still fetching the controls; "" where it cannot."""
    assets = _published(static_dir)
    return (
        f"<script>{{ {_FIND % {'files': json.dumps(asdict(assets))}} find().catch(() => {{}}); }}</script>"
        if assets
        else ""
    )


def _published(static_dir: Path) -> Assets | None:
    if not st.get_option("server.enableStaticServing"):
        return None
    try:
        return publish_assets(static_dir)
    except OSError as error:
        _once(
            f"{static_dir} cannot be written ({error}); the player is sent with every change instead, which is slower"
        )
        return None


@functools.cache  # constant: one a static folder
def _once(message: str) -> None:
    _log.warning(message)


@functools.cache  # constant: of the player's files
def _hosted(assets: Assets) -> Any:
    return st.components.v2.component(
        "gdviz_player", html=_HOST, js=_LOADER % {"files": json.dumps(asdict(assets))}, isolate_styles=False
    )


@functools.cache  # constant: of the player's files
def _inlined() -> Any:
    """Without a static folder: the script travels with the component, plotly.js comes from its package's folder."""
    folder = st.components.v1.declare_component("gdviz_plotly", path=str(plotly_path().parent))
    module = bundle().replace(EXPORT, "")
    script = f"component/{folder.name}/{plotly_path().name}"
    js = _INLINE % {"bundle": module, "style": json.dumps(style()), "script": json.dumps(script)}
    return st.components.v2.component("gdviz_player_inline", html=_HOST, js=js, isolate_styles=False)
