"""The scene: what is in it, that the bytes lose nothing, that they are few, and that odd runs break nothing."""

import gzip
import hashlib
import json
import re
import struct
import zlib
from dataclasses import asdict, replace

import numpy as np
import pytest

import gdviz
from gdviz.player import COLORS, DASHES, Competitor, Scene, slots
from gdviz.player.scene.codec import CHOICE, LARGE, OF_STEPS, as_matrix, decode, differences_of, encode
from gdviz.player.scene.grid import COARSE, FINE, grid_of
from gdviz.player.scene.part import make_part, read_part
from gdviz.player.scene.wire import read_scene
from gdviz.player.web.assets import PARTS, bundle, plotly_path, publish_assets
from gdviz.player.web.bundle import without_comments

SIX = ("gd", "momentum", "adam", "nesterov", "rmsprop", "adagrad")


def scene(slugs=("gd", "adam"), surface="rosenbrock", steps=40, lr=None, stop=None, **options):
    objective = gdviz.surfaces[surface] if isinstance(surface, str) else surface
    chosen = slots([gdviz.optimizers[s].slot for s in slugs])
    runs = [
        Competitor.at(
            slot,
            slug,
            gdviz.optimizers[slug].name,
            gdviz.descend(objective, slug, steps=steps, lr=lr, stop=stop),
        )
        for slot, slug in zip(chosen, slugs, strict=True)
    ]
    return Scene.of(objective, runs, **options)


def test_slots_keep_preferences_and_share_no_colour():
    assert slots([0, 1, 2]) == [0, 1, 2]
    assert slots([2, 2, None, 0]) == [2, 1, 3, 0]
    assert slots([None] * 8) == list(range(8))
    assert len(slots([3] * 20)) == 20
    assert len(set(COLORS)) == len(set(DASHES)) == 8
    with pytest.raises(ValueError, match="0..7"):
        slots([8])


@pytest.mark.parametrize("taken", CHOICE)
@pytest.mark.parametrize("shape", [(1,), (2,), (0, 2), (1, 2), (7, 3), (5, 2, 2), (301, 2)])
def test_codec_returns_the_same_bits(shape, taken):
    values = np.random.default_rng(1).normal(size=shape)
    table = as_matrix(values)
    assert decode(encode(table, taken), *table.shape, taken).tobytes() == table.tobytes()


