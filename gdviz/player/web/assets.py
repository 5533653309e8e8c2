"""The player's files for the browser: one bundled module, its style sheet, and plotly.js.

plotly.js is published in two parts, since the first picture needs only one of them. They are compressed: the
server compresses every other static file anew for each visitor, but leaves the media type application/gzip
alone; the browser inflates it. Names carry a hash of the content, and the files an old modification time,
from which browsers conclude that they may keep them for months.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from gdviz.player.web.bundle import bundle

HERE = Path(__file__).parent
PARTS = ("cartesian", "gl3d")  # of plotly.js: what draws contours and curves, and surfaces
# of the style sheet, in their order: of two rules that are as specific the later one counts
STYLES = (
    "frame",
    "data",
    "marks",
    "transport",
    "curves",
    "texts",
    "sizes",
    "legend",
    "classes",
    "network",
    "meaning",
    "full-screen",
)
LONG_AGO = 1_577_836_800  # 2020-01-01: heuristic freshness is a tenth of the age


@dataclass(frozen=True)
class Assets:
    """File names, relative to the static folder: the published module, style sheet and parts of plotly.js."""

    module: str
    style: str
    cartesian: str
    gl3d: str


def style() -> str:
    """Return the style sheet, after the font of its formulas."""
    return math_face() + "".join((HERE / "css" / f"{name}.css").read_text("utf-8") for name in STYLES)


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


def plotly_path(part: str) -> Path:
    """Return where a part of plotly.js is, compressed; `plotlyjs/source.txt` says where it is from."""
    return HERE.parent / "plotlyjs" / f"plotly-{part}.min.js.gz"


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
        **{getattr(names, part): plotly_path(part).read_bytes for part in PARTS},
    }
    for name, content in contents.items():
        target = folder / name
        if not _whole(target, sizes[name]):
            folder.mkdir(parents=True, exist_ok=True)
            _write(target, content())
    return names


@functools.cache  # constant: of the player's files
def _expected() -> tuple[Assets, dict[str, int]]:
    """Return the names and the size of each file."""
    module, sheet = bundle().encode(), style().encode()
    parts = {part: plotly_path(part).read_bytes() for part in PARTS}
    plotly = {part: f"plotly-{part}-{_digest(content)}.js.gz" for part, content in parts.items()}
    names = Assets(f"player-{_digest(module)}.js", f"player-{_digest(sheet)}.css", **plotly)
    contents = {"module": module, "style": sheet, **parts}
    return names, {name: len(contents[what]) for what, name in asdict(names).items()}


def _whole(target: Path, size: int) -> bool:
    """Tell whether the file is there with all its bytes."""
    try:
        return target.stat().st_size == size
    except OSError:
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
