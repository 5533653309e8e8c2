"""The arithmetic of every optimizer can be read: no digit is small, nothing is cut, nothing lies over something else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

import gdviz
from gdviz.player import Competitor, Scene
from tests.browser.same_page import resize

pytestmark = pytest.mark.without_webgl
ROOT = "[data-testid=gdviz-player]"
LEAST = 11  # pixels
# every token with its font and its box, the scrolling boxes around them, and what is wrong with any of them
LOOK = """() => {
  const body = document.querySelector('.gd-arithmetic .gd-body'), tokens = [...body.querySelectorAll('mi, mn, mo, mtext')];
  const size = (node) => parseFloat(getComputedStyle(node).fontSize), box = (node) => node.getBoundingClientRect();
  const wrong = [];
  for (const line of body.querySelectorAll('.gd-equation > div')) {
    if (line.scrollHeight > line.clientHeight + 1) wrong.push(`cut: ${line.className} ${line.scrollHeight} of ${line.clientHeight}`);
    const outer = box(line);
    for (const math of line.querySelectorAll('math')) {
      const inner = box(math);
      if (inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1) wrong.push(`sticks out: ${math.textContent}`);
    }
    const numbers = [...line.querySelectorAll('mn')].map((node) => [node, box(node)]);
    numbers.forEach(([a, r], i) => numbers.slice(i + 1).forEach(([b, s]) => {
      const across = Math.min(r.right, s.right) - Math.max(r.left, s.left), along = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
      if (across > 1 && along > 0.45 * Math.min(r.height, s.height)) wrong.push(`${a.textContent} over ${b.textContent}`);
    }));
    for (const brace of line.querySelectorAll('mo')) if (brace.textContent === '{') {
      const table = brace.nextElementSibling;
      if (box(brace).height < 0.8 * box(table).height) wrong.push(`a brace of ${box(brace).height} beside ${box(table).height}`);
    }
  }
  return { wrong, sizes: tokens.map((node) => [node.textContent, size(node), box(node).height]), over: body.scrollWidth - body.clientWidth,
    font: [...document.fonts].filter((f) => f.family.includes('gdviz Math')).map((f) => f.status) };
}"""
SIZES = [(1366, 768), (1920, 1080), (390, 844)]


@pytest.fixture(scope="module")
def page(open_shared: Callable[..., Page], tmp_path_factory: pytest.TempPathFactory) -> Page:
    runs = []
    for i, slug in enumerate(gdviz.optimizers):
        path = gdviz.descend("rosenbrock", slug, steps=4, stop=None)
        runs.append(Competitor.at(i, slug, gdviz.optimizers[slug].name, path))
    file = tmp_path_factory.mktemp("all") / "scene.html"
    file.write_text(Scene.of(gdviz.surfaces["rosenbrock"], runs).to_html(), encoding="utf-8")
    return open_shared(file.as_uri(), reduced_motion="reduce")


def faults(page: Page, slug: str) -> list[str]:
    page.evaluate(
        "([root, slug]) => { const { gdviz } = document.querySelector(root); gdviz.focusOn(slug); gdviz.seek(3); }",
        [ROOT, slug],
    )
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    found = page.evaluate(LOOK)
    assert found["font"] == ["loaded"] and len(found["sizes"]) > 10, slug
    small = [
        f"{text!r} in {size} px"
        for text, size, height in found["sizes"]
        if size < LEAST or height < 0.6 * LEAST and text.isalnum()
    ]
    wide = ["the panel scrolls sideways"] if found["over"] > 0 else []
    return [f"{slug}: {what}" for what in small + wide + found["wrong"]]


@pytest.mark.parametrize("width, height", SIZES)
def test_every_equation_can_be_read(page: Page, width: int, height: int) -> None:
    resize(page, width, height)
    assert [fault for slug in gdviz.optimizers for fault in faults(page, slug)] == []


def test_numbers_change_where_they_stand(page: Page) -> None:
    """What is made anew is laid out anew, many times a second. But what stays says the same as what is new."""
    stayed = []
    for slug in gdviz.optimizers:
        before, after, stay, anew = page.evaluate(
            """async ([root, slug]) => {
                const { gdviz } = document.querySelector(root), { arithmetic } = gdviz.panels;
                const at = async (k) => {
                    gdviz.seek(k);
                    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
                    return arithmetic.list.innerHTML;
                };
                gdviz.focusOn(slug);
                const before = await at(1), nodes = [...arithmetic.list.querySelectorAll('*')], after = await at(3);
                const stay = nodes.filter((node) => node.isConnected).length / nodes.length;
                arithmetic.run = undefined;
                gdviz.focusOn(slug);
                return [before, after, stay, await at(3)];
            }""",
            [ROOT, slug],
        )
        assert anew == after != before, slug
        stayed.append(stay)
    assert sum(stayed) / len(stayed) > 0.9


def test_full_screen_makes_the_arithmetic_larger(page: Page) -> None:
    resize(page, 1920, 1080)
    faults(page, "adam")
    before = min(size for _, size, _ in page.evaluate(LOOK)["sizes"])
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("() => document.fullscreenElement")
    assert faults(page, "adam") == []
    assert min(size for _, size, _ in page.evaluate(LOOK)["sizes"]) > 1.25 * before
