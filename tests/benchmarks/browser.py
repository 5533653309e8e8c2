"""What a viewer waits for, in Chromium, beside native Plotly frames of the same race. Software WebGL: ratios matter."""

from __future__ import annotations

import gzip
import json
import statistics
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from playwright.sync_api import Browser, Page, sync_playwright

from gdviz.player.web.assets import PARTS, plotly_path, publish_assets
from tests.benchmarks.server import ROOT, Server
from tests.browser.tabs import ARGUMENTS, chromium_path

SIX = "opt=gd,momentum,adam,nesterov,rmsprop,adagrad&tol=off"
THREE = "opt=gd,momentum,adam&steps=300&tol=off"
# of 300 steps x 3 optimizers: what is descended, its page, and the rates that are typed
COMPARED = (
    ("a surface", "", [f"0.000{i}" for i in range(51, 60)]),
    ("a 2-8-1 network", "neural_network", [f"0.0{i}" for i in range(51, 60)]),
    ("a 2-16-16-16-1 network", "neural_network?hidden=16,16,16", [f"0.0{i}" for i in range(51, 60)]),
)
PLAYER = "document.querySelector('[data-testid=gdviz-player]')"
RUN = f"({PLAYER} || {{dataset: {{}}}}).dataset.run"
MOVING = f"(p => p && p.dataset.playing === 'true' && Number(p.dataset.step) > 0)({PLAYER})"
WHOLE = f"({PLAYER} || {{dataset: {{}}}}).dataset.ready === 'true'"
TEXT = "[...document.querySelectorAll('p')].some(p => p.textContent.startsWith('There is nothing'))"
NATIVE_RUN = "((document.querySelector('.js-plotly-plot') || {}).layout || {meta: {}}).meta.run"
# from the key that commits a change to the frame in which the new run is on screen
CLOCK = """run => { const now = eval(run); window.waited = new Promise(done => document.addEventListener('keydown', e => {
  if (e.key !== 'Enter') return; const start = performance.now();
  const look = () => eval(run) && eval(run) !== now ? requestAnimationFrame(() => done(performance.now() - start)) : requestAnimationFrame(look);
  look(); }, {capture: true, once: true})); }"""
# when the last of what the server sends arrives, after the same key: what remains of the wait is the browser's
ARRIVALS = """window.WebSocket = new Proxy(WebSocket, { construct(Socket, args) { const socket = new Socket(...args);
  socket.addEventListener('message', () => { window.arrived = performance.now(); }); return socket; } });
  document.addEventListener('keydown', e => { if (e.key === 'Enter') window.entered = performance.now(); }, true);"""


def waited(page: Page, run: str, act: Callable[[], None]) -> float:
    """Milliseconds from the Enter that `act` presses to the painted run."""
    page.evaluate(CLOCK, run)
    act()
    return float(page.evaluate("window.waited"))


def rates(page: Page, field: str, run: str, values: list[str]) -> tuple[float, float]:
    """After typing a rate: the median wait, and of it until all that the server sends has arrived."""
    # the player's page has a text field, the native one a field for numbers
    box = page.get_by_role("textbox", name=field).or_(page.get_by_role("spinbutton", name=field)).first
    out, arrived = [], []
    for value in values:
        box.fill(value)
        out.append(waited(page, run, lambda: box.press("Enter")))
        page.wait_for_timeout(400)
        arrived.append(float(page.evaluate("window.arrived - window.entered")))
    return statistics.median(out[1:]), statistics.median(arrived[1:])


def changes(server: Server, opened: Callable[[str, str], Page]) -> Iterator[str]:
    """A rate changed -> painted, on a page of surfaces and on that of networks, side by side."""
    for name, address, values in COMPARED:
        page = opened(f"{server.url}/{address}{'&' if '?' in address else '?'}{THREE}", RUN)
        page.evaluate(f"{PLAYER}.gdviz.clock.playing && {PLAYER}.gdviz.clock.pause()")
        painted, server_part = rates(page, "Learning rate, typed", RUN, values)
        page.context.close()
        yield (
            f"a rate changed -> new paths painted, 3 x 300 on {name}: {painted:.0f} ms "
            f"(the server's part {server_part:.0f} ms)"
        )


def surfaces(page: Page, field: str, run: str, names: list[str]) -> float:
    """Median wait after picking a surface."""
    out = []
    for name in names:
        page.get_by_role("combobox", name=field).click()
        page.keyboard.type(name)
        page.wait_for_timeout(300)
        out.append(waited(page, run, lambda: page.keyboard.press("Enter")))
        page.wait_for_timeout(600)
    return statistics.median(out[1:])


def updates(page: Page, seconds: float = 4.0) -> tuple[float, float]:
    """(steps drawn a second while playing, the browser's own frames a second meanwhile)."""
    return tuple(
        page.evaluate(f"""async () => {{ const p = {PLAYER}; let steps = 0, frames = 0, last = '';
        const start = performance.now();
        while (performance.now() - start < {seconds * 1000}) {{ await new Promise(requestAnimationFrame); frames++;
          if (p.dataset.step !== last) {{ steps++; last = p.dataset.step; }} }}
        return [steps / {seconds}, frames / {seconds}]; }}""")
    )


