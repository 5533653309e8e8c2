"""Tables for a visitor: headings that differ, and the one way in which a table becomes a CSV file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from gdviz.engine.table.cell_text import is_number

MAX_ROWS = 2000  # of a table on the page; its file has all
FORMULA = ("=", "+", "-", "@", "\t")  # what a spreadsheet takes for a formula's first character


def distinct(names: Iterable[str]) -> list[str]:
    """Return the names; where some are equal, the later ones get a number."""
    out: list[str] = []
    for wanted in names:
        name, again = wanted, 2
        while name in out:
            name, again = f"{wanted} ({again})", again + 1
        out.append(name)
    return out


def headings(columns: Sequence[str], own: Sequence[str]) -> list[str]:
    """Return the headings of columns that a visitor named, then those of the page's `own` columns.

    A column of the page that is called like one of the visitor's says so.
    """
    taken = {c.casefold() for c in columns}
    return distinct(
        [*columns, *(f"{name} (of the fit)" if name.casefold() in taken else name for name in own)]
    )


def show(frame: pd.DataFrame, file: str) -> None:
    """Draw a table on the page, and a button for all of it as a file."""
    st.dataframe(frame.head(MAX_ROWS), hide_index=True, height=320)
    if len(frame) > MAX_ROWS:
        st.caption(f"The first {MAX_ROWS} of {len(frame)} rows; the file has all {len(frame)}.")
    st.download_button(
        "Download CSV", lambda: csv(frame), file, "text/csv", icon=":material/download:", on_click="ignore"
    )


def csv(frame: pd.DataFrame) -> bytes:
    """Return a table as a CSV file: numbers exactly, and no text that a spreadsheet would run.

    A text that begins like a formula gets an apostrophe in front (OWASP, CSV injection); one that is a number
    stays.
    """
    safe = pd.DataFrame({i: _column(frame.iloc[:, i]) for i in range(frame.shape[1])})
    safe.columns = pd.Index([harmless(str(c)) for c in frame.columns])
    out = io.StringIO()
    safe.to_csv(out, index=False, float_format="%.17g")
    return out.getvalue().encode()


def _column(values: Any) -> Any:
    if values.dtype.kind in "fiub":
        return values
    return np.array([harmless(str(v)) for v in values], dtype=object)


def harmless(text: str) -> str:
    """Return text that a spreadsheet shows and does not run.

    A carriage return, which would end the row unquoted, becomes a line feed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_formula = text.lstrip(" \n").startswith(FORMULA) and not is_number(text)
    return f"'{text}" if is_formula else text
