"""The data panel in one HTML file: where lines, regions, batches and predictions are drawn, and what pointer and buttons do."""

from __future__ import annotations

import numpy as np
import pytest

from tests.browser.data_scene import LINES, PLAYER, STEPS, Shown, near, settle, text_color

pytestmark = pytest.mark.without_webgl


@pytest.mark.parametrize("k", [0, 1, 7, STEPS])
def test_each_line_is_the_model_of_the_head_s_parameters(line: Shown, k: int) -> None:
    line.seek(k)
    ends = np.array(line.ask(f"() => {PLAYER}.scene.sample.x.range"))
    box = line.ask(
        f"() => {{ const {{left, right, top, bottom}} = {PLAYER}.panels.data.frame; return [left, right, top, bottom]; }}"
    )
    f = line.ask(
        f"() => {{ const {{ox, oy, ax, ay}} = {PLAYER}.panels.contour.frame; return [ox, oy, ax, ay]; }}"
    )
    for i, (path, run) in enumerate(zip(line.paths, line.scene.competitors, strict=True)):
        slope, intercept = path.theta[k]
        np.testing.assert_allclose(
            line.ask(LINES, [i, k]), line.place(ends, slope * ends + intercept)[None], atol=0.05
        )
        head = line.ask(
            f"([i, k]) => {{ const p = {PLAYER}; return p.panels.contour.project(p.scene.runs[i], k); }}",
            [i, k],
        )
        np.testing.assert_allclose(
            [(head[0] - f[0]) / f[2], (f[1] - head[1]) / f[3]], path.theta[k], atol=1e-4
        )
        if k or i == 1:  # at the start all lines are one, and the focused run's lies on top
            x = np.linspace(*ends, 60)
            at = [
                p
                for p in line.place(x, slope * x + intercept)
                if box[0] + 3 < p[0] < box[1] - 3 and box[2] + 3 < p[1] < box[3] - 3
            ]
            drawn = np.mean([near(line.page, *p, color=run.color) for p in at])
            assert len(at) > 10 and drawn > 0.35, (
                run.name,
                drawn,
            )  # dashes have gaps, and other lines lie above


def test_the_batch_of_each_step_is_marked(line: Shown) -> None:
    for k in (1, 2, 11, 40):
        line.seek(k)
        marked = line.ask(f"k => Array.from({PLAYER}.scene.sample.marked(k))", k)
        rows = line.paths[0].batches.rows_of_step(k)
        assert sorted(marked) == sorted(rows.tolist())
        design = line.whole.design
        for row in rows:
            assert near(
                line.page, *line.place(design.x[row, 0], design.y[row]), color=text_color(line.page), reach=5
            ), (k, row)
    assert line.ask(f"() => Array.from({PLAYER}.scene.sample.marked(0))") == line.ask(
        f"() => Array.from({PLAYER}.scene.sample.marked(1))"
    )


def test_a_ghost_follows_the_pointer_over_the_contours(line: Shown) -> None:
    line.seek(5)
    wanted = 1.2, -3.0
    x, y = line.ask(
        f"""([a, b]) => {{ const c = {PLAYER}.panels.contour, box = c.host.getBoundingClientRect();
        return [box.left + c.frame.ox + a * c.frame.ax, box.top + c.frame.oy - b * c.frame.ay]; }}""",
        wanted,
    )
    line.page.mouse.move(x, y)
    settle(line.page)
    ghost = line.ask(f"() => {PLAYER}.panels.data.ghost && Array.from({PLAYER}.panels.data.ghost)")
    np.testing.assert_allclose(ghost, wanted, atol=0.05)
    ends = np.array(line.ask(f"() => {PLAYER}.scene.sample.x.range"))
    middle = np.linspace(*ends, 30)
    seen = sum(
        near(line.page, *line.place(v, ghost[0] * v + ghost[1]), color=text_color(line.page))
        for v in middle
        if ends[0] < v < ends[1]
    )
    assert seen >= 8
    line.page.mouse.move(2, 2)
    settle(line.page)
    assert line.ask(f"() => {PLAYER}.panels.data.ghost") is None


def test_residuals_are_drawn_when_asked_for_and_kept_over_scenes(line: Shown) -> None:
    line.seek(20)
    button = line.page.get_by_role("button", name="Residuals")
    slope, intercept = line.paths[1].theta[20]
    design, color = line.whole.design, line.scene.competitors[1].color

    def count() -> int:
        middles = [
            line.place(x, (y + slope * x + intercept) / 2)
            for x, y in zip(design.x[:, 0], design.y, strict=True)
        ]
        return sum(near(line.page, *m, color=color, reach=1) for m in middles)

    before = count()
    button.click()
    settle(line.page)
    assert button.get_attribute("aria-pressed") == "true"
    assert count() > before + 20
    line.page.evaluate(f"() => {{ {PLAYER}.panels.data.show({PLAYER}.scene); {PLAYER}.invalidate(); }}")
    settle(line.page)
    assert button.get_attribute("aria-pressed") == "true" and count() > before + 20
    button.click()
    settle(line.page)
    assert count() == before


