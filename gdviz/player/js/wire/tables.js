// A part of a scene: a compressed stream -> header and tables of float32 numbers.
import { inflate } from './inflate.js';

/** @import { Value } from './run.js' */
/** @import { Table, Tables } from './types.js' */

/** @typedef {{header: any, tables: Tables}} Part  what it says, as its kind has it, and its tables by name */

/**
 * Undo the coding of one table: byte planes -> zigzag -> running sums, as many as differences were taken ->
 * float32, row by row.
 *
 * @param {Uint8Array} bytes
 * @param {number} from index of its first byte
 * @param {number} rows
 * @param {number} columns
 * @param {number} down     how often differences were taken down each column
 * @param {number} across   ... and across each row
 * @returns {Float32Array}
 */
function decodeTable(bytes, from, rows, columns, down, across) {
  const count = rows * columns, bits = new Uint32Array(count);
  for (let c = 0, i = from; c < columns; c++) {
    for (let at = c; at < count; at += columns, i++) {
      const zigzag = bytes[i] | (bytes[i + count] << 8)
        | (bytes[i + 2 * count] << 16) | (bytes[i + 3 * count] << 24);
      bits[at] = (zigzag >>> 1) ^ -(zigzag & 1);
    }
  }
  for (let k = 0; k < down; k++) for (let at = columns; at < count; at++) bits[at] += bits[at - columns];
  for (let k = 0; k < across; k++) {
    for (let at = 0; at < count; at++) if (at % columns) bits[at] += bits[at - 1];
  }
  return new Float32Array(bits.buffer);
}

/**
 * Length of the header | header (JSON) | rest, as scenes and their parts begin.
 *
 * @param {Uint8Array} bytes
 * @returns {{header: any, from: number}} from: where the rest begins
 */
export function readHeader(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))), from: 4 + length };
}

/**
 * Decode a part.
 *
 * @param {Uint8Array} stream
 * @param {number} size bytes that it takes unpacked
 * @returns {Part}
 */
export function decodePart(stream, size) {
  const bytes = inflate(stream, size);
  const { header, from: start } = readHeader(bytes);
  /** @type {Tables} */
  const tables = Object.create(null); // names are a user's own: "constructor" is one
  let from = start;
  for (const [name, rows, columns, down, across] of header.arrays) {
    tables[name] = decodeTable(bytes, from, rows, columns, down, across);
    from += 4 * rows * columns;
  }
  return { header, tables };
}

/**
 * A quantity that is recorded of each step.
 *
 * @typedef {object} Recorded
 * @property {number[]} shape
 * @property {number} width        numbers of one step
 * @property {Table | undefined} ofSteps
 * @property {Table | undefined} initial   before step 1; for good where no equation assigns it again
 */

/**
 * The value that was recorded of a quantity at a step.
 *
 * @param {Recorded} recorded
 * @param {number} row -1: before step 1
 * @returns {Value}
 */
export function recordedValue({ shape, width, ofSteps, initial }, row) {
  const source = row < 0 ? initial : ofSteps, from = row < 0 ? 0 : row * width;
  if (!source) return null;
  if (!shape.length) return source[from];
  const numbers = Array.from(source.subarray(from, from + width));
  if (shape.length === 1) return numbers;
  return Array.from({ length: shape[0] }, (_, i) => numbers.slice(i * shape[1], (i + 1) * shape[1]));
}
