"""Share, Code: the run on show as a file that makes it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gdviz.export import data
from gdviz.ui.race.share import code as code_tab
from tests.export.bare import failures
from tests.pages.data_page import ROOT, opened


def page(name: str, query: dict[str, str]) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=60)
    at.session_state["framed"] = True
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def with_code(at: AppTest, flavour: str | None) -> AppTest:
    at.session_state["tab"] = "Share"
    at.session_state["code:flavour"] = flavour
    at = at.run()
    assert not at.exception
    return at


def python(at: AppTest) -> list[str]:
    return [block.value for block in at.code if block.language == "python"]


def test_nothing_is_written_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(code_tab, "code_files", lambda *given: asked.append(given))
    at = with_code(opened("regression"), None)
    assert "Code that makes a run again" in " ".join(m.value for m in at.markdown)
    assert not python(at) and not asked


def test_the_code_is_that_of_the_run_on_show(tmp_path: Path) -> None:
    query = {
        "opt": "adam,gd",
        "steps": "30",
        "sched": "cosine",
        "clip": "2",
        "seed": "3",
        "adam.beta1": "0.8",
    }
    cases = {}
    for name in ("linear_regression", "classification", "loss_surface"):
        at = with_code(page(name, query), "NumPy")
        (text,) = python(at)
        cases[name] = {"run.py": text.encode()}
    formula = {"problem": "formula", "data": "sine", "start": "1,1.2", "holdout": "0.25"}
    (text,) = python(with_code(page("linear_regression", query | formula), "NumPy"))
    cases["formula"] = {"run.py": text.encode()}
    assert "sin(" in text and failures(cases, tmp_path) == ""


def test_another_run_and_torch() -> None:
    at = with_code(opened("regression", {"opt": "gd,adam", "steps": "10"}), "PyTorch")
    (text,) = python(at)
    pick = next(box for box in at.main.selectbox if box.label == "Run")
    other = next(name for name in pick.options if name != pick.value)
    (changed,) = python(pick.select(other).run())
    assert {"torch.optim.SGD" in text, "torch.optim.SGD" in changed} == {True, False}
    assert "torch.optim.Adam" in text + changed


def test_a_notebook_is_offered() -> None:
    at = with_code(opened("regression", {"steps": "10"}), "Notebook")
    assert "Download as a notebook" in [b.label for b in at.get("download_button")]
    assert not python(at)


def test_without_a_run_there_is_no_code() -> None:
    at = with_code(opened("regression", {"opt": "none"}), "NumPy")
    assert not python(at)


def test_large_data_are_offered_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "LARGE", 10)
    at = with_code(opened("regression", {"steps": "11"}), "NumPy")
    (text,) = python(at)
    assert 'np.load(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data.npz"))' in text
    assert "Download with its data as ZIP" in [b.label for b in at.get("download_button")]


@pytest.mark.parametrize("name", ["learning_rates", "fair_comparison", "basins", "curvature"])
def test_every_page_of_a_race_has_it(name: str) -> None:
    (text,) = python(with_code(page(name, {"steps": "12"}), "NumPy"))
    assert "def descend(theta):" in text


def test_what_cannot_be_written_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise ValueError("This run cannot be written as code: it is a test")

    monkeypatch.setattr(code_tab, "code_files", refused)
    at = with_code(opened("regression", {"steps": "13"}), "NumPy")
    assert "This run cannot be written as code: it is a test." in [w.value for w in at.warning]
