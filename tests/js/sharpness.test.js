import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Run } from '../../gdviz/player/js/wire/run.js';
import { METRICS } from '../../gdviz/player/js/axes/curve-quantities.js';
import { CurvePanel } from '../../gdviz/player/js/panels/curve.js';
import { LayersPanel } from '../../gdviz/player/js/panels/network/layers.js';
import { SharpnessPanel } from '../../gdviz/player/js/panels/curve/sharpness.js';

/**
 * A run of ten steps.
 *
 * @param {import('../../gdviz/player/js/wire/types.js').Tables} more tables
 */
function runWith(more) {
  const header = /** @type {any} */ ({ names: ['x', 'y'], maximize: false, seconds: [null] });
  const described = /** @type {any} */ ({
    slug: 'gd', name: 'GD', color: '#000', dash: [], steps: 10, hyper: {}, quantities: [], arrows: [],
    equations: [], rate: 0.1, evals: [0, 1, 0], threshold: 2, preconditioner: '',
  });
  const table = new Float32Array(22);
  return new Run(described, 0, { theta: table, g: table, loss: new Float32Array(11), ...more }, header);
}

test('between iterates that were looked at the last one counts', () => {
  const run = runWith({
    sharpness: Float32Array.of(5, 7, 9), limit: Float32Array.of(20, 20, 40), looked: Float32Array.of(0, 4, 8),
  });
  assert.deepEqual([0, 3, 4, 7, 8, 10].map((j) => run.sharpness?.at(j)), [5, 5, 7, 7, 9, 9]);
  assert.deepEqual([0, 5, 10].map((j) => run.sharpness?.limitAt(j)), [20, 20, 40]);
  assert.equal(METRICS.sharpness.of(run, 4), 7);
  assert.equal(METRICS.sharpness.bound(run, 9), 40);
});

test('before the first of them, and in a scene without sharpness, there is none', () => {
  const late = runWith({
    sharpness: Float32Array.of(5), limit: Float32Array.of(20), looked: Float32Array.of(3),
  });
  assert.ok(Number.isNaN(METRICS.sharpness.of(late, 2)) && METRICS.sharpness.of(late, 3) === 5);
  const none = runWith({});
  assert.equal(none.sharpness, null);
  assert.ok(Number.isNaN(METRICS.sharpness.of(none, 4)) && Number.isNaN(METRICS.sharpness.bound(none, 4)));
});

test('no two fields of the curves and of the strips below them have one label', () => {
  const labels = [CurvePanel, SharpnessPanel, LayersPanel].flatMap(({ section }) => (
    [...(section.tools ?? '').matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label)));
  assert.ok(labels.length >= 6);
  assert.equal(new Set(labels).size, labels.length);
});
