"""Scenes over data in one HTML file, opened in a page: what the tests of the data panel look at."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

import gdviz
from gdviz.engine import DataLoss, Slice, Table
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView

ROOT = "[data-testid=gdviz-player]"
Open = Callable[..., Page]
PLAYER = f"document.querySelector('{ROOT}').gdviz"
STEPS = 60
# what the tests look at in the page: a value computed there, as plain numbers
LINES = f"([i, k]) => {{ const p = {PLAYER}; return p.panels.data.project(p.scene.runs[i], k); }}"

# the scene is drawn, and its equations are there
COMPLETE = f"""() => {{ const {{ ready, run }} = {PLAYER}.root.dataset;
    return ready === 'true' && run === {PLAYER}.scene.run
        && !document.querySelector('.gd-step-title').textContent.startsWith('Loading'); }}"""


def three_features() -> Table:
    x = np.random.default_rng(3).normal(size=(30, 3))
    noise = np.random.default_rng(4).normal(0, 0.3, 30)
    return Table("Three", {"a": x[:, 0], "b": x[:, 1], "c": x[:, 2], "y": x @ [1.0, -2.0, 0.5] + 3 + noise})


def built(
    data: object,
    loss: str = "squared",
    slugs: tuple[str, ...] = ("gd", "adam"),
    view: dict[str, object] | None = None,
    penalty: str | None = None,
    parameters: dict[str, float] | None = None,
    hold_out: float = 0.0,
    **run: object,
) -> tuple[Scene, DataLoss]:
    whole = gdviz.data_loss(data, loss, penalty=penalty, parameters=parameters, hold_out=hold_out)
    objective = whole if whole.dimension == 2 else Slice(whole, (0, 1), whole.optimum.theta)
    runs = [
        Competitor.at(i, s, gdviz.optimizers[s].name, gdviz.descend(whole, s, steps=STEPS, stop=None, **run))  # type: ignore[arg-type]
        for i, s in enumerate(slugs)
    ]
    return Scene.of(
        objective, runs, focus=1, data=DataView.of(objective, **(view or {})), resolution=48
    ), whole  # type: ignore[arg-type]


class Shown:
    """A scene in a page that is open, resting at the end."""

    def __init__(
        self, open_shared: Open, folder: Path, scene: Scene, whole: DataLoss, **options: object
    ) -> None:
        file = folder / "scene.html"
        file.write_text(scene.to_html(), encoding="utf-8")
        self.scene, self.whole, self.url = scene, whole, file.as_uri()
        self.page = open_shared(self.url, reduced_motion="reduce", color_scheme="light", **options)
        self.paths = [run.path for run in scene.competitors]

    def seek(self, k: int) -> None:
        self.page.evaluate(f"k => {{ {PLAYER}.seek(k); }}", k)
        settle(self.page)

    def ask(self, expression: str, argument: object = None) -> object:
        return self.page.evaluate(expression, argument)

    def place(self, x: object, y: object) -> np.ndarray:
        """Pixels of the panel for values in the data's own units."""
        f = self.ask(
            f"() => {{ const {{ox, oy, ax, ay}} = {PLAYER}.panels.data.frame; return {{ox, oy, ax, ay}}; }}"
        )
        return np.stack([f["ox"] + np.asarray(x) * f["ax"], f["oy"] - np.asarray(y) * f["ay"]], axis=-1)  # type: ignore[index]


def settle(page: Page) -> None:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def take(page: Page, scene: Scene) -> None:
    """Hand another scene to the player that is there."""
    page.evaluate(
        f"text => {PLAYER}.update(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)))",
        base64.b64encode(scene.to_bytes()).decode(),
    )
    settle(page)


def hand(page: Page, scene: Scene) -> Page:
    """Hand a scene to the player that is there, and let it rest at the end, as one that has just been opened."""
    take(page, scene)
    page.evaluate(f"() => {{ {PLAYER}.seek({PLAYER}.clock.steps); }}")
    page.wait_for_function(COMPLETE)
    settle(page)
    return page


def near(page: Page, x: float, y: float, color: str, reach: int = 2, canvas: str = "front") -> bool:
    """Whether a canvas of the panel has that colour within a few pixels of a place."""
    r, g, b = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return bool(
        page.evaluate(
            f"""([x, y, r, g, b, reach, name]) => {{
        const canvas = {PLAYER}.panels.data[name], s = window.devicePixelRatio, side = Math.ceil((2 * reach + 1) * s);
        const d = canvas.getContext('2d').getImageData(Math.round((x - reach) * s), Math.round((y - reach) * s), side, side).data;
        for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 120 && Math.abs(d[i] - r) + Math.abs(d[i + 1] - g) + Math.abs(d[i + 2] - b) < 60)
            return true;
        return false; }}""",
            [x, y, r, g, b, reach, canvas],
        )
    )


def text_color(page: Page) -> str:
    return "#" + "".join(f"{int(v):02x}" for v in page.evaluate(f"() => {PLAYER}.theme.text.match(/\\d+/g)"))
