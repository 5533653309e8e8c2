import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Run } from '../../gdviz/player/js/wire/run.js';

/**
 * A run of ten steps of two parameters; iterate k is at (2k, 2k + 1).
 *
 * @param {import('../../gdviz/player/js/wire/types.js').Tables} more tables
 */
function runWith(more) {
  const header = /** @type {any} */ ({ names: ['a', 'b'], maximize: false, seconds: [null] });
  const described = /** @type {any} */ ({
    slug: 'gd', name: 'GD', color: '#000', dash: [], steps: 10, hyper: {}, quantities: [], arrows: [],
    equations: [], rate: 0.1, evals: [0, 1, 0],
  });
  const theta = Float32Array.from({ length: 22 }, (_, i) => i);
  return new Run(described, 0, { theta, g: theta, loss: new Float32Array(11), ...more }, header);
}

test('a linear model is drawn from the parameters of the iterate', () => {
  assert.deepEqual([...runWith({}).model(3)], [6, 7]);
});

test('a formula is drawn from its last predictions that are known by then, never from later ones', () => {
  const run = runWith({
    models: Float32Array.of(0, 0.5, 0.7, 1, 1.5, 1.7, 4, 4.5, 4.7, 10, 10.5, 10.7),
    models_at: Float32Array.of(0, 1, 4, 10),
  });
  const first = (/** @type {number} */ k) => run.model(k)[0];
  assert.deepEqual([0, 1, 2, 3, 4, 9, 10].map(first), [0, 1, 1, 1, 4, 4, 10]);
  assert.deepEqual([...run.model(4)].map((v) => Math.round(10 * v) / 10), [4, 4.5, 4.7]);
});
