"""Where the contour lies in the window, a scene to press on, and what the player then tells."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

import gdviz
from gdviz.player import Competitor, Scene
from tests.browser.data_scene import PLAYER

# where the values (x, y) of the contour's axes lie in the window
PLACE = f"""([x, y]) => {{ const p = {PLAYER}.panels.contour, f = p.frame, box = p.host.getBoundingClientRect();
    return [box.left + f.ox + x * f.ax, box.top + f.oy - y * f.ay]; }}"""
RANGES = f"() => {{ const f = {PLAYER}.panels.contour.frame; return [...f.x, ...f.y]; }}"
LISTEN = f"""() => {{ window.told = []; {PLAYER}.scene.listens = ['start', 'window'];
    {PLAYER}.page.emit = (_, events) => {{  // all that no scene has confirmed, the newest last
      const {{ name, value }} = events.at(-1);
      return window.told.push([name, value]) > 0; }}; }}"""


def scene(folder: Path, slug: str = "himmelblau", **options: object) -> str:
    objective = gdviz.surfaces[slug]
    runs = [
        Competitor.at(
            i,
            s,
            gdviz.optimizers[s].name,
            gdviz.descend(objective, s, **{"steps": 60, "stop": None, **options}),
        )
        for i, s in enumerate(("gd", "adam"))
    ]
    file = folder / "scene.html"
    file.write_text(Scene.of(objective, runs, resolution=32).to_html(), encoding="utf-8")
    return file.as_uri()


def told(page: Page) -> list[list[object]]:
    page.evaluate(
        "() => new Promise((done) => setTimeout(done, 450))"
    )  # longer than a click waits for a second one
    return page.evaluate("() => window.told")