def visits(server: Server, names: list[str], users: int = 30) -> float:
    """Seconds until `users` visitors who come at the same moment have each fetched the files."""

    def fetch(_: int) -> int:
        return sum(
            len(
                urllib.request.urlopen(
                    urllib.request.Request(
                        f"{server.url}/app/static/{name}", headers={"Accept-Encoding": "gzip"}
                    )
                ).read()
            )
            for name in names
        )

    with ThreadPoolExecutor(users) as pool:
        start = time.perf_counter()
        list(pool.map(fetch, range(users)))
        return time.perf_counter() - start


# the moment of the first frame in which each condition holds; asked from outside, a busy page answers later
MOMENTS = """(conditions => { window.moments = conditions.map(() => 0);
  const look = () => { conditions.forEach((c, i) => {
      if (!window.moments[i] && eval(c)) window.moments[i] = performance.timeOrigin + performance.now(); });
    if (window.moments.includes(0)) requestAnimationFrame(look); };
  requestAnimationFrame(look); })"""


def first_visit(chromium: Browser, url: str, *shown: str) -> list[float]:
    """Seconds from a link, the browser's cache empty, until each of `shown` holds in a frame."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.add_init_script(f"{MOMENTS}({json.dumps(shown)})")
    page.set_default_timeout(120_000)
    start = time.time()
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => window.moments && !window.moments.includes(0)")
    out = [moment / 1000 - start for moment in page.evaluate("window.moments")]
    context.close()
    return out


def first_visits(chromium: Browser) -> Iterator[str]:
    """Link -> moving picture, on a cold start and for those who come next, beside a bare Streamlit page."""
    medians = {}
    for script, shown in (("app.py", (MOVING, WHOLE)), ("tests/benchmarks/bare_app.py", (TEXT,))):
        start = time.perf_counter()
        with Server(script) as server:
            up = time.perf_counter() - start
            cold = first_visit(chromium, server.url, *shown)
            visited = [first_visit(chromium, server.url, *shown) for _ in range(5)]
        medians[script] = [up, *cold, *map(statistics.median, zip(*visited, strict=True))]
    up, cold, cold_whole, warm, warm_whole = medians["app.py"]
    bare_up, bare_cold, bare_warm = medians["tests/benchmarks/bare_app.py"]
    yield (
        f"link -> moving picture on a cold start: {cold:.1f} s (with the surface {cold_whole:.1f} s); a bare Streamlit page "
        f"{bare_cold:.1f} s; to reach 3.5 s. The start command answers after {up:.1f} s; of the bare page after {bare_up:.1f} s"
    )
    yield (
        f"link -> moving picture, next visitor: {warm:.1f} s (with the surface {warm_whole:.1f} s); a bare Streamlit page "
        f"{bare_warm:.1f} s; to reach 2.0 s"
    )


def rows() -> Iterator[str]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)

        def opened(url: str, run: str) -> Page:
            page = chromium.new_context(viewport={"width": 1366, "height": 768}).new_page()
            page.add_init_script(ARRIVALS)
            page.set_default_timeout(120_000)
            page.goto(url)
            page.wait_for_function(f"() => {run}")
            return page

        yield from first_visits(chromium)
        with Server() as server:
            page = opened(f"{server.url}/?{SIX}", RUN)
            page.evaluate(f"{PLAYER}.gdviz.clock.playing && {PLAYER}.gdviz.clock.pause()")
            rate, server_part = rates(page, "Learning rate, typed", RUN, [f"0.000{i}" for i in range(51, 60)])
            surface = surfaces(
                page, "Loss surface", RUN, ["Himmelblau", "Beale", "Booth", "Ackley", "Matyas"]
            )
            page.context.close()
            page = opened(f"{server.url}/?{SIX}&steps=1000", RUN)
            page.evaluate(f"{PLAYER}.gdviz.seek(0); {PLAYER}.gdviz.clock.play()")
            drawn, frames = updates(page)
            page.context.close()
            beside = list(changes(server, opened))
            assets = publish_assets(ROOT / "static")
            ours = visits(server, list(asdict(assets).values()))
            plain = [ROOT / "static" / f"plain-{part}.js" for part in PARTS]
            for part, file in zip(PARTS, plain, strict=True):
                file.write_bytes(gzip.decompress(plotly_path(part).read_bytes()))
            other = visits(server, [assets.module, assets.style, *(file.name for file in plain)])
            for file in plain:
                file.unlink()
        with Server("tests/benchmarks/native_app.py") as server:
            page = opened(server.url, NATIVE_RUN)
            native_rate, _ = rates(page, "Rate", NATIVE_RUN, [f"0.000{i}" for i in range(51, 55)])
            native_surface = surfaces(page, "Surface", NATIVE_RUN, ["himmelblau", "rosenbrock", "himmelblau"])
            page.context.close()
        chromium.close()
    yield (
        f"a rate changed -> new paths painted, 6 x 300: {rate:.0f} ms (the server's part {server_part:.0f} ms), native frames "
        f"{native_rate:.0f} ms; to reach 120 ms"
    )
    yield from beside
    yield f"another surface -> painted: {surface:.0f} ms, native frames {native_surface:.0f} ms; to reach 350 ms"
    yield f"updates a second while playing, 6 x 1000: {drawn:.0f}, the browser's own frames {frames:.0f}; to reach 45"
    yield f"30 first visits at the same moment, the player's files: {ours:.2f} s, with plotly.js as plain static files {other:.2f} s; to reach 3 s"
