import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { decodePart } from '../../gdviz/player/js/wire/tables.js';
import { randomFrom } from './helpers.js';

/**
 * Differences of the columns of a matrix, or of its rows.
 *
 * @param {number[][]} lines of numbers, in the direction in which differences are taken
 * @returns {number[][]}
 */
const differences = (lines) => lines.map((line) => line.map((v, i) => (v - (i ? line[i - 1] : 0)) | 0));

/**
 * @param {number[][]} lines
 * @param {number} length of a line
 * @returns {number[][]} rows as columns
 */
const turned = (lines, length) => Array.from({ length }, (_, i) => lines.map((line) => line[i]));

/**
 * The coding of a table that decodePart undoes, written from its description: differences of the bit patterns down each column,
 * then across each row, zigzag, four byte planes.
 *
 * @param {Float32Array} table
 * @param {number} rows
 * @param {number} columns
 * @param {number} down
 * @param {number} across
 * @returns {Uint8Array}
 */
function encoded(table, rows, columns, down, across) {
  const bits = new Int32Array(table.slice().buffer), planes = new Uint8Array(4 * rows * columns);
  let lines = Array.from({ length: columns }, (_, c) => Array.from({ length: rows }, (_row, r) => bits[r * columns + c]));
  for (let k = 0; k < down; k++) lines = differences(lines);
  lines = turned(lines, rows);
  for (let k = 0; k < across; k++) lines = differences(lines);
  turned(lines, columns).flat().forEach((v, i) => {
    const zigzag = ((v << 1) ^ (v >> 31)) >>> 0;
    for (let plane = 0; plane < 4; plane++) planes[plane * rows * columns + i] = zigzag >>> (8 * plane);
  });
  return planes;
}

test('tables come back to the bit, whatever is in them', () => {
  const random = randomFrom(2);
  for (let trial = 0; trial < 60; trial++) {
    const rows = Math.floor(random() * 40), columns = 1 + Math.floor(random() * 4);
    const table = Float32Array.from({ length: rows * columns }, () => (random() - 0.5) * 10 ** (random() * 60 - 30));
    if (table.length > 3) table.set([NaN, Infinity, -0], 0);
    const other = Float32Array.of(1, 2, 4);
    const down = trial % 3, across = (trial >> 2) % 3;
    const said = { name: 'é', arrays: [['constructor', rows, columns, down, across], ['b', 3, 1, 2, 0]] };
    const text = Buffer.from(JSON.stringify(said)), length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    const bytes = Buffer.concat([length, text, encoded(table, rows, columns, down, across), encoded(other, 3, 1, 2, 0)]);
    const { header, tables } = decodePart(new Uint8Array(deflateSync(bytes)), bytes.length);
    assert.deepEqual(header, said);
    const decoded = /** @type {Record<string, Float32Array>} */ (tables)['constructor'];
    assert.deepEqual(new Uint32Array(decoded.slice().buffer), new Uint32Array(table.slice().buffer));
    assert.deepEqual(tables.b, other);
  }
});
