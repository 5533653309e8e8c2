"""Text of strangers (links, formulas, files, column names), escaped for use in Markdown."""

from __future__ import annotations

import re

# Characters with a meaning in Markdown, in its tables and formulas, and in links that are found in bare text.
# A colon before a space is punctuation; before anything else it may begin a shortcode such as :smile: or end
# an address's scheme.
_SPECIAL = re.compile(r"([\\`*_\[\]<>~$|&@]|:(?=\S)|(?<=www)\.)", re.IGNORECASE)
_LINE_START = re.compile(r"^(#{1,6}|[-+=]|[0-9]+(?=[.)]))")
_WORD_JOINER = "\u2060"


def escape(text: str) -> str:
    r"""Return the text for a label, a tooltip or a caption, which Streamlit reads as Markdown; on one line.

    Streamlit looks for shortcodes after the escapes are gone, so a colon is also followed by a character
    without width.

    Examples
    --------
    >>> print(escape("[a](b) *c*: d"))
    \[a\](b) \*c\*: d
    """
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split())).replace("\\:", "\\:" + _WORD_JOINER)
    start = _LINE_START.match(escaped)
    if start is None:
        return escaped
    if start[0].isdigit():  # "1." begins a list: its point is escaped, since a digit cannot be
        return escaped[: start.end()] + "\\" + escaped[start.end() :]
    return "\\" + escaped


def plain(label: str) -> str:
    r"""Return what an escaped label says, for where it is no Markdown.

    Examples
    --------
    >>> plain("Start " + escape("v_max"))
    'Start v_max'
    """
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", label).replace(_WORD_JOINER, "")
