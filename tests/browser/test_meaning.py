"""What a surface's parameters mean, beside its picture: a ratings table, a cloud of data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import gdviz
from tests.browser.data_scene import PLAYER
from tests.browser.same_page import changed, run_of

Open = Callable[..., Page]
pytestmark = pytest.mark.without_webgl
# predictions as they are written, and the parameters and the loss of the focused run at the play head
TABLE = f"""() => {{ const p = {PLAYER}, run = p.focused, j = run.head(p.clock.k);
    const written = [...document.querySelectorAll('.gd-factors tbody b')].map((b) => b.parentElement.tagName === 'TD'
      ? Number(b.textContent.replace('−', '-')) : null).filter((v) => v !== null);
    return {{ written, theta: [...run.parameters(j)], said: document.querySelector('.gd-meaning-said').textContent,
              loss: run.loss[j], name: run.name }}; }}"""
# the colour on the cloud's front canvas half way between a point and its image
HALF_WAY = f"""i => {{ const p = {PLAYER}, {{ meaning: panel }} = p.panels, f = panel.frame, run = p.focused, j = run.head(p.clock.k);
    const [a, b] = p.scene.meaning.points[i], at = p.scene.meant[run.index].at('image', j);
    const x = f.ox + (a + at[2 * i]) / 2 * f.ax, y = f.oy - (b + at[2 * i + 1]) / 2 * f.ay, s = window.devicePixelRatio;
    const box = panel.front.getContext('2d').getImageData(Math.round(x * s) - 1, Math.round(y * s) - 1, 3, 3).data;
    return Math.max(...box.filter((_, k) => k % 4 === 3)); }}"""


def test_the_ratings_follow_play_head_focus_and_sliders(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?surface=recommender&opt=gd,momentum&steps=30", reduced_motion="reduce")

    def agrees() -> None:
        out = page.evaluate(TABLE)
        x, y = out["theta"]
        expected = [x, x * y, 0.8 * x, 2, 2 * y, 1.6, 5, 5 * y, 4]
        assert out["written"] == pytest.approx(expected, rel=5e-3)
        assert out["said"].startswith(out["name"])
        assert float(out["said"].split(": ")[1]) == pytest.approx(out["loss"], rel=1e-4)

    table = page.get_by_role("table").filter(has_text="taste × quality")
    expect(table).to_be_visible()
    agrees()
    page.keyboard.press("Home")
    page.evaluate(f"() => {PLAYER}.seek(7)")
    expect(page.locator(".gd-meaning-said")).to_contain_text("step 7.")
    agrees()
    first = run_of(page)
    other = page.evaluate(
        f"() => {{ const p = {PLAYER}, run = p.scene.runs.find((r) => r !== p.focused); p.focusOn(run.slug); return run.name; }}"
    )
    changed(page, first)  # the page sends the numbers of the other run
    expect(page.locator(".gd-meaning-said")).to_contain_text(f"{other}, step")
    agrees()
    assert "Ben, A: 2, predicted 2" in (page.locator(".gd-meaning").get_attribute("aria-label") or "")


@pytest.fixture(scope="module")
def cloud(open_shared: Open, tmp_path_factory: pytest.TempPathFactory) -> Page:
    file = tmp_path_factory.mktemp("cloud") / "autoencoder.html"
    file.write_text(gdviz.show("linear_autoencoder", "adam", steps=60).to_html(), encoding="utf-8")
    return open_shared(file.as_uri(), reduced_motion="reduce")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_cloud_in_a_file_has_its_residuals(cloud: Page, scheme: str) -> None:
    page = cloud
    page.evaluate(f"() => {PLAYER}.seek(0)")
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(f"() => {PLAYER}.theme.dark === {str(scheme == 'dark').lower()}")
    page.evaluate(f"() => {PLAYER}.seek(4)")
    expect(page.locator(".gd-meaning-said")).to_contain_text("Adam, step 4. Mean squared residual")
    page.wait_for_function(f"() => {PLAYER}.panels.meaning.frame && ({HALF_WAY})(16) > 100")
    frame = page.evaluate(f"() => {{ const {{ax, ay}} = {PLAYER}.panels.meaning.frame; return [ax, ay]; }}")
    assert frame[0] == frame[1]  # what is at right angles is drawn at right angles
    assert "w = (" in (page.locator(".gd-meaning").get_attribute("aria-label") or "")
