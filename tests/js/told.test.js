// Runs of many parameters, of which some are told of each step.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { vectorsText } from '../../gdviz/player/js/text/equations.js';
import { knownOfStep } from '../../gdviz/player/js/text/known-step.js';
import { contributionsOf } from '../../gdviz/player/js/wire/contributions.js';
import { Run } from '../../gdviz/player/js/wire/run.js';
import { Sample } from '../../gdviz/player/js/wire/sample.js';

const DATA = { parameters: ['a', 'b', 'c', 'd', 'e'], told: [0, 1, 3], axes: [3, 1], at: [0, 0, 0, 0, 0], scores: 1 };
/** Three told parameters at each of the iterates 0, 1 and 2. */
const FULL = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

/**
 * A run of two steps of five parameters, of which the first two and the fourth are told.
 *
 * @param {import('../../gdviz/player/js/wire/types.js').Tables} [more] tables
 * @param {any} [plane]
 */
function runOf(more = {}, plane = null) {
  const header = /** @type {any} */ ({ names: ['d', 'b'], maximize: false, seconds: [null], data: DATA });
  const described = /** @type {any} */ ({
    slug: 'gd', name: 'GD', color: '#000', dash: [], steps: 2, hyper: {}, equations: [], rate: 0.1, evals: [0, 1, 0],
    quantities: [{ key: 'momentum_term', shape: [3] }, { key: 'g', shape: [3] }],
    arrows: [{ key: 'momentum_term', label: 'momentum' }],
  });
  return new Run(described, 0, {
    theta: Float32Array.of(3, 2, 6, 5, 9, 8), g: new Float32Array(6), loss: Float32Array.of(3, 2, 1), full: FULL,
    'q:momentum_term': Float32Array.of(10, 20, 30, 40, 50, 60), 'q:g': Float32Array.of(1, 2, 3, 4, 5, 6), ...more,
  }, header, plane);
}

test('its vectors are of the parameters that are told, exactly at each step, and it is said of which', () => {
  const run = runOf();
  assert.deepEqual(run.value('theta', 0, 1), [4, 5, 6]);
  assert.deepEqual(run.value('theta', -1, 1), [1, 2, 3]);
  assert.equal(vectorsText(run), '; vectors: a, b and d, 3 of 5 parameters');
});

test('an arrow is seen along the parameters of the picture', () => {
  assert.deepEqual(runOf().arrow('momentum_term', 2), [60, 50]); // d, then b
  assert.equal(runOf().arrow('lr', 2), null);
});

test('an arrow on a plane is what was sent of it, since not all of the vector is here', () => {
  const plane = { dimension: 5 };
  assert.deepEqual(runOf({ 'a:momentum_term': Float32Array.of(1, 2, 3, 4) }, plane).arrow('momentum_term', 2), [3, 4]);
});

test('the model is drawn from all parameters, as at the last iterate at which they are known', () => {
  const run = runOf({ models: Float32Array.of(1, 2, 0, 3, 0, 7, 8, 0, 9, 0), models_at: Float32Array.of(0, 2) });
  assert.deepEqual([0, 1, 2].map((k) => run.model(k)[0]), [1, 1, 7]);
});

test('the length of a step is that of all parameters', () => {
  const lengths = (/** @type {Run} */ run) => knownOfStep(run, 2).find(([name]) => name === 'length of the step')?.[1];
  assert.equal(lengths(runOf({ stride: Float32Array.of(1.5, 2.5) })), '2.5');
});

test('what a row has at every step is sent once, and the mean of all rows is g where no other is sent', () => {
  const names = ['row', 'y', 'z', 'l', 'dl', 'x1', 'x2'];
  const sample = new Sample(/** @type {any} */ ({
    ...DATA, x: {}, y: {}, row_columns: names, gradient: {}, rows: 9, width: 5, batch_rows: 2,
  }), {});
  const run = runOf({
    known: Float32Array.of(4, 0.5, 41, 42, 7, 1.5, 71, 72),
    rows: Float32Array.of(7, 1, 2, 3, 4, 5, 6, 8, 4, 9, 10, 11, NaN, NaN, NaN, NaN),
  });
  const found = contributionsOf(sample, run, 1);
  assert.deepEqual(found?.rows, [
    { row: 7, y: 1.5, scores: [1], loss: 2, slopes: [3], x: [71, 72] },
    { row: 4, y: 0.5, scores: [5], loss: 6, slopes: [8], x: [41, 42] },
  ]);
  assert.deepEqual([found?.mean, found?.g, found?.part], [[1, 2, 3], null, true]);
  assert.deepEqual(contributionsOf(sample, run, 2)?.rows.map(({ row }) => row), [4]);
});
