"""Figures of many runs, by their content: what is drawn is what was computed."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.engine import steps_from
from gdviz.figures import basins, schedules
from gdviz.figures.hyper_map import is_log

SWEEPS = {
    "theory holds": ("ill_conditioned_bowl", "momentum", {}),
    "none diverges": ("rosenbrock", "adam", {"steps": 40}),
    "all diverge": ("rosenbrock", "gd", {"rates": [1.0, 2.0, 3.0], "steps": 40}),
    "loss below 0": ("styblinski_tang", "gd", {"steps": 40}),
}


def named(figure: Any, name: str) -> Any:
    return next(trace for trace in figure.data if trace.name.startswith(name))


@pytest.mark.parametrize("kind", SWEEPS)
@pytest.mark.parametrize("dark", [False, True])
def test_a_rate_sweep_draws_every_run_once(kind: str, dark: bool) -> None:
    objective, rule, options = SWEEPS[kind]
    out = gdviz.rate_sweep(objective, rule, **options)
    figure = out.figure(dark=dark, chosen=out.rates[1])
    curve, diverged = named(figure, "final loss"), named(figure, "diverged")
    np.testing.assert_array_equal(np.isnan(curve.y), out.diverged)
    np.testing.assert_array_equal(curve.y[~out.diverged], out.loss[~out.diverged])
    np.testing.assert_array_equal(diverged.x, out.rates[out.diverged])
    suggestions = named(figure, "suggestions")
    assert sorted(suggestions.x) == sorted(s.rate for s in out.suggestions)
    words = " ".join(a.text for a in figure.layout.annotations)
    assert ("diverges from" in words) is (out.edge.above is not None)
    assert ("theory" in words) is (out.edge.theory is not None) and "now" in words


def test_words_stand_where_their_lines_are() -> None:
    out = gdviz.rate_sweep("ill_conditioned_bowl", "gd")
    figure = out.figure(chosen=0.01)
    at = {a.text.split()[0]: 10.0**a.x for a in figure.layout.annotations}  # the axis is logarithmic
    assert at == pytest.approx({"diverges": out.edge.above, "theory:": out.edge.theory, "now": 0.01})
    lines = sorted(line.x0 for line in figure.layout.shapes)
    assert lines == sorted((out.edge.above, out.edge.theory, 0.01)) and lines == pytest.approx(
        sorted(at.values())
    )


@pytest.mark.parametrize("dark", [False, True])
def test_words_across_a_curve_can_be_read(dark: bool) -> None:
    figure = gdviz.rate_sweep("ill_conditioned_bowl", "gd").figure(dark=dark, chosen=0.01)
    words = [a for a in figure.layout.annotations if a.text]
    behind = [np.array(re.findall(r"[\d.]+", a.bgcolor), dtype=float) for a in words]
    assert len(words) >= 3 and all((part[:3].mean() < 30) == dark and part[3] > 0.7 for part in behind)


def test_the_numbers_of_a_schedules_loss_have_room_on_a_phone() -> None:
    paths = {name: gdviz.descend("sphere", "gd", schedule=name, steps=50) for name in ("cosine", "constant")}
    layout = schedules.figure(paths, window=((-5.0, 5.0), (-5.0, 5.0)), color="#000000").layout
    wide = 370 - layout.margin.l - layout.margin.r
    left, right = layout.xaxis.domain[1], layout.xaxis2.domain[0]
    assert (right - left) * wide > 3.2 * layout.yaxis2.tickfont.size  # of a number such as 10^-12


def test_a_word_beside_a_rate_stands_inside_of_the_figure() -> None:
    out = gdviz.rate_sweep("ill_conditioned_bowl", "gd")
    for chosen, anchor in ((out.rates[0], "left"), (out.rates[-1], "right")):
        words = out.figure(chosen=float(chosen)).layout.annotations
        assert [(a.xanchor, a.xshift > 0) for a in words if a.text.startswith("now")] == [
            (anchor, anchor == "left")
        ]


def test_steps_are_drawn_too_and_another_measure_is_refused() -> None:
    out = gdviz.rate_sweep("sphere", "gd", stop=gdviz.Stop(loss=1e-3))
    steps = named(out.figure(measure="steps"), "steps")
    np.testing.assert_array_equal(steps.y[~out.diverged], out.steps[~out.diverged])
    with pytest.raises(ValueError, match="measure must be loss or steps, not 'time'"):
        out.figure(measure="time")


def test_the_scale_of_the_loss_fits_its_values() -> None:
    kinds = {
        k: gdviz.rate_sweep(o, r, **more).figure().layout.yaxis.type for k, (o, r, more) in SWEEPS.items()
    }
    assert kinds == {"theory holds": "log", "none diverges": "log", "all diverge": None, "loss below 0": None}


def decoded(figure: Any) -> tuple[np.ndarray, np.ndarray]:
    """The picture of a map of basins: numbers of colours, the first row on top, and the palette (N, 4)."""
    file = base64.b64decode(figure.layout.images[0].source.removeprefix("data:image/png;base64,"))
    parts, at = {}, 8
    while at < len(file):
        (length,) = struct.unpack(">I", file[at : at + 4])
        name, content = file[at + 4 : at + 8], file[at + 8 : at + 8 + length]
        assert struct.unpack(">I", file[at + 8 + length : at + 12 + length]) == (zlib.crc32(name + content),)
        parts[name], at = content, at + 12 + length
    width, height = struct.unpack(">II", parts[b"IHDR"][:8])
    rows = np.frombuffer(zlib.decompress(parts[b"IDAT"]), dtype=np.uint8).reshape(height, width + 1)
    colors = np.frombuffer(parts[b"PLTE"], dtype=np.uint8).reshape(-1, 3)
    return rows[:, 1:], np.column_stack([colors, np.frombuffer(parts[b"tRNS"], dtype=np.uint8)])


@pytest.mark.parametrize("dark", [False, True])
def test_a_map_of_basins_has_a_colour_for_each_end_and_a_shade_for_the_steps(dark: bool) -> None:
    out = gdviz.basins("himmelblau", "gd", shape=(30, 40), lr=0.01)
    figure = out.figure(dark=dark)
    pixels, palette = decoded(figure)
    larger = 1024 // 40
    assert pixels.shape == (30 * larger, 40 * larger) and len(palette) <= 256
    cells = pixels[::larger, ::larger][::-1].astype(int)
    np.testing.assert_array_equal(cells // basins.LEVELS, out.label)
    for label in range(4):  # lighter is never slower
        level, steps = cells[out.label == label] % basins.LEVELS, out.steps[out.label == label]
        assert all(
            steps[level < k].max() <= steps[level >= k].min() for k in set(level.tolist()) - {level.min()}
        )
    image = figure.layout.images[0]
    assert (image.x, image.x + image.sizex) == out.grid.window[0]
    assert (image.y - image.sizey, image.y) == pytest.approx(out.grid.window[1])


def test_what_leads_nowhere_is_told_apart_and_what_is_held_back_is_faint() -> None:
    out = gdviz.basins("three_hump_camel", "gd", shape=(40, 40), lr=0.02, steps=60)
    kinds = np.select(
        [out.label == -1, (out.label == -2) & (out.later != -2), out.label == -2], [0, 1, 2], -1
    )
    assert {0, 1} <= set(kinds.ravel().tolist())
    larger, special = 1024 // 40, basins.HUES * basins.LEVELS
    faint = np.zeros((40, 40), dtype=bool)
    faint[3] = True
    pixels, palette = decoded(out.figure(faint=faint))
    cells = pixels[::larger, ::larger][::-1].astype(int)
    np.testing.assert_array_equal(cells >= basins.COLORS, faint)
    np.testing.assert_array_equal(np.maximum(cells % basins.COLORS - special, -1), kinds)
    assert set(palette[: basins.COLORS, 3]) == {255} and max(palette[basins.COLORS :, 3]) < 128


def luminance(rgb: np.ndarray) -> np.ndarray:
    """Relative luminance of colours (..., 3) from 0 to 255, as WCAG defines it."""
    share = rgb / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    out: np.ndarray = linear @ (0.2126, 0.7152, 0.0722)
    return out


def test_cells_that_are_held_back_are_seen_on_a_dark_page() -> None:
    """Their colours are mixed with what is behind them: on the page itself most of them vanish."""
    figure = gdviz.basins("himmelblau", "gd", shape=(30, 40), lr=0.01).figure(dark=True)
    faint = decoded(figure)[1][basins.COLORS :].astype(float)
    behind = [int(figure.layout.plot_bgcolor[i : i + 2], 16) for i in (1, 3, 5)]
    share = faint[:, 3:] / 255
    seen = luminance(share * faint[:, :3] + (1 - share) * behind)
    page = luminance(np.array([0x11, 0x16, 0x1D]))
    assert ((seen + 0.05) / (page + 0.05)).min() > 4.5


def test_marks_of_a_map_tell_of_single_runs() -> None:
    out = gdviz.basins("himmelblau", "gd", shape=(100, 120), lr=0.01)
    figure = out.figure(slots=[3, 2, 1, 0], start=(1.0, 2.0))
    marks, ends, *start = figure.data
    for place in (0, 99, len(marks.x) - 1):
        row, column = out.grid.cell_at(marks.x[place], marks.y[place])
        assert (marks.x[place], marks.y[place]) == out.start(row, column)
        path = gdviz.descend("himmelblau", "gd", out.start(row, column), lr=0.01)
        letter = "DCBA"[out.label[row, column]]
        assert f"ends in {letter} (minimum) after {path.steps} steps" in marks.text[place]
    assert list(ends.text) == ["D", "C", "B", "A"] and set(ends.marker.symbol) == {"star"}
    np.testing.assert_array_equal(np.column_stack([ends.x, ends.y]), out.ends)
    assert [(s.x[0], s.y[0]) for s in start] == [(1.0, 2.0)] * 2


def test_colours_of_a_map_are_told_apart_by_the_colour_blind() -> None:
    """The middle shades of any two of the first four ends differ in brightness, or in blue against yellow."""
    middle = [basins.shades(slot)[basins.LEVELS // 2] for slot in range(4)]
    rgb = np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in middle])
    light, blue = rgb @ (0.2126, 0.7152, 0.0722), rgb[:, 2] - rgb[:, :2].mean(1)
    for i in range(4):
        for j in range(i):
            assert abs(light[i] - light[j]) > 0.08 or abs(blue[i] - blue[j]) > 0.2
    for slot in range(basins.HUES):
        ramp = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in basins.shades(slot)]).sum(1)
        assert (np.diff(ramp) < 0).all()


def compared(**options: Any) -> gdviz.Comparison:
    return gdviz.compare("rosenbrock", ["gd", "bfgs", "newton"], trials=3, starts=12, **options)


@pytest.mark.parametrize("dark", [False, True])
def test_a_comparison_draws_the_profiles_and_every_start(dark: bool) -> None:
    out = compared(evaluations=200)
    colors, dashes = ["#111111", "#222222", "#333333"], [[], [3, 3], [10, 5]]
    figure = out.figure(dark=dark, colors=colors, dashes=dashes)
    for i, (standing, dash) in enumerate(zip(out.standings, ["solid", "3px,3px", "10px,5px"], strict=True)):
        profile = named(figure, standing.name)
        assert (profile.line.color, profile.line.dash, profile.line.shape) == (colors[i], dash, "hv")
        for tau in (1.0, 1.5, 2.0, 7.3, 16.0):  # the step at or before it
            at = int(np.searchsorted(profile.x, tau, side="right")) - 1
            assert profile.y[at] == pytest.approx(out.profile(tau)[i])
        taken, solved = standing.evaluations, np.isfinite(standing.evaluations)
        np.testing.assert_array_equal(named(figure, f"{standing.name}, starts").x, taken[solved])
        misses = named(figure, f"{standing.name}, misses")
        assert len(misses.x) == (~solved).sum() and all(misses.x > out.budget)
        drawn = {trace.name: trace for trace in figure.data}
        assert (f"{standing.name}, median" in drawn) is bool(np.isfinite(standing.median))
        if np.isfinite(standing.median):
            assert drawn[f"{standing.name}, median"].x[0] == standing.median
    words = " ".join(a.text for a in figure.layout.annotations)
    assert figure.layout.xaxis2.ticktext[-1] == "missed" and "200" not in figure.layout.xaxis2.ticktext
    assert [float(t) for t in figure.layout.xaxis2.ticktext[:-1]] == list(figure.layout.xaxis2.tickvals[:-1])
    assert "Newton: no miss" in words and "Gradient descent: missed from" in words
    assert all(len(trace.x) == len(trace.y) for trace in figure.data)


def test_a_comparison_without_any_success_is_drawn_too() -> None:
    out = gdviz.compare("rosenbrock", ["gd", "adam"], evaluations=10, tolerance=0, starts=5)
    figure = out.figure()
    assert figure.layout.xaxis2.type == "linear" and not out.area().any()
    assert all(not named(figure, s.name).y.any() for s in out.standings)
    with pytest.raises(ValueError, match="tau_max must be a number above 1"):
        out.figure(tau_max=1)


def test_starts_at_the_target_are_drawn_on_a_linear_axis() -> None:
    out = gdviz.compare("sphere", ["gd"], tolerance=100, starts=3, trials=1)
    assert out.evaluations.tolist() == [[0, 0, 0]]
    assert out.figure().layout.xaxis2.type == "linear" and named(out.figure(), "Gradient descent").y[-1] == 1


def test_values_of_any_size_have_a_scale() -> None:
    with np.errstate(all="raise"):
        assert is_log(np.array([1e-300, 1e300])) and is_log(np.array([1e-320, 1.0]))
        assert not is_log(np.array([1.0, 2.0])) and not is_log(np.array([0.0, 1e300]))


@pytest.mark.parametrize("far", [1e300, -1e60, 1e12])
def test_what_no_browser_could_place_is_left_out(far: float) -> None:
    """SVG has numbers up to 3e38; a chart with more of them logs errors and draws nothing there."""
    map = gdviz.basins("himmelblau", "gd", shape=(4, 4), lr=0.01)
    bowl = gdviz.surface("x^2 + 3y^2")
    one = gdviz.surface("x^2")
    rules = [("gd", gdviz.optimizers["gd"], {"lr": 0.1})]
    steps = [steps_from(bowl, (far, 1.0), rules), steps_from(one, (far,), rules)]
    for figure in (map.figure(start=(0.0, far)), *(s.figure() for s in steps)):
        axes = (figure.layout.xaxis.range, figure.layout.yaxis.range)
        for trace in (t for t in figure.data if t.type == "scatter"):
            for values, (low, high) in zip((trace.x, trace.y), axes, strict=True):
                drawn = np.array(values, dtype=float)
                assert not (np.abs(drawn[np.isfinite(drawn)] - low) > 1e31 * (high - low)).any()
    ring = map.figure(start=(0.0, far)).data[-1]
    assert (ring.y[0] is None) == (abs(far) > 1e30)


def test_values_in_use_outside_of_a_map_do_not_shrink_it() -> None:
    axes = ("lr", np.array([0.01, 0.02])), ("momentum", np.array([0.1, 0.9]))
    map = gdviz.hyper_map("sphere", "momentum", *axes, steps=30)
    inside, outside = (map.figure(chosen=(0.015, m)) for m in (0.5, 0.95))
    assert len(inside.data) == len(outside.data) + 2
