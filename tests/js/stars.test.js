import assert from 'node:assert/strict';
import test from 'node:test';
import { stars } from '../../gdviz/player/js/draw/symbols.js';

/** @import { Sample } from '../../gdviz/player/js/wire/sample.js' */
/** @import { Scene } from '../../gdviz/player/js/wire/scene.js' */

/**
 * @param {(number | null)[] | null} found
 * @param {Partial<Scene>} more
 */
const marked = (found, more) => stars(/** @type {Scene} */ ({
  minima: [], critical: [], sample: /** @type {Sample} */ ({ found }), ...more,
}));

test('a minimum has a star, the best fit that is known a hollow one', () => {
  assert.deepEqual(marked(null, { minima: [[1, 2, 0.5]] }), [{ x: 1, y: 2, loss: 0.5, hollow: false }]);
  assert.deepEqual(marked([3, 4, 0.25], {}), [{ x: 3, y: 4, loss: 0.25, hollow: true }]);
  assert.deepEqual(marked([3, 0.25], {}), [{ x: 3, y: 0.25, loss: 0.25, hollow: true }]); // of one parameter
  assert.deepEqual(marked(null, { sample: null }), []);
});

test('where critical points are marked, none has a star too', () => {
  const critical = /** @type {Scene['critical']} */ ([{}]);
  assert.deepEqual(marked([3, 4, 0.25], { minima: [[1, 2, 0.5]], critical }), []);
});
