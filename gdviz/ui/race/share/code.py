"""Code that makes a run again: shown, and as a file. It is made only when it is asked for."""

from __future__ import annotations

import streamlit as st

from gdviz.engine import Path
from gdviz.export import code_files, notebook, zipped
from gdviz.player.web.html import inline_frame
from gdviz.ui.problems.problem import Race
from gdviz.ui.runs.pictures import scene_of
from gdviz.ui.widgets.tables import distinct

FLAVOURS = {"NumPy": "numpy", "PyTorch": "torch", "Notebook": "numpy"}
MAIN = "run.py"
SHOWN = 60_000  # characters of code that a page shows


def code(race: Race, focus: int) -> None:
    """Draw what to pick of, and the code that was picked."""
    st.markdown("**Code that makes a run again**")
    st.caption(
        "Without gdviz: the loss, the update rule, data, rates, batches and noise are written out from what "
        "was run, and the last lines check that the run ends where this one does."
    )
    if not race.competitors:
        st.caption("Pick an optimizer to get its run as code.")
        return
    left, right = st.columns(2)
    names = distinct(c.name for c in race.competitors)
    name = left.selectbox("Run", names, index=focus, key=f"code:run:{','.join(names)}:{focus}")
    flavour = right.segmented_control("Code", list(FLAVOURS), key="code:flavour")
    if flavour is None:
        return
    competitor = race.competitors[names.index(name)]
    try:
        files = _files(competitor.path, FLAVOURS[flavour])
    except ValueError as refusal:
        st.warning(f"{refusal}.", icon=":material/code_off:")
        return
    if flavour == "Notebook":
        _notebook(race, names.index(name), name)
        return
    _code(files, f"gdviz-{competitor.slug}")


def _files(path: Path, flavour: str) -> dict[str, bytes]:
    """Return the files of a run. They are noted there: to write the check of its end takes some runs."""
    made: dict[str, bytes] | None = path.notes.get(("code", flavour))
    if made is None:
        made = path.notes["code", flavour] = code_files(path, flavour)
    return made


def _code(files: dict[str, bytes], name: str) -> None:
    """Draw the code, and the button for its file or files."""
    text = files[MAIN].decode()
    alone = len(files) == 1
    st.download_button(
        "Download as a Python file" if alone else "Download with its data as ZIP",
        files[MAIN] if alone else zipped(files),
        f"{name}.py" if alone else f"{name}.zip",
        "text/x-python" if alone else "application/zip",
        icon=":material/download:",
        on_click="ignore",
    )
    if len(text) > SHOWN:
        st.caption(f"Its first {SHOWN} characters; the file has all {len(text)}.")
    st.code(text[:SHOWN], language="python", height=420)


def _notebook(race: Race, index: int, name: str) -> None:
    """Draw the button for the notebook."""
    st.download_button(
        "Download as a notebook",
        lambda: notebook(race.competitors[index].path, inline_frame(scene_of(race, index).to_html())),
        "gdviz.ipynb",
        "application/x-ipynb+json",
        icon=":material/download:",
        on_click="ignore",
    )
    st.caption(
        f"The NumPy code of {name}, and this player (about 3 MB). A notebook from elsewhere shows the player "
        "when it is trusted: File, Trust Notebook."
    )
