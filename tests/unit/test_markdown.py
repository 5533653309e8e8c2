"""Strangers' text in Markdown: nothing of it has a meaning (what a browser makes of it: test_hostile_links)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdviz.ui.widgets import markdown


@given(st.text(alphabet=r"ab1 \`*_[]<>~$|&@:#-+=.()!w/"))
def test_the_reader_sees_the_text(text: str) -> None:
    assert markdown.plain(markdown.escape(text)) == " ".join(text.split())


@given(st.text(alphabet=r"a1 \`*_[]<>~$|&@:"))
def test_every_character_with_a_meaning_is_escaped(text: str) -> None:
    rest = re.sub(r"\\[!-/:-@\[-`{-~]", "", markdown.escape(text))  # without what is escaped
    assert not set(rest) & set("\\`*_[]<>~$|&@") and not re.search(r":[^\s\u2060]", rest)


@pytest.mark.parametrize(
    "text",
    ["The link's gd.lr=0 cannot be used: it is 0", 'x = 3 (of 4), 50 % more; "quoted" - yes', "f(x, y)"],
)
def test_plain_sentences_stay_as_they_are(text: str) -> None:
    assert markdown.escape(text) == text


@pytest.mark.parametrize(
    "text, out",
    [
        ("# a", "\\# a"),
        ("- a", "\\- a"),
        ("1. a", "1\\. a"),
        ("1) a", "1\\) a"),
        ("2 a", "2 a"),
        ("www.a.b", "www\\.a.b"),
        ("a\n\n# b", "a # b"),
        ("", ""),
    ],
)
def test_what_begins_a_line(text: str, out: str) -> None:
    assert markdown.escape(text) == out
