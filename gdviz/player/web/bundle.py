"""The player's modules as one: what js/ holds in rooms travels as the text of a single module."""

from __future__ import annotations

import functools
import re
from pathlib import Path

PLAYER = Path(__file__).resolve().parents[1]
ENTRY = PLAYER / "js" / "main.js"
EXPORT = "export { mount, mountCells, startPlotly };\n"
_IMPORT = re.compile(
    r"^import (?P<name>\{[^}]*\}|\w+) from '(?P<path>\.[\w./-]+)'(?: with \{ type: 'json' \})?;\n",
    re.MULTILINE,
)
# alone on its lines: a type in a comment before an expression stays, with the expression
_COMMENT = re.compile(r"^ *(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)


@functools.cache  # constant: of the player's files
def bundle() -> str:
    """
    Join the modules that main.js needs into the text of one module that exports what main.js exports.

    Imports name what they take as it is called where it stands, and no two modules use one top-level
    name (a test keeps both). So the modules one after the other, dependencies first, without imports and
    `export`, are all there is to it. A JSON file becomes a constant with the name under which it is
    imported. Comments stay behind.

    Returns
    -------
    str
        The text; it ends with `EXPORT`.

    Raises
    ------
    ValueError
        Where modules import each other in a circle.
    """
    texts: dict[Path, str] = {}

    def visit(file: Path, name: str, above: tuple[Path, ...]) -> None:
        if file in above:
            raise ValueError(f"js modules import each other in a circle: {[p.name for p in (*above, file)]}")
        if file in texts:
            return
        source = file.read_text("utf-8")
        for needed, imported in imports_of(file):
            visit(needed, imported, (*above, file))
        if file.suffix == ".json":
            texts[file] = f"const {name} = {source.strip()};\n"
        else:
            body = _IMPORT.sub("", without_comments(source)).replace("export {};\n", "")
            texts[file] = re.sub(r"^export ", "", body, flags=re.MULTILINE)

    visit(ENTRY, "", ())
    return "".join(texts.values()) + EXPORT


def without_comments(source: str) -> str:
    """Return JavaScript without the comments that are alone on their lines."""
    return _COMMENT.sub("", source)


def imports_of(file: Path) -> list[tuple[Path, str]]:
    """List the files that a module imports, each with what is imported: names in braces, or one name."""
    return [
        ((file.parent / m["path"]).resolve(), m["name"]) for m in _IMPORT.finditer(file.read_text("utf-8"))
    ]
