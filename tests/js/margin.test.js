import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marginLines, supportPoints } from '../../gdviz/player/js/panels/data/margin.js';
import { supportText } from '../../gdviz/player/js/panels/data/confusion.js';
import { TabledSample } from '../../gdviz/player/js/wire/models/tabled.js';
import { Sample } from '../../gdviz/player/js/wire/sample.js';
import { near } from './helpers.js';

const MODEL = Float64Array.of(2, 0, -1); // z = 2 x - 1
const POINTS = [[0, 0, 0], [0.25, 1, 0], [0.6, 0, 0], [1, 1, 1], [1.5, 0, 1], [0.4, 1, 1]]; // x, y, class

/** @param {number | null} margin */
function sample(margin) {
  const header = /** @type {any} */ ({
    kind: 'plane', drawn: POINTS.length, at_drawn: 6, rows: 6, classes: ['a', 'b'], scores: 1, width: 3,
    parameters: ['x', 'y', 'intercept'], axes: [0, 1], at: [0, 0, -1], grid: [11, 11], margin,
    x: { name: 'x', range: [-2, 2] }, y: { name: 'y', range: [0, 1] },
  });
  const ticks = (/** @type {number} */ lo, /** @type {number} */ hi) => Array.from(
    { length: 11 }, (_, i) => lo + ((hi - lo) * i) / 10);
  return new Sample(header, {
    'data:row': Float32Array.from(POINTS, (_, i) => i + 1), 'data:x': Float32Array.from(POINTS, ([x]) => x),
    'data:y': Float32Array.from(POINTS, ([, y]) => y), 'data:label': Float32Array.from(POINTS, ([, , c]) => c),
    'data:basis': Float32Array.from(POINTS.flatMap(([x, y]) => [x, y, 1])),
    'data:grid_x': Float32Array.from(ticks(-2, 2).flatMap((x) => [x, 1, 1])),
    'data:grid_y': Float32Array.from(ticks(0, 1).flatMap((y) => [1, y, 1])),
    'data:grid_shift': new Float32Array(3),
  });
}
const FRAME = /** @type {any} */ ({ ox: 100, oy: 50, ax: 10, ay: 10 });

test('margin lines lie where the score is at the margin', () => {
  const lines = marginLines(sample(1), FRAME, MODEL);
  assert.deepEqual(lines.map(({ level }) => level), [-1, 1]);
  for (const { level, lines: [line, ...more] } of lines) {
    assert.equal(more.length, 0);
    assert.ok(line.every(([px]) => near((px - 100) / 10, (level + 1) / 2, 1e-6)));
  }
  assert.deepEqual(marginLines(sample(null), FRAME, MODEL), []);
});

test('of a network the lines are on the grid of what is sent, which is finer at rest', () => {
  const header = /** @type {any} */ ({
    kind: 'plane', drawn: 0, at_drawn: 0, rows: 6, classes: ['a', 'b'], scores: 1, parameters: [], axes: [0, 1], at: [0, 0],
    grid: [5, 5], margin: 1, tabled: 9, x: { name: 'x', range: [-2, 2] }, y: { name: 'y', range: [0, 1] },
  });
  const network = new TabledSample(header, {});
  for (const side of [5, 9]) {
    const z = Float64Array.from({ length: side * side }, (_, at) => -4 + (8 * (at % side)) / (side - 1)); // z = 2 x
    for (const { level, lines: [line] } of marginLines(network, FRAME, z)) {
      assert.ok(line.length && line.every(([px]) => near((px - 100) / 10, level / 2, 1e-6)));
    }
  }
  assert.deepEqual(supportPoints(network, new Float64Array(25)), []);
});

test('support vectors are the points up to their margin, those on it among them', () => {
  // scores -1, -0.5, 0.2, 1, 2, -0.2
  assert.deepEqual(supportPoints(sample(1), MODEL), [0, 1, 2, 3, 5]);
  assert.deepEqual(supportPoints(sample(0.4), MODEL), [2, 5]);
  assert.deepEqual(supportPoints(sample(null), MODEL), []);
});

test('in words', () => {
  const run = /** @type {any} */ ({ support: Float32Array.of(12, 1) });
  assert.equal(supportText(sample(1), run, 0), '12 support vectors (ringed): rows with margin ≤ 1');
  assert.equal(supportText(sample(1), run, 9), '1 support vector (ringed): row with margin ≤ 1');
  assert.equal(supportText(sample(null), run, 0), '');
});
