import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromLeft, middleOfData, nearestOf, placeAt, placeOf, stepped } from '../../gdviz/player/js/axes/data-places.js';
import { squareOf } from '../../gdviz/player/js/draw/residual-costs.js';
import { PointEdits } from '../../gdviz/player/js/pointer/point-edits.js';
import { lossWords, totalWords } from '../../gdviz/player/js/text/points.js';
import { near } from './helpers.js';

/** @import { DataFrame } from '../../gdviz/player/js/axes/data-frame.js' */
/** @import { Sample } from '../../gdviz/player/js/wire/sample.js' */

const sampleOf = (/** @type {object} */ more) => /** @type {Sample} */ (/** @type {unknown} */ ({
  kind: 'line', drawn: 3, rows: 60, average: 'mean', residual: { power: 2, factor: 1 },
  x: { name: 'x', range: [0, 10] }, y: { name: 'y', range: [-5, 5] },
  points: { row: [1, 2, 3], x: [5, 1, 9], y: [0, 2, -1] }, ...more,
}));
const FRAME = /** @type {DataFrame} */ (/** @type {unknown} */ ({
  left: 20, top: 10, right: 120, bottom: 110, ax: 10, ay: 10, ox: 20, oy: 60,
}));

/** Edits whose page answers when the test says so. */
function editsOfTest() {
  /** @type {{op: string, row?: number, x?: number, y?: number, id: number, settled: boolean}[]} */
  const told = [], clock = { now: 0 };
  const edits = new PointEdits((edit) => { told.push(edit); }, () => clock.now);
  const answer = (refused = false) => edits.answered(told[told.length - 1].id, refused);
  return { edits, told, clock, answer };
}

test('while a point moves every place is told; what is done is answered before the next edit', () => {
  const { edits, told, answer } = editsOfTest();
  for (const x of [1, 2, 3]) edits.send({ op: 'move', row: 4, x, y: 0 }, false);
  edits.send({ op: 'move', row: 4, x: 4, y: 0 }, true);
  assert.deepEqual(told.map(({ x, settled }) => [x, settled]), [[1, false], [2, false], [3, false], [4, true]]);
  edits.send({ op: 'add', x: 7, y: 7 }, true);
  edits.send({ op: 'add', x: 8, y: 8 }, true);
  assert.equal(told.length, 4);
  assert.ok(!edits.rests);
  answer();
  answer();
  assert.deepEqual(told.slice(4).map(({ x }) => x), [7, 8]);
  answer();
  assert.ok(edits.rests);
});

test('of a point that moves on while it waits only the newest place is told', () => {
  const { edits, told, answer } = editsOfTest();
  edits.send({ op: 'add', x: 1, y: 1 }, true);
  for (const x of [1, 2, 3]) edits.send({ op: 'move', row: 4, x, y: 0 }, x === 3);
  answer();
  assert.deepEqual(told.slice(1).map(({ x, settled }) => [x, settled]), [[3, true]]);
});

test('a point that is put back takes its waiting places with it', () => {
  const { edits, told, answer } = editsOfTest();
  edits.send({ op: 'add', x: 1, y: 1 }, true);
  edits.send({ op: 'move', row: 4, x: 2, y: 2 }, false);
  edits.send({ op: 'back', row: 4 }, true);
  answer();
  assert.deepEqual(told.slice(1).map(({ op, settled }) => [op, settled]), [['back', true]]);
});

test('rows behind a deleted one have other numbers, unless it was refused', () => {
  for (const refused of [false, true]) {
    const { edits, told, answer } = editsOfTest();
    edits.send({ op: 'delete', row: 5 }, true);
    for (const row of [5, 9, 2]) edits.send({ op: 'delete', row }, true);
    answer(refused);
    if (refused) answer();
    const expected = refused ? [5, 5, 8] : [5, 8];
    assert.deepEqual(told.map(({ row }) => row), expected);
  }
});

