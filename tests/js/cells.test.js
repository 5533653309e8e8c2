// The cells of a map of many runs: what travels, what is said of each, and which one is at a pixel.
import assert from 'node:assert/strict';
import test from 'node:test';
import { deflateSync } from 'node:zlib';
import { cellText, nearestOnAxis, readCells, toldApart } from '../../gdviz/player/js/pointer/cells/cells.js';
import { moved, rectangle } from '../../gdviz/player/js/pointer/cells/rectangle.js';

// as gdviz.ui.widgets.cells.packed does
/** @type {(header: object, ...arrays: ArrayBufferView[]) => Uint8Array} */
function packed(header, ...arrays) {
  const text = Buffer.from(JSON.stringify(header)), length = Buffer.alloc(4), size = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const whole = Buffer.concat([length, text, ...arrays.map((a) => Buffer.from(a.buffer))]);
  size.writeUInt32LE(whole.length);
  return new Uint8Array(Buffer.concat([size, deflateSync(whole)]));
}

const SENT = packed({
  figure: { data: [], layout: { height: 5 } }, alt: 'A map', takes: ['point'],
  x: [-1, 0.1 + 0.2], y: [1, 10, 100], place: 'x = {x}<br>y = {y}',
  sentences: ['not run yet', 'loss {loss}, {end} after {steps}'], words: { end: ['A', 'B'] },
  arrays: [['which', 'u1'], ['steps', 'u2'], ['loss', 'f4'], ['end', 'u1']],
}, new Uint8Array([0, 1, 1, 1, 1, 1]), new Uint16Array([0, 300, 2, 3, 4, 65535]),
new Float32Array([0, 0.123456, 1e-9, 1234567890, NaN, Infinity]), new Uint8Array([0, 1, 0, 0, 0, 1]));

test('cells are read row by row, whatever bytes stand before them', () => {
  const later = new Uint8Array([9, 9, 9, ...SENT]).subarray(3);
  for (const bytes of [SENT, later]) {
    const { cells, takes, alt, figure } = readCells(bytes);
    assert.deepEqual(cellText(cells, { row: 0, column: 0 }), ['x = -1', 'y = 1', 'not run yet']);
    const told = cellText(cells, { row: 0, column: 1 });
    assert.deepEqual(told, ['x = 0.3', 'y = 1', 'loss 0.1235, B after 300']);
    assert.deepEqual(cellText(cells, { row: 2, column: 1 }).at(-1), 'loss Infinity, B after 65535');
    assert.deepEqual(cellText(cells, { row: 1, column: 0 }).at(-1), 'loss 1e-9, A after 2');
    // single precision has no more than seven digits of a loss, though it is a whole number there
    assert.deepEqual(cellText(cells, { row: 1, column: 1 }).at(-1), 'loss 1235000000, A after 3');
    assert.deepEqual([takes, alt, figure.layout.height], [['point'], 'A map', 5]);
  }
});

test('a loss beyond single precision is told', () => {
  const header = { figure: {}, x: [0], y: [0, 1], place: '{x}', sentences: ['{loss}'], words: {} };
  const arrays = [['which', 'u1'], ['loss', 'f8']], which = new Uint8Array(2);
  const { cells } = readCells(packed({ ...header, arrays }, which, new Float64Array([1.23456e300, 4e-320])));
  assert.deepEqual([0, 1].map((row) => cellText(cells, { row, column: 0 })[1]), ['1.235e+300', '4e-320']);
});

test('braces in a name are no gap', () => {
  const { cells } = readCells(SENT);
  const named = { ...cells, place: 'a{{b}} = {x}, {{{{x}}}} = {y}' };
  assert.deepEqual(cellText(named, { row: 0, column: 0 }), ['a{b} = -1, {{x}} = 1', 'not run yet']);
});

test('a place has as many digits as tell it from the next one', () => {
  assert.deepEqual([0, 1].map((i) => toldApart([1.00000001, 1.00000002], i)), ['1.00000001', '1.00000002']);
  assert.deepEqual([toldApart([0.1, 0.2, 0.4], 1), toldApart([1 / 3], 0)], ['0.2', '0.33333']);
  assert.deepEqual([toldApart([-1e-9, 0], 1), toldApart([1234567], 0)], ['0', '1234567']);
});

test('damaged bytes are an error', () => {
  assert.throws(() => readCells(SENT.slice(0, -20)));
});

/** @type {(toPixel: (v: number) => number, length: number) => any} */
const axis = (d2p, _length) => ({ d2p, _length, _offset: 0, p2d: (/** @type {number} */ p) => p / 10 });

test('the nearest value is the one that is drawn nearest', () => {
  const values = [1, 10, 100, 1000], right = axis((v) => 100 * Math.log10(v), 300);
  const up = axis((v) => 300 - right.d2p(v), 300);
  for (const [pixel, index] of [[-50, 0], [0, 0], [49, 0], [51, 1], [149, 1], [151, 2], [300, 3], [999, 3]]) {
    assert.equal(nearestOnAxis(right, values, pixel), index);
    assert.equal(nearestOnAxis(up, values, 300 - pixel), index);
  }
  assert.equal(nearestOnAxis(right, [5], 7), 0);
});

test('a rectangle ends where the map ends, whichever way it is drawn', () => {
  const at = { xaxis: axis((v) => 10 * v, 100), yaxis: axis((v) => 10 * v, 50), left: 20, top: 30 };
  const [from, to] = [{ clientX: 90, clientY: 999 }, { clientX: 0, clientY: 40 }];
  for (const box of [rectangle(at, from, to), rectangle(at, to, from)]) {
    assert.deepEqual(box, { left: 20, top: 40, width: 70, height: 40, x: [0, 7], y: [5, 1] });
  }
  assert.equal(moved(from, { clientX: 93, clientY: 1001 }), false);
  assert.equal(moved(from, to), true);
});
