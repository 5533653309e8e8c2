import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testsOf } from '../../gdviz/player/js/axes/curve-quantities.js';
import { residualsOf } from '../../gdviz/player/js/draw/models.js';
import { testWords } from '../../gdviz/player/js/panels/curve/test-words.js';
import { dataText } from '../../gdviz/player/js/text/data.js';
import { pointWords } from '../../gdviz/player/js/text/points.js';
import { Sample } from '../../gdviz/player/js/wire/sample.js';

/** @import { DataFrame } from '../../gdviz/player/js/axes/data-frame.js' */
/** @import { DataHeader } from '../../gdviz/player/js/wire/types.js' */
/** @import { Run } from '../../gdviz/player/js/wire/run.js' */

/** @type {DataHeader} a line through three rows that are fitted, and two points of three test rows */
const HEADER = {
  kind: 'line', drawn: 3, at_drawn: 3, rows: 3, test_rows: 3, test_drawn: 2, classes: [], scores: 1, width: 1,
  parameters: ['slope'], axes: [0], at: [null], follow: false, step: null, best: null,
  x: { name: 'x', range: [0, 6] }, y: { name: 'y', range: [0, 6] },
};
const sample = new Sample(HEADER, {
  'data:row': Float32Array.of(1, 3, 6, 2, 4), 'data:count': Float32Array.of(1, 1, 1, 2, 1),
  'data:x': Float32Array.of(0, 2, 5, 1, 3), 'data:y': Float32Array.of(1, 2, 4, 0, 6),
  'data:basis': Float32Array.of(0, 2, 5, 1, 3),
});
const run = /** @type {Run} */ ({
  name: 'Adam', loss: Float32Array.of(3, 2), testLoss: Float32Array.of(4, 5), head: (k) => k,
});

test('points behind those that are fitted are test rows, called by their place among all', () => {
  assert.deepEqual([sample.drawn, sample.fitted, sample.testRowsDrawn], [5, 3, 3]);
  assert.deepEqual([0, 1, 2, 3, 4].map((i) => sample.isTest(i)), [false, false, false, true, true]);
  assert.match(pointWords(sample, 1, { x: 2, y: 2 }), /^Row 3: /);
  assert.match(pointWords(sample, 3, { x: 1, y: 0 }), /^Test row 2 and 1 more here: /);
  assert.match(dataText(sample, 0, 0, [run], run), /^Data: 3 points and 2 hollow test points, y against x/);
});

test('residuals are those of the rows that are fitted', () => {
  const frame = /** @type {DataFrame} */ ({ ox: 0, oy: 0, ax: 1, ay: 1 });
  assert.deepEqual(residualsOf(sample, frame, [2]).map(([[x, y], [, to]]) => [x, 0 - y, 0 - to]), [
    [0, 1, 0], [2, 2, 4], [5, 4, 10],
  ]);
});

test('a run has a curve of its test rows where it knows their losses', () => {
  assert.equal(testsOf('loss', run), run.testLoss);
  assert.equal(testsOf('rate', run), null);
  assert.equal(testsOf('accuracy', run), null);
  assert.equal(testWords('loss', run, 1), 'Adam: training loss 2, test loss 5');
});
