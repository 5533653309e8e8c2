import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundaries } from '../../gdviz/player/js/draw/plane.js';
import { NetworkRecord } from '../../gdviz/player/js/wire/models/network.js';
import { decoded, scoredOf, TabledSample } from '../../gdviz/player/js/wire/models/tabled.js';
import { near } from './helpers.js';

const codes = { origin: 8388736, fine: 16, steps: 12 };

/** What is said of a network of two inputs, two and one hidden units, and one score. */
const header = (more = {}) => /** @type {any} */ ({
  kind: 'plane', drawn: 2, at_drawn: 2, rows: 2, classes: ['a', 'b'], scores: 1, parameters: ['W1[1,1]', 'W1[1,2]'],
  axes: [0, 1], at: [0, 0], follow: true, step: 4, best: null, x: { name: 'x1', range: [0, 1] },
  y: { name: 'x2', range: [0, 1] }, grid: [3, 3],
  network: {
    sizes: [2, 2, 1, 1], inputs: ['x1', 'x2'], features: ['x1', 'x2'], target: 'y', activation: 'tanh',
    unit_grid: [2, 2], unit_axes: ['x1', 'x2'], codes,
  }, ...more,
});
const code = (/** @type {number} */ k) => codes.origin + k;

/** Three looks at five iterates. */
const tables = () => ({
  layers: Float32Array.of(3, 2, 1, 3, 2, 1, 6, 4, 2, 6, 4, 2, 9, 8, 7),
  looks: Float32Array.of(0, 2, 4),
  predicted: Float32Array.from({ length: 27 }, (_, i) => code((i < 9 ? 1 : -1) * (i % 9))),
  dead: Float32Array.of(0, 0, 0, 0, 1, 0, 0, 1, 1),
  weight_looks: Float32Array.of(0, 4), weights: Float32Array.of(code(12), code(-12), code(24), code(-24)),
  unit_looks: Float32Array.of(0, 4), units: Float32Array.from({ length: 24 }, (_, i) => code(i)),
});

test('codes stand for the numbers that the server coded', () => {
  const [zero, small, large, none] = decoded([code(0), code(1), code(-127), code(-128)], codes);
  assert.equal(zero, 0);
  assert.ok(near(small, Math.sinh(1 / 12) / 16) && near(large, -Math.sinh(127 / 12) / 16));
  assert.ok(Number.isNaN(none));
});

test('between looks the last one counts', () => {
  const record = new NetworkRecord(header(), tables());
  assert.deepEqual([0, 1].map((j) => record.scoresAt(j)[3] > 0), [true, true]);
  assert.deepEqual([2, 3, 4].map((j) => record.scoresAt(j)[3] < 0), [true, true, true]);
  assert.deepEqual([0, 3, 4].map((j) => record.weightsAt(j)?.place), [0, 0, 4]);
  assert.deepEqual(record.weightsAt(3)?.exact, false);
  assert.deepEqual(record.unitsAt(1)?.pictures.map((picture) => picture.length), [4, 4, 4]);
  assert.ok(near(record.unitsAt(1)?.pictures[1][0] ?? NaN, Math.sinh(4 / 12) / 16));
});

test('the gradient is told layer by layer, and dead units by name', () => {
  const record = new NetworkRecord(header(), tables());
  assert.deepEqual([0, 1, 2].map((layer) => record.layerNorm(layer, 4)), [9, 8, 7]);
  assert.deepEqual(record.deadAt(1), []);
  assert.deepEqual(record.deadAt(2), ['unit 2 of layer 1']);
  assert.deepEqual(record.deadAt(4), ['unit 2 of layer 1', 'unit 1 of layer 2']);
});

test('the step at rest is exact, and finer', () => {
  const exact = {
    'rest:predicted': Float32Array.from({ length: 16 }, (_, i) => i - 7.5), 'rest:weights': Float32Array.of(0.25, 4),
    'rest:units': Float32Array.of(code(1), code(2), code(3)),
  };
  const rest = /** @type {any} */ ({ place: 3, grid: [4, 4], unit_grid: [1, 1] });
  const record = new NetworkRecord(header(), { ...tables(), ...exact }, rest);
  assert.deepEqual([...Array.from(record.scoresAt(3))], [...exact['rest:predicted']]);
  assert.deepEqual(record.weightsAt(3), { numbers: exact['rest:weights'], place: 3, exact: true });
  assert.deepEqual(record.unitsAt(3)?.grid, [1, 1]);
  assert.ok(near(record.unitsAt(3)?.pictures[2][0] ?? NaN, Math.sinh(3 / 12) / 16));
  const plain = { ...tables(), 'rest:units': Float32Array.of(0.1, 0.2, 0.3) };
  const along = new NetworkRecord(header(), plain, { ...rest, exact_units: true }).unitsAt(3);
  assert.deepEqual([along?.exact, along?.pictures[2][0]], [true, Math.fround(0.3)]); // not as a code
  assert.equal(record.scoresAt(2).length, 9);
  const sample = new TabledSample(header(), {});
  assert.deepEqual([sample.cellsOf(record.scoresAt(3)), sample.cellsOf(record.scoresAt(2))], [[4, 4], [3, 3]]);
});

test('a network has the line between its classes from its scores', () => {
  const sample = new TabledSample(header(), {}), model = [-1, 0.5, 1, -1, 0.5, 1, -1, 0.5, 1];
  const [line] = boundaries(sample.grid(model), sample.cellsOf(model));
  for (const [u] of line) assert.ok(near(u, 2 / 3));
});

test('scores of several classes stand one after the other', () => {
  const sample = new TabledSample(header({ scores: 2 }), {}), model = [0, 1, 2, 3, 4, 5, 6, 7];
  assert.deepEqual(sample.grid(model).map((scores) => [...scores]), [[0, 1, 2, 3], [4, 5, 6, 7]]);
  assert.deepEqual(sample.cellsOf(model), [2, 2]);
  const rest = /** @type {any} */ ({ place: 0, grid: [1, 2], unit_grid: [1, 1] });
  const twice = new NetworkRecord(header({ scores: 2 }), {
    ...tables(), 'rest:predicted': Float32Array.of(1, 10, 2, 20), // cell by cell
  }, rest);
  assert.deepEqual([...Array.from(twice.scoresAt(0))], [1, 2, 10, 20]);
});

test('a curve and predictions of rows are read from what is sent; of classes no row has scores', () => {
  const line = new TabledSample(header({ kind: 'line', tabled: 61, grid: [3, 1] }), {
    'data:curve_x': Float32Array.of(0, 0.5, 1),
  });
  const model = [0, 1, 2, 7, 4];
  assert.equal(line.score(/** @type {any} */ (line.curve.basis), 2, model), 2);
  assert.deepEqual([line.scores(0, model), line.scores(1, model)], [[7], [4]]);
  assert.equal(line.modelAt(0, 0), null);
  assert.deepEqual(new TabledSample(header(), {}).scores(0, model), []);
});

test('a formula of classes is drawn from its scores at the cells, as at the last look', () => {
  const data = header({ tabled: 29, codes, network: undefined });
  const scored = scoredOf(data, { looks: Float32Array.of(0, 5), predicted: Float32Array.from([1, -1, 2, 0], code) });
  assert.deepEqual([0, 4, 5].map((j) => Math.sign(scored?.upTo(j)[1] ?? NaN)), [-1, -1, 0]);
  assert.equal(scoredOf(header(), {}), null); // a network has its own
  assert.equal(scoredOf(undefined, {}), null);
});
