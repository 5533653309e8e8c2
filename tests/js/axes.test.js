import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atEdge, nearestIterate } from '../../gdviz/player/js/axes/frame.js';
import { marginsOf } from '../../gdviz/player/js/axes/margins.js';
import { linearTicks, logTicks } from '../../gdviz/player/js/axes/ticks.js';
import { Leavers, windowOf, windowOfCurve } from '../../gdviz/player/js/axes/windows.js';
import { heightsOf } from '../../gdviz/player/js/wire/heights.js';
import { lossOnCurve, lossOnSurface } from '../../gdviz/player/js/wire/interpolation.js';
import { near, randomFrom } from './helpers.js';

/** @import { Run } from '../../gdviz/player/js/wire/run.js' */
/** @import { Surface } from '../../gdviz/player/js/wire/types.js' */

/**
 * A run through some points of the picture.
 *
 * @param {...number} points x and y in turn
 * @returns {Run}
 */
const runThrough = (...points) => {
  const steps = points.length / 2 - 1;
  const run = { points: Float32Array.from(points), steps, head: (/** @type {number} */ k) => Math.min(k, steps) };
  return /** @type {Run} */ (/** @type {unknown} */ (run));
};
const FRAME = {
  left: 100, top: 50, right: 300, bottom: 250, ax: 10, ay: 10, ox: 200, oy: 150, width: 400, height: 300,
  x: /** @type {[number, number]} */ ([-10, 10]), y: /** @type {[number, number]} */ ([-10, 10]),
};

test('ticks of a range: round, in it, about as many as asked for', () => {
  assert.deepEqual(linearTicks(0, 10, 5).ticks.map(({ label }) => label), ['0', '2', '4', '6', '8', '10']);
  assert.deepEqual(linearTicks(-0.25, 0.25, 5).ticks.map(({ label }) => label), ['−0.2', '−0.1', '0', '0.1', '0.2']);
  const { base, ticks } = linearTicks(1e9, 1e9 + 4, 4);
  assert.deepEqual([base, ticks.map(({ label }) => label)], [1e9, ['0', '1', '2', '3', '4']]);
});

test('ticks of a logarithmic axis are powers of ten, or multiples where there is room', () => {
  assert.deepEqual(logTicks(-2, 2, 0.9).map(({ v }) => v), [-2, -1, 0, 1, 2]);
  assert.deepEqual(logTicks(-6, 0, 0.9).map(({ label }) => label), ['10⁻⁶', '10⁻⁵', '10⁻⁴', '0.001', '0.01', '0.1', '1']);
  for (const { v } of logTicks(0, 1, 0.02)) assert.ok(near(10 ** v, Math.round(10 ** v))); // 1, 2, 3 ... 10
});

test('a run that leaves, comes back and leaves again left the last time', () => {
  const run = runThrough(0, 0, 20, 0, 0, 0, 0, 30, 0, 40), leavers = new Leavers();
  assert.deepEqual([0, 1, 2, 3, 4].map((k) => leavers.since(run, k, FRAME)), [null, 1, null, 3, 3]);
  assert.equal(leavers.since(run, 1, FRAME), 1); // back to an earlier step
});

test('a window that holds all runs, 40 windows away at most', () => {
  const from = { x: FRAME.x, y: FRAME.y };
  assert.equal(windowOf([runThrough(0, 0, 5, 5)], from), null);
  assert.deepEqual(windowOf([runThrough(0, 0, 40, 5)], from), { x: [-12, 42], y: [-10.8, 10.8] }); // 4 % of 50 and 20
  assert.deepEqual(windowOf([runThrough(0, 0, 1e30, NaN)], from)?.x, [-10 - 0.04 * 820, 810 + 0.04 * 820]);
  assert.deepEqual(windowOfCurve([runThrough(0, 0, 5, 30)], from), { y: [-10 - 2, 30 + 2] }); // 5 % of 40
  assert.deepEqual(windowOfCurve([runThrough(0, 0, 40, 1)], from), { x: [-12, 42] });
});

test('the edge in the direction of a point, and the iterate that is nearest to a pixel', () => {
  assert.deepEqual(atEdge(FRAME, 1200, 150), { x: 291, y: 150, angle: 0 });
  assert.deepEqual(atEdge(FRAME, 200, -900), { x: 200, y: 59, angle: -Math.PI / 2 });
  const run = runThrough(0, 0, 1, 1, 2, 2);
  assert.equal(nearestIterate([run], 2, FRAME, [211, 139], 7)?.j, 1);
  assert.equal(nearestIterate([run], 0, FRAME, [211, 139], 7), null); // not there yet
});

test('equal axes have equal units, in any panel', () => {
  const random = randomFrom(9);
  for (let trial = 0; trial < 50; trial++) {
    const width = 200 + random() * 900, height = 200 + random() * 500, x = 1 + random() * 5, y = 1 + random() * 5;
    const { l, r, t, b } = marginsOf(width, height, [0, x], [0, y], true);
    assert.ok(near((width - l - r) / x, (height - t - b) / y, 1e-9));
  }
});

test('the loss between samples is straight on a curve, bilinear on a surface', () => {
  /** @type {Surface} */
  const line = { id: '', nx: 3, ny: 1, x: [0, 2], y: [0, 1], levels: 'log', z: Float32Array.of(0, 4, 2) };
  assert.deepEqual([0, 0.25, 1, 1.5, 2].map((x) => lossOnCurve(line, x)), [0, 1, 4, 3, 2]);
  assert.ok(Number.isNaN(lossOnCurve(line, 2.1)));
  const nx = 5, z = Float32Array.from({ length: 25 }, (_, at) => (at % nx) * Math.floor(at / nx)); // x times y on 0..4
  const grid = { ...line, nx, ny: 5, x: /** @type {[number, number]} */ ([0, 4]), y: /** @type {[number, number]} */ ([0, 4]), z };
  for (const [x, y] of [[0.5, 0.5], [3.25, 1.75], [4, 4]]) assert.ok(near(lossOnSurface(grid, x, y), x * y, 1e-6));
  assert.ok(Number.isNaN(lossOnSurface(grid, -0.1, 1)));
});

test('the heights of a curve: all of a parabola, not all of a pole', () => {
  const at = Array.from({ length: 201 }, (_, i) => i / 100 - 1);
  const [lo, hi] = heightsOf(at.map((x) => x * x), [-0.5]);
  assert.ok(near(lo, -0.5 - 0.07 * 1.5) && near(hi, 1 + 0.07 * 1.5)); // it holds what is marked, with room
  assert.ok(heightsOf(at.map((x) => 1 / (x + 1e-4) ** 2))[1] < 1e5); // the largest sample is 1e8
  assert.deepEqual(heightsOf([NaN, NaN]), [0, 1]);
});
