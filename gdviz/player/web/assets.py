"""The player's files for the browser: one bundled module, its style sheet, and plotly.js.

plotly.js is published compressed: the server compresses every other static file anew for each visitor
(0.1 s of CPU for these 4.8 MB), but leaves the media type application/gzip alone; the browser inflates
it. Names carry a hash of the content, and the files an old modification time, from which browsers
conclude that they may keep them for months.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gdviz.player.web.bundle import bundle

HERE = Path(__file__).parent
STYLES = ("player.css", "legend.css", "classes.css", "network.css", "meaning.css")
LONG_AGO = 1_577_836_800  # 2020-01-01: heuristic freshness is a tenth of the age


@dataclass(frozen=True)
class Assets:
    """File names, relative to the static folder, of the published module, style sheet and plotly.js."""

    module: str
    style: str
    plotly: str


def style() -> str:
    """Return the style sheet, after the font of its formulas."""
    return math_face() + "".join((HERE / name).read_text("utf-8") for name in STYLES)


@functools.cache  # constant: of the player's files
def math_face() -> str:
    """Return the CSS that declares the font "gdviz Math".

    With it fences stretch where no font for formulas is installed.
    """
    font = base64.b64encode((HERE / "math.woff2").read_bytes()).decode()
    # its own ascent and descent are those of its tallest fence: a line would be as high as three
    return (
        '@font-face { font-family: "gdviz Math"; '
        "ascent-override: 88%; descent-override: 24%; line-gap-override: 0%; "
        f'src: url(data:font/woff2;base64,{font}) format("woff2"); }}\n'
    )


def plotly_path() -> Path:
    """Find plotly.min.js inside the installed plotly package without importing it."""
    found = importlib.util.find_spec("plotly")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("the package 'plotly' is not installed")
    return Path(next(iter(found.submodule_search_locations))) / "package_data" / "plotly.min.js"


@functools.cache  # constant: of the player's files
def plotly_gzip() -> bytes:
    """Return plotly.min.js, compressed."""
    return gzip.compress(plotly_path().read_bytes(), 9, mtime=0)


def publish_assets(static_dir: str | Path) -> Assets:
    """Write into `static_dir` the files that are not there whole, and return what they are called.

    It is called at every run of a page, so that a file that was deleted or cut short comes back. Several
    processes may do so at once: each file appears under its name only when it is complete.

    Raises
    ------
    OSError
        Where the folder cannot be written.
    """
    folder = Path(static_dir)
    names, sizes = _expected()
    contents: dict[str, Callable[[], bytes]] = {
        names.module: lambda: bundle().encode(),
        names.style: lambda: style().encode(),
        names.plotly: plotly_gzip,
    }
    for name, content in contents.items():
        target = folder / name
        if not _whole(target, sizes[name]):
            folder.mkdir(parents=True, exist_ok=True)
            _write(target, content())
    return names


@functools.cache  # constant: of the player's files
def _expected() -> tuple[Assets, dict[str, int]]:
    """Return the names and the size of each file; of plotly.js the size before it was compressed."""
    plotly = plotly_path()
    stat = plotly.stat()
    version = _digest(f"{stat.st_size} {stat.st_mtime_ns} {plotly}".encode())
    module, sheet = bundle().encode(), style().encode()
    names = Assets(f"player-{_digest(module)}.js", f"player-{_digest(sheet)}.css", f"plotly-{version}.js.gz")
    return names, {names.module: len(module), names.style: len(sheet), names.plotly: stat.st_size}


def _whole(target: Path, size: int) -> bool:
    """Tell whether the file is there with all its bytes.

    A gzip file ends with the size of what it holds (RFC 1952).
    """
    try:
        if target.suffix != ".gz":
            return target.stat().st_size == size
        with target.open("rb") as file:
            file.seek(-4, os.SEEK_END)
            return int.from_bytes(file.read(4), "little") == size % 2**32
    except OSError:  # not there, or shorter than its end
        return False


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=6).hexdigest()


def _write(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.utime(name, (LONG_AGO, LONG_AGO))
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
