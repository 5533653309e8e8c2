import assert from 'node:assert/strict';
import { test } from 'node:test';
import './fake-page.js';
import { lineAlong } from '../../gdviz/player/js/panels/data/meaning/cloud.js';
import { FactorTable } from '../../gdviz/player/js/panels/data/meaning/factor-table.js';
import { MeaningPanel } from '../../gdviz/player/js/panels/data/meaning/meaning.js';
import { cloudText, signed, tableText, totalText } from '../../gdviz/player/js/panels/data/meaning/words.js';
import { Meant, meantOf } from '../../gdviz/player/js/wire/models/meaning.js';

/** @import { CloudHeader, TableHeader } from '../../gdviz/player/js/wire/models/meaning.js' */
/** @import { FakeElement } from './fake-page.js' */

/** @type {TableHeader} */
const ratings = {
  kind: 'table', title: 'Ratings', rows: [['Ann', 'x'], ['Ben', '2']], columns: [['A', '1'], ['B', 'y']],
  known: [[4, null], [2, 1]], entry: 'rating', factors: ['taste', 'quality'], total: 'Sum',
};
/** Two looks, at iterates 0 and 10. */
const meant = new Meant({
  header: {}, tables: {
    'meant:at': Float32Array.of(0, 10), 'meant:rows': Float32Array.of(1, 2, 3, 2),
    'meant:columns': Float32Array.of(1, 0.25, 1, 0.5), 'meant:predicted': Float32Array.of(1, 0.25, 2, 0.5, 3, 1.5, 2, 1),
    'meant:error': Float32Array.of(3, NaN, 0, 0.5, 1, NaN, 0, 0), 'meant:total': Float32Array.of(9.25, 1),
    'meant:told': Float32Array.of(0.25, NaN),
  },
});
const run = /** @type {any} */ ({
  name: 'Adam', stepNumber: (/** @type {number} */ k) => 10 * k, parameters: () => Float32Array.of(0.5, -1),
});

test('numbers are of the last iterate that was looked at', () => {
  assert.deepEqual([0, 9, 10, 11].map((j) => meant.place(j)), [0, 0, 10, 10]);
  assert.deepEqual([...meant.at('rows', 9)], [1, 2]);
  assert.deepEqual([...meant.at('rows', 10)], [3, 2]);
  assert.equal(meantOf(undefined), null);
});

test('a table shows factors, predictions, errors; gaps have none; only what changes is written', () => {
  const table = new FactorTable(ratings, ['x', 'y']), node = /** @type {FakeElement} */ (/** @type {unknown} */ (table.node));
  const heads = node.all().filter(({ tagName }) => tagName === 'TH');
  assert.deepEqual(heads.map((head) => head.getAttribute('scope')), ['col', 'col', 'row', 'row']);
  const cells = () => table.cells.map((row) => row.map(({ predicted, error }) => [predicted.textContent, error.textContent]));
  table.show(null, 0); // the numbers of another run are still to come
  assert.deepEqual(cells(), [[['…', ''], ['…', '']], [['…', ''], ['…', '']]]);
  table.show(meant, 3);
  assert.deepEqual(cells(), [[['1', 'error +3'], ['0.25', '']], [['2', 'error 0'], ['0.5', 'error +0.5']]]);
  assert.deepEqual(table.factors.rows.map((n) => n.textContent), ['1', '2']);
  assert.deepEqual(table.cells.flat().map(({ node: cell }) => cell.getAttribute('style')), [
    '--gd-share: 75%', '--gd-share: 0%', '--gd-share: 0%', '--gd-share: 13%']);
  const { writes } = /** @type {any} */ (node.constructor);
  table.show(meant, 4);
  assert.equal(/** @type {any} */ (node.constructor).writes, writes);
});

test('an error that is no number is as wrong as can be', () => {
  const table = new FactorTable({ ...ratings, rows: [['Ann', 'x']], columns: [['A', '1']], known: [[4]] }, ['x']);
  const tables = Object.fromEntries(['at', 'rows', 'columns', 'predicted', 'error', 'total'].map((name) => (
    [`meant:${name}`, Float32Array.of(name === 'at' ? 0 : NaN)])));
  table.show(new Meant({ header: {}, tables }), 0);
  const [[{ node, error }]] = table.cells;
  assert.deepEqual([node.getAttribute('style'), error.textContent], ['--gd-share: 100%', 'error NaN']);
});

test('in words', () => {
  /** @type {CloudHeader} */
  const cloud = {
    kind: 'cloud', title: 'Data', points: [[1, 2], [3, 4]], axes: ['p', 'q'], segment: 'residual', total: 'Mean', told: ['kept'],
  };
  assert.equal(totalText(ratings, meant, run, 5), 'Adam, step 0. Sum: 9.25');
  assert.equal(totalText(cloud, meant, run, 5), 'Adam, step 0. Mean: 9.25; kept 25 %');
  assert.equal(totalText(cloud, meant, run, 10), 'Adam, step 100. Mean: 1; kept –');
  assert.equal(cloudText(cloud, run, 1), '2 points, q against p, each with its residual; w = (0.5, −1)');
  assert.equal(tableText(ratings, meant, 10), 'Ann, A: 4, predicted 3; Ann, B: no rating, predicted 1.5; '
    + 'Ben, A: 2, predicted 2; Ben, B: 1, predicted 1');
  assert.deepEqual([1.5, 0, -2].map(signed), ['+1.5', '0', '−2']);
});

test('the line along w goes through 0; there is none along 0', () => {
  const frame = /** @type {any} */ ({ ox: 100, oy: 50, width: 200, height: 100 });
  const [[ax, ay], [bx, by]] = lineAlong(frame, [3, 4]);
  assert.deepEqual([(ax + bx) / 2, (ay + by) / 2], [100, 50]);
  assert.ok(Math.abs((ay - by) / (bx - ax) - 4 / 3) < 1e-12 && Math.hypot(bx - ax, by - ay) > 400);
  assert.deepEqual(lineAlong(frame, [0, 0]), []);
  assert.deepEqual(lineAlong(frame, [NaN, 1]), []);
});

test('the label of the panel tells nothing of the surface before', () => {
  const section = Object.assign(document.createElement('section'), { querySelector: () => null });
  const panel = Object.assign(Object.create(MeaningPanel.prototype), {
    scene: null, section, said: {}, table: null, room: { replaceChildren: () => {} },
  });
  const scene = (/** @type {string} */ title) => ({ meaning: { ...ratings, title }, names: ['x', 'y'], meant: [meant] });
  const label = (/** @type {boolean} */ playing) => {
    panel.describe(0, { focused: { ...run, index: 0, head: () => 0 }, playing });
    return section.getAttribute('aria-label');
  };
  panel.show(scene('Ratings'));
  assert.match(label(false) ?? '', /^Ratings\. Adam, step 0/);
  panel.show(scene('Marks'));
  assert.equal(label(true), MeaningPanel.section.label);
});
