"""What is around the player leaves it where it is, keeps Play in reach, and starts what it opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from gdviz.ui.pages import PAGES
from tests.browser.conftest import PAINTED
from tests.browser.data_scene import PLAYER, ROOT
from tests.browser.same_page import changed, resize, run_of, still
from tests.browser.test_loss_surface_page import no_sideways_scrolling

Open = Callable[..., Page]
SIZES = [(1366, 768), (1024, 768), (390, 844)]
WIDTHS = [1024, 1366, 390]
REACHED = """n => { const b = n.getBoundingClientRect(), at = document.elementFromPoint(b.x + 6, b.y + 6);
    return n.closest('button, label').contains(at); }"""
TOLD = ".st-key-told"
SIDEBAR = "[data-testid=stSidebar]"


def top(page: Page) -> float:
    return page.evaluate(
        "root => document.querySelector(root).getBoundingClientRect().top + document.querySelector('.stMain').scrollTop",
        ROOT,
    )


@pytest.fixture(scope="module")
def home(open_shared: Open, app_url: str) -> Page:
    """The app as it opens, in whatever size and scene the test before left it."""
    return open_shared(app_url, reduced_motion="reduce", webgl=False)


@pytest.fixture(scope="module")
def warned(open_shared: Open, app_url: str) -> Page:
    """A page with two alerts and two conditions above the player."""
    link = f"{app_url}/?surface=himmelblau&steps=many&f=x..y&opt=gd&noise=1&clip=2"
    return open_shared(link, reduced_motion="reduce")


@pytest.fixture(scope="module")
def phone(open_shared: Open, app_url: str) -> Page:
    """The app, opened on a phone."""
    return open_shared(app_url, width=390, height=844, reduced_motion="reduce")


@pytest.mark.parametrize("width, height", SIZES)
def test_nothing_moves_the_player_and_play_stays_in_reach(
    home: Page, warned: Page, width: int, height: int
) -> None:
    page = resize(home, width, height)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("() => { document.querySelector('.stMain').scrollTop = 0; }")
    place, play = top(page), page.locator("[data-gd=play]")
    for name in list(PAGES["surface"].scenes)[:3]:
        run = run_of(page)
        page.get_by_role("button", name=name, exact=True).or_(
            page.get_by_role("radio", name=name, exact=True)
        ).first.click()
        changed(page, run)
        assert top(page) == place
    other = resize(warned, width, height)
    expect(other.get_by_text("steps=many").first).to_be_attached()
    assert top(other) == place
    for scroll in (0, 400, 900):
        page.evaluate("y => { document.querySelector('.stMain').scrollTop = y; }", scroll)
        still(page)
        box, root = play.bounding_box(), page.locator(ROOT).bounding_box()
        assert box["y"] >= 0 and (
            box["y"] + box["height"] <= height or root["y"] > height or root["y"] + root["height"] < 0
        ), scroll
        assert play.evaluate(
            "n => { const b = n.getBoundingClientRect(), at = document.elementFromPoint(b.x + 8, b.y + b.height / 2);"
            "return n.contains(at); }"
        ), scroll


@pytest.mark.parametrize("width, height", [(1280, 768), (390, 844)])
def test_what_is_too_long_to_stand_above_the_player_is_read_over_it(
    warned: Page, width: int, height: int
) -> None:
    page = resize(warned, width, height)
    page.evaluate("() => { document.querySelector('.stMain').scrollTop = 0; }")
    page.mouse.move(0, 0)
    box, place = page.locator(TOLD), top(page)
    cut = "n => n.scrollHeight - n.clientHeight"
    fades = "n => getComputedStyle(n).maskImage !== 'none'"
    page.wait_for_function(f"root => ({cut})(document.querySelector(root)) > 20", arg=TOLD)
    assert box.evaluate(fades)
    box.evaluate("n => { n.scrollTop = n.scrollHeight; }")
    page.wait_for_function(f"root => !({fades})(document.querySelector(root))", arg=TOLD)  # nothing follows
    box.hover()
    page.wait_for_function(f"root => ({cut})(document.querySelector(root)) === 0", arg=TOLD)
    for text in box.locator("p").all():
        assert text.evaluate(REACHED.replace("n.closest('button, label')", "n")), text.inner_text()
    assert top(page) == place
    page.mouse.move(0, 0)
    page.wait_for_function(f"root => ({cut})(document.querySelector(root)) > 20", arg=TOLD)


def test_a_complaint_and_a_sentence_fit_into_their_room(warned: Page) -> None:
    page = resize(warned, 1280, 768)
    page.mouse.move(0, 0)
    room = page.locator(TOLD).evaluate("n => n.parentElement.clientHeight")
    complaint = page.locator(f"{TOLD} [data-testid=stAlert]").first.bounding_box()["height"]
    sentence = page.locator(f"{TOLD} [data-testid=stCaptionContainer]").first.bounding_box()["height"]
    assert 30 < complaint + sentence + 2 < room


def test_the_room_of_the_scenes_is_there_before_what_draws_them(tab: Page, app_url: str) -> None:
    page, held, tops = tab, [], []
    page.route("**/ButtonGroup*.js", lambda route: held.append(route))
    page.goto(app_url)
    page.wait_for_selector(PAINTED)
    scenes = page.get_by_role("radiogroup", name="Scenes")
    for release in (False, True):
        if release:
            assert scenes.count() == 0
            for route in held:
                route.continue_()
            scenes.wait_for()
        for width, height in SIZES:
            tops.append(top(resize(page, width, height)))
    assert held and tops[:3] == tops[3:]


def test_every_scene_opens_by_one_click_and_plays_from_its_start(home: Page) -> None:
    """In each width a click reaches each of them; each is clicked in one of the widths."""
    page, names = home, list(PAGES["surface"].scenes)
    page.emulate_media(reduced_motion="no-preference")
    chips = {name: page.locator("[class*=st-key-scene]").get_by_text(name, exact=True) for name in names}
    link = page.url
    for width in WIDTHS:
        resize(page, width, 800)
        page.evaluate("() => { document.querySelector('.stMain').scrollTop = 0; }")
        for name, chip in chips.items():
            chip.scroll_into_view_if_needed()
            if width > 640:
                box = chip.bounding_box()
                assert 0 <= box["x"] and box["x"] + box["width"] <= width, name
            assert chip.evaluate(REACHED), (name, width)
    assert page.url == link  # another size is no choice of the reader's
    for i, (name, chip) in enumerate(chips.items()):
        width = WIDTHS[i * len(WIDTHS) // len(chips)]
        if page.viewport_size["width"] != width:
            resize(page, width, 800)
        run = run_of(page)
        page.evaluate(f"() => {PLAYER}.seek({PLAYER}.clock.steps)")
        if width > 640:
            chip.scroll_into_view_if_needed()
            box = chip.bounding_box()
            page.mouse.click(box["x"] + 6, box["y"] + 6)
        else:
            chip.click()
        changed(page, run)
        assert page.evaluate(f"() => {PLAYER}.clock.playing && {PLAYER}.clock.k < {PLAYER}.clock.steps"), name
    assert page.locator("[class*=st-key-scene]").count()


def test_a_click_plays_from_the_new_start_and_reset_leads_back(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/?surface=himmelblau&opt=gd")
    opened = run_of(page)
    page.evaluate(f"() => {PLAYER}.seek({PLAYER}.clock.steps)")
    x, y = (
        page.evaluate(f"""() => {{ const p = {PLAYER}.panels.contour, f = p.frame, box = p.host.getBoundingClientRect();
        return [box.left + f.ox + 1 * f.ax, box.top + f.oy + 1 * f.ay]; }}""")
    )
    page.mouse.click(x, y)
    changed(page, opened)
    assert page.evaluate(f"() => {PLAYER}.clock.playing")
    assert "start=" in page.url
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function(
        "([root, run]) => document.querySelector(root).dataset.run === run", arg=[ROOT, opened]
    )
    page.wait_for_function("() => !location.search.includes('start=')")
    page.wait_for_function(f"() => {PLAYER}.clock.playing")


def test_on_a_phone_the_height_has_no_name_that_is_cut_and_results_are_read_without_scrolling(
    warned: Page, phone: Page
) -> None:
    """The name of the height stands outside of the axes: a narrow panel has no room for it, and its menu says the scale."""
    named = f"() => {PLAYER}.panels.surface.plot.layout.scene.zaxis.title.text"
    assert resize(warned, 1366, 768).evaluate(named) == "f (log scale)"
    assert phone.evaluate(named) == "" and phone.locator("[data-gd=height]").input_value() == "log"
    reasons = phone.locator(".gd-table .why")
    reasons.first.wait_for()
    assert reasons.count() == 3
    assert [b for b in (r.bounding_box() for r in reasons.all()) if b["x"] + b["width"] > 390] == []


def test_on_a_phone_the_sidebar_leaves_the_picture_in_sight(phone: Page) -> None:
    page = phone
    page.locator("[data-testid=stExpandSidebarButton]").click()
    still(page, SIDEBAR)  # it slides in
    sheet, picture = page.locator(SIDEBAR).bounding_box(), page.locator("[data-gd=contour]").bounding_box()
    assert sheet["width"] == 390 and sheet["y"] > 0.5 * 844
    seen = min(sheet["y"], picture["y"] + picture["height"]) - max(0, picture["y"])
    assert seen > 0.75 * picture["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    rate = page.locator(SIDEBAR).get_by_role("slider", name="Learning rate").first
    rate.scroll_into_view_if_needed()
    before = run_of(page)
    rate.focus()
    page.keyboard.press("ArrowRight")
    changed(page, before)
    picture = page.locator("[data-gd=contour]").bounding_box()
    assert picture["y"] < sheet["y"] - 150  # still there


@pytest.mark.without_webgl
@pytest.mark.parametrize("width, height", [(844, 390), (390, 844)])
def test_on_a_phone_held_or_turned_sideways_the_sidebar_is_closed_at_first(
    open_page: Open, app_url: str, width: int, height: int
) -> None:
    page = open_page(app_url, width, height)
    open_button, sidebar = page.locator("[data-testid=stExpandSidebarButton]"), page.locator(SIDEBAR)
    open_button.wait_for()
    for size in ((844, 390), (390, 844), (844, 390)):
        page = resize(page, *size)
        expect(open_button).to_be_visible()
        picture = page.locator(ROOT).bounding_box()
        assert picture["x"] >= 0 and picture["width"] > 0.9 * size[0] - 20
        assert picture["y"] < 210  # scenes are one row
    open_button.click()
    still(page, SIDEBAR)
    assert sidebar.bounding_box()["x"] == 0 and sidebar.get_attribute("data-collapsed") == "false"
    page.locator("[data-testid=stSidebarCollapseButton] button").click()
    expect(open_button).to_be_visible()


@pytest.mark.without_webgl
def test_on_a_phone_a_comparison_is_started_without_scrolling(open_page: Open, app_url: str) -> None:
    """Its numbers stand two in a row, and the picture begins below the button."""
    page = open_page(f"{app_url}/fair_comparison", width=390, height=844, reduced_motion="reduce")
    start = page.get_by_role("button", name="Compare", exact=True)
    start.wait_for()
    still(page, ".gdviz")
    assert start.bounding_box()["y"] < 520 and page.locator(ROOT).bounding_box()["y"] < 760
    fields = [
        page.locator(".stMain").get_by_role("textbox", name=name).bounding_box()
        for name in ("Trials each", "Starts that count")
    ]
    assert fields[0]["y"] == fields[1]["y"] and fields[1]["x"] + fields[1]["width"] <= 390


@pytest.mark.without_webgl
def test_a_refused_number_of_a_comparison_moves_nothing(open_page: Open, app_url: str) -> None:
    page = open_page(f"{app_url}/fair_comparison", reduced_motion="reduce")
    page.get_by_role("button", name="Compare", exact=True).wait_for()
    fields = page.locator(".st-key-compare-numbers input")

    def tops() -> list[float]:
        still(page, ".gdviz")
        return [box["y"] for box in map(Locator.bounding_box, (*fields.all(), page.locator(ROOT))) if box]

    def ends(found: Locator) -> tuple[float, float]:
        box = found.bounding_box()
        assert box
        return box["y"], box["y"] + box["height"]

    refusals, start = page.locator(".gd-refusal"), page.get_by_role("button", name="Compare", exact=True)
    heading = page.get_by_text("Not one lucky path")
    usual = [field.input_value() for field in fields.all()]
    for width in (1366, 1024, 390):
        page.set_viewport_size({"width": width, "height": 768})
        before = tops()
        for i in range(4):
            fields.nth(i).fill("-3")
            fields.nth(i).press("Enter")
            expect(refusals).to_have_count(1 + i)
            assert tops() == before
        top, bottom = ends(page.locator(".st-key-compare-refused"))
        above, below = heading, before[0] - 20  # the labels
        if width == 390:  # below the fields
            above, below = fields.last, ends(start)[0]
        assert ends(above)[1] <= top + 1 and bottom <= below + 1
        first = refusals.first.bounding_box()
        assert first and top <= first["y"] and first["y"] + first["height"] <= bottom + 1
        refusals.last.scroll_into_view_if_needed()
        last = refusals.last.bounding_box()
        assert last and top - 1 <= last["y"] and last["y"] + last["height"] <= bottom + 1
        assert no_sideways_scrolling(page)
        for i, value in enumerate(usual[:4]):
            fields.nth(i).fill(value)
            fields.nth(i).press("Enter")
        expect(page.locator(".gd-refusal")).to_have_count(0)