test('an answer to another edit lets nothing go, a lost one does after a while', () => {
  const { edits, told, clock } = editsOfTest();
  edits.send({ op: 'add', x: 1, y: 1 }, true);
  edits.send({ op: 'add', x: 2, y: 2 }, true);
  edits.answered(told[0].id - 1, false);
  edits.answered(undefined, false);
  assert.equal(told.length, 1);
  clock.now = 4001;
  edits.send({ op: 'add', x: 3, y: 3 }, true);
  assert.equal(told[1].x, 2);
});

test('places and pixels, of predictions against actual values only the actual one', () => {
  const line = sampleOf({}), many = sampleOf({ kind: 'points', x: { name: 'y', range: [-5, 5] } });
  assert.deepEqual(placeAt(line, FRAME, [70, 40]), { x: 5, y: 2 });
  assert.deepEqual(placeAt(many, FRAME, [70, 40]), { y: 5 });
  assert.deepEqual([placeOf(line, 1), placeOf(many, 1)], [{ x: 1, y: 2 }, { y: 2 }]);
  assert.deepEqual(middleOfData(line), { x: 5, y: 0 });
  assert.deepEqual([fromLeft(line), fromLeft(many)], [[1, 0, 2], [2, 0, 1]]);
  const pixels = /** @type {[number, number][]} */ ([[0, 0], [10, 0], [30, 0]]);
  assert.equal(nearestOf(pixels, [12, 3], 13), 1);
  assert.equal(nearestOf(pixels, [20, 0], 5), null);
});

test('an arrow key moves a point by a hundredth of the axis, with Shift by a tenth of that', () => {
  const line = sampleOf({}), at = { x: 5, y: 0 };
  assert.deepEqual(stepped(line, at, 'ArrowRight', false), { x: 5.1, y: 0 });
  assert.deepEqual(stepped(line, at, 'ArrowDown', true), { x: 5, y: -0.01 });
  assert.equal(stepped(line, at, 'Enter', false), null);
  const many = sampleOf({ kind: 'points', x: { name: 'y', range: [-5, 5] } });
  assert.deepEqual(['ArrowRight', 'ArrowUp'].map((key) => stepped(many, { y: 1 }, key, false)), [{ y: 1.1 }, { y: 1.1 }]);
});

test('the area of a square goes with the square of its residual, in the units of y', () => {
  const residuals = [0.5, 2, -3], sides = residuals.map((r) => (
    squareOf(FRAME, [[70, FRAME.oy - r * FRAME.ay], [70, FRAME.oy]])?.side ?? NaN));
  assert.ok(residuals.every((r, i) => near(sides[i] ** 2, r * r * FRAME.ay ** 2)));
  assert.deepEqual(squareOf(FRAME, [[30, 50], [30, 90]]), { x: 30, y: 50, side: 40 });
  assert.deepEqual(squareOf(FRAME, [[100, 90], [100, 50]]), { x: 60, y: 50, side: 40 });
  assert.equal(squareOf(FRAME, [[1, 1], [1, NaN]]), null);
});

test('the total is said as the loss takes it', () => {
  const say = (/** @type {object} */ more) => totalWords(sampleOf(more));
  assert.equal(say({}), 'mean of 60 squares');
  assert.equal(say({ average: 'half mean' }), 'half the mean of 60 squares');
  assert.equal(say({ average: 'sum', residual: { power: 1, factor: 1 } }), 'sum of 60 lengths');
  assert.equal(say({ residual: { power: 2, factor: 3 } }), '3 times the mean of 60 squares');
  assert.equal(say({ residual: null }), '');
  const at = { x: 0, y: 0, loss: 1.25, penalty: 0 };
  assert.equal(lossWords(sampleOf({}), at), 'mean of 60 squares = 1.25 = loss');
  assert.equal(lossWords(sampleOf({}), { ...at, penalty: 0.25 }), 'mean of 60 squares = 1, + penalty 0.25 = 1.25 = loss');
  assert.equal(lossWords(sampleOf({ residual: null }), at), 'loss = 1.25');
  assert.equal(lossWords(sampleOf({}), { ...at, loss: null }), 'loss not finite');
});
