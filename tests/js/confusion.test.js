import assert from 'node:assert/strict';
import { test } from 'node:test';
import './fake-page.js';
import { percentText } from '../../gdviz/player/js/base/numbers.js';
import { confusionText } from '../../gdviz/player/js/panels/data/confusion.js';
import { CountTable } from '../../gdviz/player/js/panels/data/count-table.js';
import { confusionAt } from '../../gdviz/player/js/wire/models/confusion.js';

/** @import { Confusion } from '../../gdviz/player/js/wire/models/confusion.js' */
/** @import { FakeElement } from './fake-page.js' */

const run = /** @type {any} */ ({ name: 'Adam', stepNumber: (/** @type {number} */ k) => 10 * k });

test('the counts of an iterate, or of the last one before it that has some', () => {
  const table = Float32Array.of(5, 1, 2, 4, 6, 0, 0, 6);
  const first = { counts: [[5, 1], [2, 4]], iterate: 0, right: 9, counted: 12 };
  const last = { counts: [[6, 0], [0, 6]], iterate: 1, right: 12, counted: 12 };
  assert.deepEqual([0, 1].map((j) => confusionAt(run, j, table, 2)), [first, last]);
  const thin = { ...run, confusedAt: Float32Array.of(0, 100) };
  const at = [0, 99, 100].map((j) => confusionAt(thin, j, table, 2));
  assert.deepEqual(at, [first, first, { ...last, iterate: 100 }]);
  assert.equal(confusionAt(run, 0, undefined, 2), null);
});

test('in words: the step that the counts are of, and rows that are in no class', () => {
  /** @type {Confusion} */
  const confusion = { counts: [[5, 1], [2, 4]], iterate: 3, right: 9, counted: 12 };
  assert.equal(confusionText(run, confusion, 12, 'rows'), 'Adam, step 30: 9 of 12 rows right (75 %)');
  assert.equal(
    confusionText(run, confusion, 14, 'test rows'),
    'Adam, step 30: 9 of 14 test rows right (64.3 %); 2 in no class, since their score is no number');
});

test('a share is 100 % only where all are right', () => {
  assert.deepEqual([0, 1, 146 / 150, 0.99999, 1e-6].map(percentText), [
    '0 %', '100 %', '97.3 %', '99.999 %', '0.0001 %']);
});

test('a table has a header for each row and column, and writes only numbers that change', () => {
  const table = new CountTable(['a', 'b', 'c']), node = /** @type {FakeElement} */ (/** @type {unknown} */ (table.node));
  const heads = node.all().filter(({ tagName }) => tagName === 'TH');
  assert.deepEqual(heads.map((head) => [head.text, head.getAttribute('scope')]), [
    ['predicted', 'colgroup'], ['true class', 'col'], ['a', 'col'], ['b', 'col'], ['c', 'col'],
    ['a', 'row'], ['b', 'row'], ['c', 'row']]);
  const shown = (/** @type {number[][]} */ counts) => table.show({ counts, iterate: 0, right: 0, counted: 0 }, 'said');
  shown([[3, 1, 0], [0, 0, 0], [1, 0, 1]]);
  const cells = () => table.cells.map((row) => row.map((cell) => cell.textContent));
  assert.deepEqual(cells(), [['3', '1', '0'], ['0', '0', '0'], ['1', '0', '1']]);
  assert.deepEqual(table.cells[0].map((cell) => cell.getAttribute('style')), [75, 25, 0].map((v) => `--gd-share: ${v}%`));
  const { writes } = /** @type {any} */ (node.constructor);
  shown([[3, 1, 0], [0, 0, 0], [1, 0, 1]]);
  assert.equal(/** @type {any} */ (node.constructor).writes, writes);
});
