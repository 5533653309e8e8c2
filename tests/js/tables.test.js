import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { decodePart } from '../../gdviz/player/js/wire/tables.js';
import { randomFrom } from './helpers.js';

/**
 * The coding of a table that decodePart undoes, written from its description: second differences of the bit patterns down each
 * column, zigzag, four byte planes.
 *
 * @param {Float32Array} table
 * @param {number} rows
 * @param {number} columns
 * @returns {Uint8Array}
 */
function encoded(table, rows, columns) {
  const bits = new Int32Array(table.slice().buffer), planes = new Uint8Array(4 * rows * columns);
  for (let c = 0; c < columns; c++) {
    const column = Array.from({ length: rows }, (_, r) => bits[r * columns + c]);
    const once = column.map((v, r) => (v - (r ? column[r - 1] : 0)) | 0);
    const twice = once.map((v, r) => (v - (r ? once[r - 1] : 0)) | 0);
    twice.forEach((v, r) => {
      const zigzag = ((v << 1) ^ (v >> 31)) >>> 0;
      for (let plane = 0; plane < 4; plane++) planes[plane * rows * columns + c * rows + r] = zigzag >>> (8 * plane);
    });
  }
  return planes;
}

test('tables come back to the bit, whatever is in them', () => {
  const random = randomFrom(2);
  for (let trial = 0; trial < 60; trial++) {
    const rows = Math.floor(random() * 40), columns = 1 + Math.floor(random() * 4);
    const table = Float32Array.from({ length: rows * columns }, () => (random() - 0.5) * 10 ** (random() * 60 - 30));
    if (table.length > 3) table.set([NaN, Infinity, -0], 0);
    const other = Float32Array.of(1, 2, 4);
    const said = { name: 'é', arrays: [['constructor', rows, columns], ['b', 3, 1]] };
    const text = Buffer.from(JSON.stringify(said)), length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    const bytes = Buffer.concat([length, text, encoded(table, rows, columns), encoded(other, 3, 1)]);
    const { header, tables } = decodePart(new Uint8Array(deflateSync(bytes)), bytes.length);
    assert.deepEqual(header, said);
    const decoded = /** @type {Record<string, Float32Array>} */ (tables)['constructor'];
    assert.deepEqual(new Uint32Array(decoded.slice().buffer), new Uint32Array(table.slice().buffer));
    assert.deepEqual(tables.b, other);
  }
});
