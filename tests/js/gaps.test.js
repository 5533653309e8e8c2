import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noNumbers } from '../../gdviz/player/js/text/equations.js';
import { Run } from '../../gdviz/player/js/wire/run.js';

/**
 * A run of which these steps are recorded.
 *
 * @param {number[]} at
 */
function recordedAt(at) {
  const header = /** @type {any} */ ({ names: ['x', 'y'], maximize: false, seconds: [null] });
  const described = /** @type {any} */ ({
    slug: 'gd', name: 'GD', color: '#000', dash: [], steps: at.length - 1, hyper: {}, quantities: [], arrows: [],
    equations: [], rate: 0.1, evals: [0, 1, 0], reason: 'It starts at a minimum.',
  });
  const table = new Float32Array(2 * at.length);
  return new Run(described, 0, { theta: table, g: table, loss: table, at: Float32Array.from(at) }, header);
}

const LONG = 'The numbers of this step are not recorded, as the run is long';

for (const [at, told] of /** @type {[number[], string][]} */ ([
  [[0, 1, 2, 3, 10, 19, 20], `${LONG}; those of its first 3 steps and of the last one are.`],
  [[0, 1, 2, 3, 10, 17], `${LONG}; those of its first 3 steps are.`],
  [[0, 1, 8, 14], `${LONG}; those of its first step are.`],
  [[0, 7, 13, 14], `${LONG}; those of the last one are.`],
  [[0, 7, 14], `${LONG}.`],
])) {
  test(`a step in a gap of ${at.join(' ')} says which steps have their numbers`, () => {
    const run = recordedAt(at), gap = at.findIndex((step, k) => k > 0 && step - at[k - 1] > 1);
    assert.equal(run.stepShown(gap), 0);
    assert.equal(noNumbers(run), told);
    assert.equal(told.includes('last one'), run.stepShown(run.steps) > 0);
  });
}

test('a run without steps says so', () => {
  assert.equal(noNumbers(recordedAt([0])), 'GD has made no step. It starts at a minimum.');
});
