"""Whatever a link says is shown as text: no markup of a stranger is rendered, no foreign host is asked."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from gdviz.ui.problems.kinds import known_links
from tests.browser.same_page import arrived

pytestmark = pytest.mark.without_webgl
HOST = "http://foreign.invalid"
HOSTILE = (
    f"![i]({HOST}/a.png) [Log in again]({HOST}/b) <img src={HOST}/c.png onerror=alert(1)> <b>bold</b> {HOST}/d "
    f":material/home: :smile: $x^2$ **fat** `code`"
)
PAGES = {"": "surface", "linear_regression": "regression", "classification": "classification"}
OTHERS = {"find_the_bug": ("bug", "rows", "multiple", "alike"), "reference": ("show", "find")}
COLLECT = """() => [...document.querySelectorAll('a, img, iframe, form, script, link, object')]
    .flatMap((e) => [e.href, e.src, e.data, e.action]).filter((u) => String(u).startsWith('http://foreign.invalid'))"""


def keys() -> list[str]:
    return sorted({"opt", "own", *known_links()}) + [
        "surface.a",
        "gd.lr",
        "gd.unknown",
        "own.beta",
        "unknown",
    ]


def check(page) -> None:
    arrived(page)
    assert page.evaluate(COLLECT) == []
    assert (
        page.locator("strong", has_text="fat").count() == 0
        and page.locator("b", has_text="bold").count() == 0
    )


@pytest.mark.parametrize("path", PAGES)
def test_every_part_of_a_link_is_text(open_page, app_url, path: str) -> None:
    query = urlencode({key: HOSTILE for key in keys()} | {f"[x]({HOST})": HOSTILE})
    page = open_page(f"{app_url}/{path}?{query}", reduced_motion="reduce")
    page.get_by_text("Log in again").first.wait_for()
    check(page)
    assert query not in page.url
    page.go_back()  # to where the reader came from: the good link has taken the bad one's place
    assert page.url == "about:blank"
    page.go_forward()
    assert page.url.startswith(app_url)


@pytest.mark.parametrize("path", PAGES)
def test_comments_and_names_of_own_texts_are_text(open_page, app_url, path: str) -> None:
    rule = f"param beta = 0.9 from 0 to 1   # {HOSTILE}\ntheta = theta - lr*g*beta"
    query = {"opt": "own", "own": rule}
    if path == "":
        query["f"] = f"param a = 1 from 0 to 2   # {HOSTILE}\na*x^2 + y^2"
    page = open_page(f"{app_url}/{path}?{urlencode(query)}", reduced_motion="reduce")
    check(page)


@pytest.mark.parametrize("path", OTHERS)
def test_other_pages(open_page, app_url, path: str) -> None:
    """What `open_page` checks at the end, too: that no request leaves the host."""
    page = open_page(
        f"{app_url}/{path}?{urlencode({k: HOSTILE for k in OTHERS[path]})}",
        until="h1",
        reduced_motion="reduce",
    )
    page.get_by_text("Find the bug").first.wait_for()
    check(page)
