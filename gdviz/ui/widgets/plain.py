"""Text of strangers (links, formulas, files, column names) as text where the page writes Markdown."""

from __future__ import annotations

import re

# what Markdown, its tables and formulas, and links that are found in bare text give a meaning to; a colon before a space
# is punctuation, before anything else it may begin a shortcode such as :smile: or end the scheme of an address
_MEANING = re.compile(r"([\\`*_\[\]<>~$|&@]|:(?=\S)|(?<=www)\.)", re.IGNORECASE)
_LINE_START = re.compile(r"^(#{1,6}|[-+=]|[0-9]+(?=[.)]))")
_WORD_JOINER = "\u2060"


def markdown(text: str) -> str:
    """The text for a label, a tooltip or a caption, which Streamlit reads as Markdown; on one line.

    Shortcodes are looked for after the escapes are gone, so a colon is also followed by a character without width.

    >>> print(markdown("[a](b) *c*: d"))
    \\[a\\](b) \\*c\\*: d
    """
    escaped = _MEANING.sub(r"\\\1", " ".join(text.split())).replace("\\:", "\\:" + _WORD_JOINER)
    start = _LINE_START.match(escaped)
    if start is None:
        return escaped
    number = start[0].isdigit()  # "1." begins a list: its point is escaped, since a digit cannot be
    return escaped[: start.end()] + "\\" + escaped[start.end() :] if number else "\\" + escaped