def test_the_tip_tells_a_point_and_its_residual(line: Shown) -> None:
    line.seek(30)
    design, (slope, intercept) = line.whole.design, line.paths[1].theta[30]
    row = int(np.argmax(design.y))
    box = line.page.locator("[data-gd=data]").bounding_box()
    x, y = line.place(design.x[row, 0], design.y[row])
    line.page.mouse.move(box["x"] + x, box["y"] + y)
    tip = line.page.locator(".gd-data .gd-tip")
    assert f"row {row + 1}" in tip.inner_text()
    values = [float(t.replace("\u2212", "-")) for t in tip.locator("b").all_inner_texts()]
    guess = slope * design.x[row, 0] + intercept
    np.testing.assert_allclose(
        values, [design.x[row, 0], design.y[row], guess, design.y[row] - guess], rtol=1e-3, atol=1e-3
    )
    line.page.mouse.move(2, 2)
    assert tip.is_hidden()


def test_the_arithmetic_shows_the_rows_and_their_mean(line: Shown) -> None:
    line.seek(9)
    rows = line.paths[1].batches.rows_of_step(9)
    table = line.page.locator(".gd-rows tbody tr")
    assert table.count() == 4
    assert [int(r.locator("td").first.inner_text()) for r in table.all()] == (rows[:4] + 1).tolist()
    assert line.page.locator(".gd-more").inner_text() == "… 2 more rows"
    total = line.page.locator(".gd-mean b").last.inner_text().replace("\u2212", "-")
    np.testing.assert_allclose(
        [float(v) for v in total.strip("()").split(", ")], line.paths[1].quantities["g"][8], rtol=1e-3
    )
    text = line.ask(f"() => {PLAYER}.panels.arithmetic.written('text')")
    assert text.startswith(
        "Adam, step 9\ng = 1/n * sum over the rows of dl/dz(z, y)*x + grad P(theta)\nl(z, y) = (z - y)^2\n"
    )
    assert text.count("\t") == 5 * 6 and "… 2 more rows" in text and "?" not in text
    assert "\\begin{array}" in line.ask(f"() => {PLAYER}.panels.arithmetic.written('latex')")


def test_batch_loss_and_penalty_are_drawn(line: Shown) -> None:
    line.seek(30)
    assert line.page.locator(".gd-contour .contourlayer .contour").count() == 2
    ink = f"""() => {{ const {{scatter}} = {PLAYER}.panels.curve.layers, d = scatter.getContext('2d').getImageData(0, 0, scatter.width, scatter.height).data;
        let n = 0; for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }}"""
    assert line.ask(ink) > 200  # type: ignore[operator]
    assert line.page.locator("[data-gd=metric] option[value=accuracy]").evaluate(
        "node => node.hidden && node.disabled"
    )


