import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contourFigure, isCrowded } from '../../gdviz/player/js/panels/figures.js';

/** @import { Theme } from '../../gdviz/player/js/base/theme.js' */
/** @import { PlotView } from '../../gdviz/player/js/control/view-menus.js' */
/** @import { Scene } from '../../gdviz/player/js/wire/scene.js' */

const SIDE = 40;

/**
 * @param {(x: number, y: number) => number | null} f
 * @returns {(number | null)[][]}
 */
const rowsOf = (f) => Array.from({ length: SIDE }, (_row, j) => Array.from({ length: SIDE }, (_cell, i) => f(i, j)));

test('lines of a valley are drawn, those of waves finer than the grid are not', () => {
  const valley = rowsOf((x, y) => (x - 20) ** 2 + (y - 20) ** 2), waves = rowsOf((x, y) => Math.sin(x * x * y));
  assert.equal(isCrowded(valley, 800 / 18), false);
  assert.equal(isCrowded(waves, 2 / 18), true);
  assert.equal(isCrowded(waves, 2), true); // few lines, but each around a point of its own
  const hills = rowsOf((x, y) => Math.sin(x / 4) * Math.sin(y / 4)); // 25 points from one to the next
  assert.equal(isCrowded(hills, 2 / 18), false);
});

test('points without a value have no lines beside them', () => {
  const holes = rowsOf((x, y) => ((x + y) % 2 ? null : 1e6 * x));
  assert.equal(isCrowded(holes, 1), false);
  assert.equal(isCrowded(rowsOf(() => null), 1), false);
});

test('contours are cut along the border of what has values only where some are missing', () => {
  const theme = /** @type {Theme} */ (/** @type {unknown} */ ({ ramp: [] })), view = { levels: 'linear', height: 'linear', equal: true };
  const shown = { x: [0, 1], y: [0, 1], margin: { l: 0, r: 0, t: 0, b: 0 } };
  const traceOf = (/** @type {number[]} */ z) => {
    const surface = { z: Float32Array.from(z), nx: 3, ny: 2, x: [0, 1], y: [0, 1] };
    const scene = /** @type {Scene} */ (/** @type {unknown} */ ({ surface, names: ['x', 'y'], minimum: null, flat: false }));
    return contourFigure(scene, /** @type {PlotView} */ (view), theme, /** @type {any} */ (shown)).traces[0];
  };
  const whole = traceOf([0, 1, 2, 3, 4, 5]), holes = traceOf([0, 1, NaN, 3, Infinity, 5]);
  assert.deepEqual([whole.connectgaps, whole.z], [true, [[0, 1, 2], [3, 4, 5]]]);
  assert.deepEqual([holes.connectgaps, holes.z], [false, [[0, 1, null], [3, null, 5]]]);
});
