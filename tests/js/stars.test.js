import assert from 'node:assert/strict';
import test from 'node:test';
import './fake-page.js';
import { stars } from '../../gdviz/player/js/draw/symbols.js';
import { showDataNote } from '../../gdviz/player/js/text/data-note.js';

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

test('the mark is named beside the points, word by word in elements of their own', () => {
  /** @type {string[]} */
  let said = [];
  const note = /** @type {any} */ ({
    replaceChildren: (/** @type {HTMLElement[]} */ ...nodes) => { said = nodes.map((node) => node.textContent ?? ''); },
  });
  const told = { rows: 9, rowsDrawn: 9, most: 1, best: [1], bestName: "SciPy's fit", classes: [], held: [], tabled: 64 };
  const words = (/** @type {object} */ more, models = true) => {
    showDataNote(note, /** @type {any} */ ({ ...told, ...more }), /** @type {any} */ ({}), models);
    return said;
  };
  const thinned = 'at up to 64 steps';
  assert.deepEqual(words({ kind: 'points', found: [1, 2, 3] }), ["SciPy's fit \u2606", thinned]);
  assert.deepEqual(words({ kind: 'line', found: [1, 2, 3] }), ["SciPy's fit \u2606", thinned]);
  assert.deepEqual(words({ kind: 'line', found: null }), ["SciPy's fit", thinned]);
  assert.deepEqual(words({ kind: 'points', found: null }), [thinned]);
  assert.deepEqual(words({ kind: 'points', found: null }, false), []);
});