@pytest.mark.parametrize("k", [1, 12, STEPS])
def test_regions_are_where_the_score_has_its_sign(plane: Shown, k: int) -> None:
    plane.seek(k)
    got = plane.ask(f"""() => {{ const p = {PLAYER}.panels.data, {{width, height}} = p.regions.canvas;
        return [width, height, Array.from(p.regions.canvas.getContext('2d').getImageData(0, 0, width, height).data)]; }}""")
    nx, ny, pixels = got  # type: ignore[misc]
    image = np.array(pixels).reshape(ny, nx, 4)[::-1].astype(int)  # lowest y first
    sample = plane.ask(f"() => {{ const {{x, y}} = {PLAYER}.scene.sample; return [x.range, y.range]; }}")
    x, y = np.linspace(*sample[0], nx), np.linspace(*sample[1], ny)  # type: ignore[index]
    z = (
        plane.whole.design.basis(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
        @ plane.paths[1].theta[k]
    )
    z = z.reshape(ny, nx)
    sure = np.abs(z) > 0.2
    warm = image[..., 0] > image[..., 2]  # orange, not blue
    assert sure.sum() > 1000 and (warm == (z > 0))[sure].all()
    chance = np.abs(2 / (1 + np.exp(-z)) - 1)
    np.testing.assert_allclose(image[..., 3] / image[..., 3].max(), chance / chance.max(), atol=0.03)


@pytest.mark.parametrize("k", [3, STEPS])
def test_the_decision_line_is_where_the_score_is_zero(plane: Shown, k: int) -> None:
    plane.seek(k)
    f = plane.ask(
        f"() => {{ const {{ox, oy, ax, ay}} = {PLAYER}.panels.data.frame; return [ox, oy, ax, ay]; }}"
    )
    for i, path in enumerate(plane.paths):
        lines = plane.ask(LINES, [i, k])
        assert lines
        p = np.array([v for one in lines for v in one])  # type: ignore[union-attr]
        at = np.column_stack([(p[:, 0] - f[0]) / f[2], (f[1] - p[:, 1]) / f[3]])  # type: ignore[index]
        theta, basis = path.theta[k], plane.whole.design.basis
        steps = [np.array([0.05, 0]), np.array([0, 0.05])]
        slope = np.stack([(basis(at + s) @ theta - basis(at - s) @ theta) / 0.1 for s in steps], axis=-1)
        distance = np.abs(basis(at) @ theta) / np.hypot(*slope.T) * f[2]  # type: ignore[index]
        assert np.median(distance) < 0.3 and distance.max() < 3  # pixels
        color = plane.scene.competitors[i].color
        assert np.mean([near(plane.page, *q, color=color) for q in p[2:-2:3]]) > 0.35


def test_three_classes_have_three_regions(three: Shown) -> None:
    three.seek(STEPS)
    theta = three.paths[1].theta[STEPS].reshape(3, -1)
    f = three.ask(
        f"() => {{ const {{ox, oy, ax, ay}} = {PLAYER}.panels.data.frame; return [ox, oy, ax, ay]; }}"
    )
    p = np.array([v for one in three.ask(LINES, [1, STEPS]) for v in one])  # type: ignore[union-attr]
    at = np.column_stack([(p[:, 0] - f[0]) / f[2], (f[1] - p[:, 1]) / f[3]])  # type: ignore[index]
    z = np.sort(three.whole.design.basis(at) @ theta.T, axis=1)
    assert len(p) > 30 and (z[:, 2] - z[:, 1]).max() < 0.02  # the two best scores are equal all along
    image = np.array(
        three.ask(f"""() => {{ const p = {PLAYER}.panels.data, {{width, height}} = p.regions.canvas;
        return Array.from(p.regions.canvas.getContext('2d').getImageData(0, 0, width, height).data); }}""")
    ).reshape(72, 72, 4)[::-1]
    ranges = three.ask(f"() => {{ const {{x, y}} = {PLAYER}.scene.sample; return [x.range, y.range]; }}")
    x, y = np.linspace(*ranges[0], 72), np.linspace(*ranges[1], 72)  # type: ignore[index]
    best = np.argmax(
        three.whole.design.basis(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)) @ theta.T, axis=1
    ).reshape(72, 72)
    colors = [np.median(image[best == c][:, :3], axis=0) for c in range(3)]
    away = [np.abs(image[best == c][:, :3] - colors[c]).max(1) < 12 for c in range(3)]
    assert (
        min(a.mean() for a in away) > 0.97
        and min(np.abs(a - b).sum() for a, b in zip(colors, colors[1:], strict=False)) > 60
    )


def test_accuracy_is_a_curve_of_its_own(plane: Shown) -> None:
    picker = plane.page.get_by_label("Quantity", exact=True)
    picker.select_option("accuracy")
    settle(plane.page)
    fitted = plane.ask(
        f"() => {{ const {{a, b, log, title}} = {PLAYER}.panels.curve.fitted; return [a, b, log, title]; }}"
    )
    assert fitted == [pytest.approx(-0.05), pytest.approx(1.05), False, "accuracy"]
    assert plane.ask(f"() => {PLAYER}.scene.runs[1].accuracy[{STEPS}]") == pytest.approx(
        plane.whole.accuracy(plane.paths[1].theta[-1:])[0]
    )
    picker.select_option("loss")


def test_predictions_stand_against_the_truth(points: Shown) -> None:
    for k in (2, STEPS):
        points.seek(k)
        z = points.whole.design.a @ points.paths[1].theta[k]
        got = points.ask(
            f"""k => {{ const p = {PLAYER}, t = p.scene.runs[1].parameters(k);
            return Array.from({{length: p.scene.sample.drawn}}, (_, i) => p.panels.data.pixel(i, t)); }}""",
            k,
        )
        np.testing.assert_allclose(got, points.place(points.whole.design.y, z), atol=0.05)
    color = points.scene.competitors[1].color
    assert all(near(points.page, *at, color=color) for at in got)  # type: ignore[union-attr]
    theta = points.ask(f"() => {PLAYER}.scene.runs[1].value('theta', 0, 7)")
    np.testing.assert_allclose(theta, points.paths[1].theta[7], rtol=1e-6)
    assert points.page.locator(".gd-equation").last.locator(".gd-result mtd").count() == 4
