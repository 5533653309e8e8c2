import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sample } from '../../gdviz/player/js/wire/sample.js';
import { near, randomFrom } from './helpers.js';

/** @import { DataHeader, Tables } from '../../gdviz/player/js/wire/types.js' */

/**
 * The header of a small scene: three parameters (x, y, intercept), one score, ten rows at five points.
 *
 * @type {DataHeader}
 */
const HEADER = {
  kind: 'plane', drawn: 5, at_drawn: 10, rows: 10, classes: ['no', 'yes'], scores: 1, width: 3,
  parameters: ['x', 'y', 'intercept'], axes: [2, 0], at: [null, 7, null], follow: false, step: null, best: null,
  x: { name: 'x', range: [-1, 1] }, y: { name: 'y', range: [-2, 2] }, grid: [4, 3],
};
/** @type {Tables} */
const TABLES = {
  'data:basis': Float32Array.of(1, 2, 1, 3, 4, 1, 5, 6, 1, 7, 8, 1, 9, 10, 1),
  'data:count': Float32Array.of(1, 4, 2, 2, 1),
  'data:odds_z': Float32Array.of(-10, -1, 0, 2, 10), 'data:odds': Float32Array.of(-10, -1, 0, 2, 10),
  'data:batch': Float32Array.of(0, 3, 1, 4), 'data:batch_start': Float32Array.of(0, 2, 2, 4),
  'data:batch_rows': Float32Array.of(4, 1, 5), 'data:taken': Float32Array.of(0, 4, 5, 10),
};

test('a score is a row times the parameters', () => {
  const sample = new Sample(HEADER, TABLES), theta = [2, -1, 0.5];
  assert.deepEqual(sample.scores(0, theta), [1 * 2 + 2 * -1 + 0.5]);
  assert.deepEqual(sample.scores(4, theta), [9 * 2 + 10 * -1 + 0.5]);
  const two = new Sample({ ...HEADER, scores: 2 }, TABLES);
  assert.deepEqual(two.scores(1, [1, 0, 0, 0, 0, 9]), [3, 9]);
});

test('the grid of scores is each monomial of x times one of y, by hand', () => {
  const random = randomFrom(6), list = (/** @type {number} */ n) => Float32Array.from({ length: n }, () => random() - 0.5);
  const x = list(4 * 3), y = list(3 * 3), shift = list(3), theta = [...list(6)];
  const sample = new Sample(
    { ...HEADER, scores: 2 }, { ...TABLES, 'data:grid_x': x, 'data:grid_y': y, 'data:grid_shift': shift });
  const grids = sample.grid(theta);
  assert.equal(grids.length, 2);
  grids.forEach((grid, k) => {
    for (let j = 0; j < 3; j++) for (let i = 0; i < 4; i++) {
      let expected = 0;
      for (let c = 0; c < 3; c++) expected += theta[3 * k + c] * (x[3 * i + c] * y[3 * j + c] + shift[c]);
      assert.ok(near(grid[4 * j + i], expected, 1e-12));
    }
  });
});

test('log odds are straight between the entries and beyond; probabilities are those of the logistic function', () => {
  const sample = new Sample(HEADER, TABLES); // odds whose logarithm is the score
  for (const z of [-40, -10, -3.3, -1, 0, 0.1, 1.7, 2, 9, 10, 37]) {
    assert.ok(near(sample.logOdds(z), z, 1e-9));
    assert.ok(near(sample.probability(z), 1 / (1 + Math.exp(-z)), 1e-12));
  }
});

test('without odds the sign decides', () => {
  const sample = new Sample(HEADER, { 'data:basis': TABLES['data:basis'] });
  assert.deepEqual([sample.probability(3), sample.probability(-3), sample.probability(0)], [1, 0, 0]);
  assert.ok(Number.isNaN(sample.probability(NaN)));
});

test('batches: the marked points, the rows, the epochs', () => {
  const sample = new Sample(HEADER, TABLES);
  assert.deepEqual([0, 1, 2, 3, 9].map((k) => [...(sample.marked(k) ?? [])]), [[0, 3], [0, 3], [], [1, 4], [1, 4]]);
  assert.deepEqual([1, 2, 3].map((k) => sample.rowsOf(k)), [4, 1, 5]);
  assert.deepEqual([0, 1, 2, 3, 9].map((k) => sample.epochs(k)), [0, 0.4, 0.5, 1, 1]);
  const whole = new Sample(HEADER, { 'data:basis': TABLES['data:basis'] });
  assert.deepEqual([whole.marked(1), whole.batched, whole.rowsOf(1), whole.epochs(7)], [null, false, 10, 7]);
});

test('parameters of the picture among all; points from the largest to the smallest', () => {
  const sample = new Sample(HEADER, TABLES);
  assert.deepEqual([...sample.embedded(1.5, -2.5)], [-2.5, 7, 1.5]); // x is parameter 2, y is parameter 0
  assert.deepEqual([...sample.largestFirst()], [1, 2, 3, 0, 4]);
  assert.equal(sample.most, 4);
});

test('of a tabled model a score is a prediction: those of the curve come first, then those of the points', () => {
  /** @type {DataHeader} */
  const header = { ...HEADER, kind: 'line', drawn: 2, width: 4, tabled: 64, best_name: "SciPy's fit" };
  const sample = new Sample(header, {
    'data:curve_x': Float32Array.of(0, 1, 2), 'data:x': Float32Array.of(0.5, 1.5), 'data:y': Float32Array.of(7, 8),
    'data:best': Float32Array.of(1, 2, 3, 4, 5),
  });
  const predictions = Float32Array.of(10, 11, 12, 20, 21);
  assert.deepEqual([0, 1, 2].map((row) => sample.score(sample.curve.basis, row, predictions)), [10, 11, 12]);
  assert.deepEqual([0, 1].map((i) => sample.scores(i, predictions)), [[20], [21]]);
  assert.deepEqual([...sample.best ?? []], [1, 2, 3, 4, 5]);
  assert.equal(sample.bestName, "SciPy's fit");
  assert.equal(sample.modelAt(1, 2), null); // nothing is known of other parameters
});

test('of a linear model the model at a place of the picture is its parameters', () => {
  const sample = new Sample(HEADER, TABLES);
  assert.deepEqual(Array.from(sample.modelAt(1.5, -2.5) ?? []), [-2.5, 7, 1.5]);
  assert.equal(sample.bestName, 'optimum');
});

test('predictions over actual values have no curve: those of the points are all', () => {
  /** @type {DataHeader} */
  const header = { ...HEADER, kind: 'points', drawn: 2, tabled: 64 };
  const sample = new Sample(header, { 'data:y': Float32Array.of(7, 8) });
  assert.deepEqual(sample.scores(1, [20, 21]), [21]);
});
