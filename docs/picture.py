"""Makes the README's pictures, docs/*.png, from the running app: python docs/picture.py http://localhost:8501"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ARGUMENTS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
PLAYER = "[data-testid=gdviz-player]"

PICTURES = {
    "player.png": ("?opt=gd,momentum,nesterov,adam&steps=600", 260),
    "classification.png": ("classification?data=moons&penalty=l2&penalty.strength=0.001&steps=400", 133),
    "network.png": ("neural_network", 120),
    "basins.png": ("basins?opt=gd&starts=256", None),
}  # link, and the step on show; None: the last

with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
    for name, (link, step) in PICTURES.items():
        page = chromium.new_page(viewport={"width": 1366, "height": 800})
        page.goto(f"{sys.argv[1]}/{link}")
        page.wait_for_selector(f"{PLAYER}[data-ready=true]", timeout=120_000)
        page.evaluate(
            "([at, step]) => { const p = document.querySelector(at).gdviz; p.clock.pause(); p.seek(step); }",
            [PLAYER, step or 10**9],
        )
        page.wait_for_timeout(3000 if step else 12_000)  # a map is computed in the background
        page.screenshot(path=Path(__file__).parent / name)
    chromium.close()