def test_a_large_table_is_sent_with_the_differences_that_take_the_fewest_bytes():
    x = np.linspace(-3, 3, 128)
    cells = as_matrix(np.sin(3 * x) * np.exp(-(x[:, None] ** 2)) + 2)
    codes = as_matrix(np.random.default_rng(0).integers(0, 9, (30, 200)).cumsum(1))  # unlike from row to row
    for table in (cells, codes):
        sizes = {taken: len(zlib.compress(encode(table, taken), 6)) for taken in CHOICE}
        chosen = differences_of(table)
        assert sizes[chosen] <= 1.05 * min(sizes.values()) and sizes[chosen] < 0.8 * sizes[OF_STEPS]
        _, back = read_part(make_part({}, {"a": table}).packed)
        assert back["a"].tobytes() == table.tobytes()
    assert differences_of(cells[: LARGE // 128 - 1]) == OF_STEPS


def test_codec_keeps_nan_infinities_and_signed_zero():
    table = as_matrix([np.nan, np.inf, -np.inf, -0.0, 0.0, 1e-45, 1e300, -1e300, 3.4e38])
    other = as_matrix(np.arange(6.0).reshape(3, 2))
    _, back = read_part(make_part({}, {"a": table, "b": other}).packed)
    assert back["a"].tobytes() == table.tobytes()
    assert back["b"].tobytes() == other.tobytes()


def test_bytes_hold_every_step_and_the_focused_arithmetic():
    made = scene(focus=1)
    header, arrays = read_scene(made.to_bytes())
    assert [c["slug"] for c in header["competitors"]] == ["gd", "adam"]
    assert (header["focus"], header["names"], header["title"]) == ("adam", ["x", "y"], "Rosenbrock")
    assert header["surface"]["levels"] == "log"
    assert header["minima"] == [[1, 1, 0]]
    for i, run in enumerate(made.competitors):
        path = run.path
        assert header["competitors"][i]["steps"] == 40
        np.testing.assert_array_equal(arrays[f"theta:{i}"], as_matrix(path.theta))
        np.testing.assert_array_equal(arrays[f"loss:{i}"], as_matrix(path.loss))
        np.testing.assert_array_equal(arrays[f"g:{i}"], as_matrix(path.gradient))
    gd, adam = header["competitors"]
    assert gd["equations"] == [] and gd["quantities"] == []
    assert {"m", "v", "m_hat", "v_hat"} <= {q["key"] for q in adam["quantities"]}
    np.testing.assert_array_equal(arrays["q:1:m"], as_matrix(made.competitors[1].path.quantities["m"]))
    np.testing.assert_array_equal(arrays["q0:1:m"], [[0, 0]])
    assert adam["equations"][0]["numbers"].startswith("<math")
    assert adam["evals"] == [0, 1, 0] and adam["hyper"]["beta1"] == 0.9


def test_all_quantities_go_into_a_file():
    header, _ = read_scene(scene(focus=1).to_bytes("all"))
    assert all(c["equations"] and c["quantities"] for c in header["competitors"])


def test_every_slot_of_every_optimizer_has_a_number():
    known = {"t", "T", "lr", "theta", "D"}
    for slug, rule in gdviz.optimizers.items():
        header, _ = read_scene(scene((slug,), steps=3).to_bytes())
        competitor = header["competitors"][0]
        have = known | {q["key"] for q in competitor["quantities"]} | set(competitor["hyper"])
        for equation in competitor["equations"]:
            for piece in equation["numbers"].split("⟦")[1:]:
                assert piece.split("@")[0] in have, f"{slug}: {piece.split('⟧')[0]} in {rule.name}"


def test_run_names_the_content_and_the_surface_keeps_its_id():
    one, again, faster = scene(), scene(), scene(lr=1e-4)
    a, b, c = (read_scene(s.to_bytes())[0] for s in (one, again, faster))
    assert a["run"] == b["run"] != c["run"]
    assert a["surface"]["id"] == c["surface"]["id"]
    assert one.grid is faster.grid  # computed once
    moved, _ = read_scene(scene(window=((-1, 1), (-1, 1))).to_bytes())
    assert moved["surface"]["id"] != a["surface"]["id"]


@pytest.mark.parametrize("steps, limit", [(300, 60_000), (5000, 400_000)])
def test_bytes_stay_few(steps, limit):
    assert len(scene(SIX, steps=steps, focus=2).to_bytes()) < limit


def parts_of(data):
    (length,) = struct.unpack_from("<I", data)
    return json.loads(data[4 : 4 + length])["parts"], data[4 + length :]


def test_bytes_are_a_header_and_parts():
    listed, rest = parts_of(scene().to_bytes())
    names = [name for name, *_ in listed]
    assert names == ["grid", "picture", "run:0", "method:0", "detail:0", "run:1"]
    for _, _, packed, size in listed:
        assert len(zlib.decompress(rest[:packed])) == size
        rest = rest[packed:]
    assert not rest


def test_a_part_that_the_browser_has_is_only_named():
    before, after = scene(), scene(lr=1e-4)
    listed, rest = parts_of(before.to_bytes())
    known = {}
    for _, id, packed, _ in listed:
        known[id], rest = rest[:packed], rest[packed:]
    moved = after.to_bytes(held=known)
    sent = [name for name, _, packed, _ in parts_of(moved)[0] if packed]
    assert sent == ["run:0", "detail:0", "run:1"]  # neither the grid nor the equations
    assert len(moved) < len(after.to_bytes()) - len(after.grid.part.packed)
    header, arrays = read_scene(moved, known)
    whole_header, whole = read_scene(after.to_bytes())
    del header["parts"], whole_header["parts"]
    assert header == whole_header and list(arrays) == list(whole)
    assert all(arrays[name].tobytes() == whole[name].tobytes() for name in whole)


def test_fine_structure_gets_a_finer_grid():
    ripples = gdviz.surface("sin(40x)*sin(40y)", domain=((-3, 3), (-3, 3)))
    assert grid_of(ripples, ((-3, 3), (-3, 3))).values.shape == (FINE, FINE)
    assert grid_of(gdviz.surface("x^2+y^2"), ((-3, 3), (-3, 3))).values.shape == (COARSE, COARSE)


@pytest.mark.parametrize(
    "text", ["sqrt(-1 - x^2 - y^2)", "3 + 0*x", "log(x)", "1/(x*y)", "1e300*(x^2 + y^2)"]
)
def test_odd_surfaces_are_drawn_as_far_as_they_go(text):
    surface = gdviz.surface(text, domain=((-2, 2), (-2, 2)), start=(1, 1))
    header, arrays = read_scene(scene(("gd",), surface, steps=5, lr=0.1).to_bytes())
    z = arrays["z"]
    assert np.isinf(z).sum() == 0
    assert header["run"]


def test_a_diverged_run_is_told_and_packed():
    header, arrays = read_scene(scene(("gd",), lr=1.0, steps=50, stop=gdviz.Stop()).to_bytes())
    competitor = header["competitors"][0]
    assert competitor["status"] == "diverged" and competitor["steps"] < 50
    assert competitor["reason"] in competitor["summary"]
    assert len(arrays["theta:0"]) == competitor["steps"] + 1


def test_a_scheduled_rate_goes_along():
    path = gdviz.descend("rosenbrock", "gd", steps=20, lr=1e-3, schedule="exponential")
    header, arrays = read_scene(Scene.of(path.objective, [Competitor.at(0, "gd", "GD", path)]).to_bytes())
    assert header["competitors"][0]["rate"] is None
    np.testing.assert_array_equal(arrays["rate:0"][:, 0], path.rate.astype("f4"))


def test_arguments_are_checked():
    objective = gdviz.surfaces["rosenbrock"]
    run = scene().competitors[0]
    for options, word in (
        ({"focus": 3}, "focus"),
        ({"levels": "cubic"}, "levels"),
        ({"window": ((1, 0), (0, 1))}, "window"),
        ({"resolution": 1}, "resolution"),
    ):
        with pytest.raises(ValueError, match=word):
            Scene.of(objective, [run], **options)
    with pytest.raises(ValueError, match="slugs"):
        Scene.of(objective, [run, run])
    with pytest.raises(ValueError, match="quantities"):
        scene().to_bytes("none")


def test_scene_without_runs():
    header, arrays = read_scene(Scene.of(gdviz.surfaces["rosenbrock"], []).to_bytes())
    assert header["competitors"] == [] and header["start"] is None and set(arrays) == {"z"}


def test_html_is_one_file_without_addresses():
    made = scene(title="A <b>title</b>")
    page = made.to_html()
    assert "<title>A &lt;b&gt;title&lt;/b&gt;</title>" in page
    outside = page.split('id="plotly-')[0]
    assert "http" not in outside.replace("http-equiv", "")
    assert made._repr_html_().startswith("<iframe srcdoc=")


def test_a_type_before_an_expression_takes_no_code_with_it():
    cast = "/** @type {Row} */ (row).show();\nnext();\n"
    assert without_comments(f"/**\n * Show.\n */\n{cast}  // why\n/** Last. */\n") == cast


def test_bundle_has_one_name_once():
    text = bundle()
    assert "import {" not in text and text.count("export ") == 1
    names = [
        line.split("(")[0].split("=")[0].replace("async ", "").split()[1]
        for line in text.splitlines()
        if line.startswith(("const ", "let ", "function ", "class ", "async function "))
    ]
    assert len(names) == len(set(names))


def test_publishing_is_idempotent_and_ages_files(tmp_path):
    names = publish_assets(tmp_path)
    files = sorted(f.name for f in tmp_path.iterdir())
    assert files == sorted(asdict(names).values())
    stamps = {f: f.stat().st_mtime for f in tmp_path.iterdir()}
    assert max(stamps.values()) < 1.6e9  # old enough for the browser's cache
    assert publish_assets(tmp_path) == names
    for part in PARTS:
        assert (tmp_path / getattr(names, part)).read_bytes() == plotly_path(part).read_bytes()
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(OSError):
        publish_assets(blocked)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_plotly_js_is_what_its_makers_published(part):
    told = plotly_path(part).with_name("source.txt").read_text("utf-8")
    text = gzip.decompress(plotly_path(part).read_bytes())
    assert f"{hashlib.sha256(text).hexdigest()}  plotly-{part}.min.js" in told
    version = re.search(rb"plotly\.js \(\w+ - minified\) v([\d.]+)", text)[1].decode()
    assert told.startswith(f"plotly.js {version} ") and f"plotly.js-{part}-dist-min@{version}" in told


@pytest.mark.parametrize("kept", [None, 0, 1, 1000])
def test_a_file_that_was_deleted_or_cut_short_comes_back(tmp_path, kept):
    names = publish_assets(tmp_path)
    for name in asdict(names).values():
        file = tmp_path / name
        whole = file.read_bytes()
        file.unlink()
        if kept is not None:
            file.write_bytes(whole[:kept])
        assert publish_assets(tmp_path) == names and file.read_bytes() == whole


def test_a_path_keeps_its_look():
    run = scene().competitors[0]
    assert (run.color, tuple(run.dash)) == (COLORS[0], DASHES[0])
    assert replace(run, name="Other").path is run.path
