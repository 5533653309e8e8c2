"""A run as a notebook, and a race in one line."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

import gdviz
from gdviz.export import notebook, zipped
from tests.export.bare import failures


def test_a_notebook_follows_the_format() -> None:
    path = gdviz.descend(gdviz.surface("x^2 + y^2", name='Bowl "of\nmine"'), "adam", steps=10)
    made = json.loads(notebook(path, "<b>a player</b>\n<i>of lines</i>"))
    assert made["nbformat"] == 4 and made["nbformat_minor"] == 5
    assert set(made) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert made["metadata"]["kernelspec"]["name"] == "python3"
    ids = [cell["id"] for cell in made["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in made["cells"]:
        wanted = {"cell_type", "id", "metadata", "source"}
        assert set(cell) == wanted | (
            {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        )
        assert all(isinstance(line, str) for line in cell["source"])
        assert all(line.endswith("\n") for line in cell["source"][:-1])
    (shown,) = made["cells"][1]["outputs"]
    assert set(shown) == {"output_type", "data", "metadata"} and shown["output_type"] == "display_data"
    assert "".join(shown["data"]["text/html"]) == "<b>a player</b>\n<i>of lines</i>"


def test_the_code_of_a_notebook_runs(tmp_path: Path) -> None:
    path = gdviz.descend(gdviz.data_loss("iris", "softmax"), "momentum", steps=12, batch_size=16)
    made = json.loads(notebook(path, "<b></b>"))
    text = "\n".join("".join(cell["source"]) for cell in made["cells"] if cell["cell_type"] == "code")
    assert failures({"notebook": {"run.py": text.encode()}}, tmp_path) == ""


def test_files_go_into_one_zip() -> None:
    files = {"run.py": b"print(1)", "data.npz": bytes(1000)}
    archive = zipfile.ZipFile(io.BytesIO(zipped(files)))
    assert {name: archive.read(name) for name in archive.namelist()} == files


def test_show_plays_the_very_runs() -> None:
    scene = gdviz.show("booth", ["gd", ("gd", {"lr": 0.02}), "scipy_bfgs"], start=(0, 0), steps=7)
    assert [c.slug for c in scene.competitors] == ["gd", "gd2", "scipy_bfgs"]
    expected = gdviz.descend("booth", "gd", (0, 0), steps=7, lr=0.02)
    np.testing.assert_array_equal(scene.competitors[1].path.theta, expected.theta)
    assert scene._repr_html_().startswith("<iframe srcdoc=")


@pytest.mark.parametrize(
    ("objective", "optimizers"),
    [
        (gdviz.data_loss("line"), "adam"),
        (gdviz.data_loss("cars"), gdviz.optimizers["newton_damped"]),
        (gdviz.data_loss("iris", "softmax"), ["gd"]),
        (gdviz.surface("x^2"), ("gd", "momentum")),
        (gdviz.surface("a^2 + b^2 + c^2", names=("a", "b", "c"), domain=((-1, 1),) * 3), ["gd"]),
    ],
)
def test_show_takes_any_objective(objective: object, optimizers: object) -> None:
    assert "<iframe" in gdviz.show(objective, optimizers, steps=5)._repr_html_()


def test_show_plays_runs_that_are_there() -> None:
    booth = gdviz.surfaces["booth"]
    runs = [gdviz.descend(booth, slug, steps=5) for slug in ("gd", "scipy_bfgs")]
    scene = gdviz.show(runs)
    assert [c.path for c in scene.competitors] == runs and len({c.slug for c in scene.competitors}) == 2
    assert gdviz.show(runs[0]).competitors[0].path is runs[0]
    up, other = gdviz.descend(booth, "gd", steps=5, maximize=True), gdviz.descend("beale", "gd", steps=5)
    for call, message in (
        (lambda: gdviz.show(runs, steps=9), "runs are played as they are"),
        (lambda: gdviz.show([runs[0], other]), "runs of one objective"),
        (lambda: gdviz.show([runs[0], up]), "all go down"),
        (lambda: gdviz.show([runs[0], "booth"]), "runs of one objective"),
        (lambda: gdviz.descend(runs[0], "gd"), "not an object of type Path$"),
    ):
        with pytest.raises(ValueError, match=message):
            call()


def test_show_refuses_in_a_sentence() -> None:
    for optimizers, message in (([], "optimizers must name at least one"), (["nothing"], "nothing")):
        with pytest.raises(ValueError, match=message):
            gdviz.show("booth", optimizers)


def test_a_run_that_went_to_another_process_is_written_the_same() -> None:
    path = gdviz.descend("booth", "adam", steps=9, schedule="cosine", noise=0.1, clip=1.0)
    assert gdviz.as_code(pickle.loads(pickle.dumps(path))) == gdviz.as_code(path)
