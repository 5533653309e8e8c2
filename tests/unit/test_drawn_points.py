"""Rows that lie on one place are one mark, as large as they are many."""

from __future__ import annotations

import numpy as np
import pytest

import gdviz
from gdviz.engine import Table
from gdviz.player import Competitor, Scene
from gdviz.player.scene.data import DataView
from gdviz.player.scene.data.points import drawn_points
from gdviz.player.scene.wire import read_scene


def lattice(rows: int) -> Table:
    draw = np.random.default_rng(5)
    return Table(
        "Lattice",
        {"x": draw.integers(0, 9, rows).astype(float), "y": draw.integers(0, 7, rows).astype(float)},
    )


@pytest.mark.parametrize("data", ["galton", lattice(3000), "line", "iris"])
@pytest.mark.parametrize("most", [20, 10_000])
def test_every_drawn_place_counts_its_rows(data: object, most: int) -> None:
    design = gdviz.data_loss(data, "softmax" if data == "iris" else "squared").design
    points = drawn_points(design, most, 0, False, None)
    values = np.column_stack([design.x, design.y])
    drawn = values[points.row]
    assert len(np.unique(drawn, axis=0)) == len(drawn) == min(most, len(np.unique(values, axis=0)))
    for i in range(0, len(drawn), 7):
        same = (values == drawn[i]).all(1)
        assert (
            points.count[i] == same.sum()
            and (points.point_of_row[same] == i).all()
            and not (points.point_of_row[~same] == i).any()
        )
    assert (points.point_of_row >= 0).sum() == points.count.sum()


def test_the_scene_of_galtons_lattice_has_all_its_rows_in_few_marks() -> None:
    whole = gdviz.data_loss("galton")
    path = gdviz.descend(whole, "gd", steps=5, batch_size=50, stop=None)
    header, arrays = read_scene(
        Scene.of(whole, [Competitor.at(0, "gd", "GD", path)], data=DataView.of(whole)).to_bytes()
    )
    data = header["data"]
    assert data["at_drawn"] == data["rows"] == whole.design.rows and data["drawn"] < 300
    assert arrays["data:count"].sum() == data["rows"]
    start, index = arrays["data:batch_start"][:, 0].astype(int), arrays["data:batch"][:, 0].astype(int)
    values = np.column_stack([whole.design.x[:, 0], whole.design.y])
    marked = {tuple(values[int(r) - 1]) for r in arrays["data:row"][index[start[0] : start[1]], 0]}
    assert marked <= {tuple(v) for v in values[path.batches.rows_of_step(1)]}


def test_where_no_two_rows_meet_nothing_is_counted() -> None:
    whole = gdviz.data_loss("line")
    header, arrays = read_scene(Scene.of(whole, [], data=DataView.of(whole)).to_bytes())
    assert "data:count" not in arrays and header["data"]["at_drawn"] == whole.design.rows
