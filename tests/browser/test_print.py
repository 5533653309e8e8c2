"""On paper: one light page with the scene's name and formula, all panels, the whole arithmetic; then the screen as it was."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

import gdviz
from gdviz.player import Competitor, Scene
from gdviz.ui.pages import PAGES
from gdviz.ui.spec.page import Page as AppPage
from tests.browser.conftest import ROOT as REPO
from tests.browser.data_scene import PLAYER, ROOT, built, settle
from tests.browser.same_page import arrived, resize
from tests.browser.test_loss_surface_page import wait_query

Open = Callable[..., Page]
STATE = f"""() => {{ const p = {PLAYER}, root = p.root, body = root.querySelector('.gd-arithmetic .gd-body'), {{ surface }} = p.panels;
  if (!p.panels.curve.fitted) p.paint(true);
  const blank = (canvas) => {{ const d = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    for (let i = 3; i < d.length; i += 4) if (d[i]) return false; return true; }};
  const picture = surface.host.querySelector('.gd-print-surface');
  return {{ dark: p.theme.dark, head: root.querySelector('.gd-print-head')?.textContent ?? null, cut: body.scrollHeight > body.clientHeight + 1,
    width: root.clientWidth, curve: p.panels.curve.fitted.width, surface: picture && !blank(picture), sheet: document.querySelectorAll('style').length,
    styles: [root.getAttribute('style'), p.panels.curve.host.getAttribute('style')].map((s) => s || null),
    menus: getComputedStyle(root.querySelector('.gd-tools select')).display, step: p.clock.k }}; }}"""

PRINTED = "() => window.dispatchEvent(new Event('beforeprint'))"


def pages(pdf: bytes) -> int:
    """How many pages a PDF has, those in compressed parts too."""
    text = pdf
    for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            text += zlib.decompress(part)
        except zlib.error:
            continue
    return len(re.findall(rb"/Type\s*/Page\b", text))


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder, found = tmp_path_factory.mktemp("print"), {}
    runs = [
        Competitor.at(i, s, gdviz.optimizers[s].name, gdviz.descend("rosenbrock", s, steps=60))
        for i, s in enumerate(("gd", "adam"))
    ]
    made = {
        "surface": Scene.of(gdviz.surfaces["rosenbrock"], runs, focus=1),
        "data": built("moons", "cross_entropy", lr=0.3)[0],
    }
    for name, scene in made.items():
        file = folder / f"{name}.html"
        file.write_text(scene.to_html(), encoding="utf-8")
        found[name] = file.as_uri()
    return found


@pytest.fixture(scope="module", params=["surface", "data"])
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def opened(open_shared: Open, scenes: dict[str, str], name: str) -> Page:
    """A page of each scene: printing leaves it as it was."""
    return open_shared(scenes[name], color_scheme="dark", reduced_motion="reduce")


@pytest.fixture(params=[1366, 390])
def page(opened: Page, request: pytest.FixtureRequest) -> Page:
    return resize(opened, request.param)


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_one_light_page_with_everything(page: Page, name: str, scheme: str) -> None:
    words = {"surface": "Rosenbrock", "data": "ℓ(z,y)=−ylog(p)"}[name]
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(f"() => {PLAYER}.theme.dark === {str(scheme == 'dark').lower()}")
    settle(page)
    before = page.evaluate(STATE)
    assert before["dark"] is (scheme == "dark") and before["head"] is None
    page.evaluate(PRINTED)
    page.wait_for_function(f"() => {PLAYER}.root.querySelector('.gd-print-head')")
    on_paper = page.evaluate(STATE)
    assert (
        not on_paper["dark"] and not on_paper["cut"] and on_paper["surface"] and on_paper["menus"] == "none"
    )
    assert words in re.sub(r"\s|\u2061|\u2062", "", on_paper["head"]) and "Step 60 of 60" in on_paper["head"]
    assert on_paper["curve"] == before["curve"] and abs(on_paper["width"] - before["width"]) <= 1
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.wait_for_function(f"() => {PLAYER}.theme.dark === {str(scheme == 'dark').lower()}")
    assert page.evaluate(STATE) == before


def test_the_apps_page_prints_the_player_alone(open_page: Open, app_url: str) -> None:
    page = open_page(app_url, color_scheme="dark", reduced_motion="reduce")
    assert pages(page.pdf(prefer_css_page_size=True)) == 1
    page.evaluate(PRINTED)
    page.wait_for_function(f"() => {PLAYER}.root.querySelector('.gd-print-head')")
    page.emulate_media(media="print")
    assert page.locator(".gd-print-head").is_visible() and page.locator(".gd-curve > header").is_visible()
    for hidden in ("[data-testid=stSidebar]", "[data-testid=stHeader]", ".stTabs", "[role=radiogroup]"):
        assert not any(node.is_visible() for node in page.locator(hidden).all()), hidden
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_comparison_is_printed_before_the_picture(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/fair_comparison", color_scheme="dark", reduced_motion="reduce")
    arrived(page)  # the picture is there before the numbers
    assert pages(page.pdf(prefer_css_page_size=True)) == 1  # nothing is compared yet
    starts = page.locator(".stMain").get_by_role("textbox", name="Starts that count")
    starts.fill("4")
    starts.press("Enter")
    wait_query(page, "=4")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Use all of them").wait_for()
    page.wait_for_selector(".st-key-on-paper .scatterlayer")
    assert pages(page.pdf(prefer_css_page_size=True)) == 2
    page.emulate_media(media="print", color_scheme="dark")
    found = page.locator(".st-key-on-paper")
    for shown in (".gd-verdict", ".gd-table", ".stPlotlyChart"):
        assert found.locator(shown).is_visible(), shown
    look = "n => [getComputedStyle(n).fill, getComputedStyle(n.closest('svg')).backgroundColor]"
    text = found.locator(".stPlotlyChart .xtick text").first
    assert text.evaluate(look) == ["rgb(28, 37, 48)", "rgba(0, 0, 0, 0)"]  # on white, though the page is dark
    for hidden in (".st-key-compare-fields", ".st-key-tuned", ".st-key-tuned-all"):
        assert not page.locator(hidden).is_visible(), hidden


def test_the_pdf_has_one_page(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    assert pages(page.pdf(prefer_css_page_size=True)) == 1


def test_on_paper_nothing_is_narrow_for_what_is_left_out(open_page: Open, app_url: str) -> None:
    """Sliders are not printed, nor a sentence about numbers that are to come; then the rest takes their room."""
    page = open_page(f"{app_url}/classification", reduced_motion="reduce")
    page.evaluate(PRINTED)
    player, arithmetic = page.locator(ROOT).bounding_box(), page.locator(".gd-arithmetic").bounding_box()
    assert arithmetic["width"] > 0.98 * player["width"]
    row = page.locator(".gd-row").first
    entry = row.locator(".gd-entry").bounding_box()["width"]
    assert entry > 0.7 * row.evaluate("n => n.clientWidth")
    page = open_page(f"{app_url}/neural_network", reduced_motion="reduce")
    page.locator(".gd-pass").first.wait_for()
    page.evaluate(f"() => {{ {PLAYER}.seek(10); ({PRINTED})(); }}")
    assert page.get_by_text("on their way").count() == page.locator(".gd-passes-absent").count() == 1
    assert not page.locator(".gd-passes").is_visible()


BESIDE = [p for p in PAGES.values() if p.player and "stage.show(page, " in (REPO / p.file).read_text("utf-8")]
SEEN = """() => { const seen = (n) => n.checkVisibility({ visibilityProperty: true }), all = (s) => [...document.querySelectorAll(s)];
  const found = all('[class*="st-key-on-paper"]'), right = document.documentElement.clientWidth;
  return { headings: all(':is([class*="st-key-above-"], [class*="st-key-beside-"]) h3').filter(seen).length,
    controls: all('.stMain :is(button, input, textarea, select, [role=slider], [role=combobox], .st-key-on-screen)')
      .filter((n) => !n.closest('.gdviz') && seen(n)).map((n) => n.outerHTML.slice(0, 200)),
    pale: found.flatMap((n) => [...n.querySelectorAll('svg text')]).filter(seen)
      .filter((n) => getComputedStyle(n).fill !== 'rgb(28, 37, 48)').map((n) => n.textContent),
    cut: found.flatMap((n) => [...n.querySelectorAll('.main-svg, table')]).filter(seen)
      .filter((n) => n.getBoundingClientRect().right > right + 1).map((n) => n.outerHTML.slice(0, 200)) }; }"""


@pytest.mark.parametrize("shown", BESIDE, ids=lambda page: page.key)
def test_what_a_page_found_beside_its_player_is_printed(
    open_page: Open, app_url: str, shown: AppPage
) -> None:
    page = open_page(f"{app_url}/{shown.address}", color_scheme="dark", reduced_motion="reduce")
    ask = page.get_by_role("button", name="Compare", exact=True)
    if shown.key == "compare":
        ask.click()
    figure = page.locator('[class*="st-key-on-paper"] :is(.gd-cells image, .js-plotly-plot)').first
    figure.wait_for()
    expect(page.locator(".stMain .stProgress")).to_have_count(0)
    assert pages(page.pdf(prefer_css_page_size=True)) > 1
    page.emulate_media(media="print", color_scheme="dark")
    assert figure.is_visible()
    seen = page.evaluate(SEEN)
    assert seen.pop("headings") > 0
    assert seen == {"controls": [], "pale": [], "cut": []}
