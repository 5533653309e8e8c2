// The tables of a scene: a compressed stream -> byte planes -> columns of float32 numbers.
import { inflate } from './inflate.js';

/** @import { Tables } from './types.js' */

/**
 * Undo the coding of one table: byte planes -> zigzag -> two running sums down each column -> float32, row by
 * row.
 *
 * @param {Uint8Array} bytes
 * @param {number} from index of its first byte
 * @param {number} rows
 * @param {number} columns
 * @returns {Float32Array}
 */
function decodeTable(bytes, from, rows, columns) {
  const count = rows * columns, bits = new Uint32Array(count);
  for (let c = 0, i = from; c < columns; c++) {
    let difference = 0, value = 0;
    for (let r = 0; r < rows; r++, i++) {
      const zigzag = bytes[i] | (bytes[i + count] << 8)
        | (bytes[i + 2 * count] << 16) | (bytes[i + 3 * count] << 24);
      difference = (difference + ((zigzag >>> 1) ^ -(zigzag & 1))) | 0;
      value = (value + difference) | 0;
      bits[r * columns + c] = value;
    }
  }
  return new Float32Array(bits.buffer);
}

/**
 * The tables of a compressed stream.
 *
 * @param {Uint8Array} stream
 * @param {[name: string, rows: number, columns: number][]} index the tables in their order
 * @returns {Tables}
 */
export function decodeTables(stream, index) {
  /** @type {Tables} */
  const tables = Object.create(null); // names are a user's own: "constructor" is one
  const bytes = inflate(stream, index.reduce((sum, [, rows, columns]) => sum + 4 * rows * columns, 0));
  let from = 0;
  for (const [name, rows, columns] of index) {
    tables[name] = decodeTable(bytes, from, rows, columns);
    from += 4 * rows * columns;
  }
  return tables;
}
