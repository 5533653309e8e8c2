"""Names of columns are text, whatever they look like: in the axes of plotly.js, in the data panel, in tips."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

from gdviz.engine import Table
from tests.browser.data_scene import PLAYER, Shown, built, settle

Open = Callable[..., Page]
NAMES = ["<b>bold</b>", "a<br>b & c", "<a href='http://x.invalid'>y</a>", "$x^2$ &lt;"]


def test_axes_show_a_name_as_it_is(open_page: Open, tmp_path: Path) -> None:
    x = np.random.default_rng(1).normal(size=(20, 3))
    table = Table("T", {**{name: x[:, i] for i, name in enumerate(NAMES[:3])}, NAMES[3]: x @ [1.0, 2.0, 3.0]})
    shown = Shown(open_page, tmp_path, *built(table, lr=0.1))
    page = shown.page
    settle(page)
    titles = page.locator(".gd-contour .xtitle, .gd-contour .ytitle")
    assert titles.all_inner_texts() == NAMES[:2] or [t.text_content() for t in titles.all()] == NAMES[:2]
    assert page.locator(".gdviz .gd-contour a, .gdviz .gd-contour tspan[style*=bold]").count() == 0
    drawn = page.evaluate(
        f"() => {{ const s = {PLAYER}.panels.surface.plot.layout.scene; return [s.xaxis.title.text, s.yaxis.title.text]; }}"
    )
    assert drawn == ["&lt;b&gt;bold&lt;/b&gt;", "a&lt;br&gt;b &amp; c"]
    heads = page.locator(".gd-rows th[title^='x = ']").get_attribute("title")
    assert all(name in heads for name in NAMES[:3])


def test_a_long_name_is_cut_not_the_picture(open_page: Open, tmp_path: Path) -> None:
    name = "a very long name of a column " * 6
    x = np.random.default_rng(1).normal(size=(20, 2))
    shown = Shown(
        open_page,
        tmp_path,
        *built(Table("T", {name: x[:, 0], "b": x[:, 1], "y": x @ [1.0, 2.0]}), lr=0.1),
        width=390,
        height=844,
    )
    title = shown.page.locator(".gd-contour .xtitle")
    assert title.text_content().endswith("…")
    assert shown.page.evaluate("document.documentElement.scrollWidth") <= 390
