// What is said of the cells of a map of many runs, and which of them is at a pixel.
import { inflate } from '../../wire/inflate.js';

/**
 * As `gdviz.figures.cells` has them, with what fills the gaps of the sentences.
 *
 * @typedef {object} Cells
 * @property {number[]} x
 * @property {number[]} y
 * @property {string} place  with gaps, as Python's `format` has them
 * @property {string[]} sentences
 * @property {Record<string, string[]>} words
 * @property {Record<string, ArrayLike<number>>} numbers  row by row
 */
/** @typedef {{d2p: (value: number) => number}} Axis  of plotly.js: pixels of a value */
/** @typedef {{row: number, column: number}} Cell */
/** @import { Trace } from '../../base/plotly.js' */
/** @typedef {{data: Trace[], layout: {height: number, font?: object, plot_bgcolor?: string}}} Figure */

/**
 * A figure with its cells, and what the page listens to: "point", "box", "back".
 *
 * @typedef {{figure: Figure, alt: string, takes: string[], cells: Cells}} CellFigure
 */

const TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, f4: Float32Array, f8: Float64Array };

/** @type {Set<unknown>} types of numbers that are told with all their digits */
const WHOLE_TYPES = new Set([Uint8Array, Uint16Array, Uint32Array]);

/**
 * Read what `gdviz.ui.widgets.cells.packed` writes.
 *
 * @param {Uint8Array} bytes
 * @returns {CellFigure}  Throws Error where they are damaged.
 */
export function readCells(bytes) {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const all = inflate(bytes.subarray(4), size), buffer = /** @type {ArrayBuffer} */ (all.buffer);
  const length = new DataView(buffer).getUint32(0, true);
  const text = new TextDecoder().decode(all.subarray(4, 4 + length));
  const { arrays, figure, alt, takes, ...cells } = JSON.parse(text);
  /** @type {Record<string, ArrayLike<number>>} */
  const numbers = {};
  let at = 4 + length;
  for (const [name, type] of arrays) {
    const Type = TYPES[/** @type {keyof typeof TYPES} */ (type)];
    const end = at + cells.x.length * cells.y.length * Type.BYTES_PER_ELEMENT;
    numbers[name] = new Type(buffer.slice(at, end));
    at = end;
  }
  return { figure, alt, takes, cells: { ...cells, numbers } };
}

/**
 * What is said of a cell, in lines.
 *
 * @param {Cells} cells
 * @param {Cell} cell
 * @returns {string[]}
 */
export function cellText({ x, y, place, sentences, words, numbers }, { row, column }) {
  const at = row * x.length + column;
  /** @type {(name: string) => string} */
  const filled = (name) => {
    if (name === 'x') return toldApart(x, column);
    if (name === 'y') return toldApart(y, row);
    const value = numbers[name][at];
    if (name in words) return words[name][value];
    return WHOLE_TYPES.has(numbers[name].constructor) ? String(value) : inDigits(value, 4);
  };
  const text = `${place}<br>${sentences[numbers.which[at]]}`;
  const gaps = /\{\{|\}\}|\{(\w+)\}/g; // {{ and }} are braces of a name
  return text.replace(gaps, (found, name) => (name ? filled(name) : found[0])).split('<br>');
}

/**
 * One of ascending values with as many digits as tell it from the next one.
 *
 * @param {number[]} values
 * @param {number} i
 * @returns {string}
 */
export function toldApart(values, i) {
  const value = values[i], next = [values[i - 1], values[i + 1]].filter((v) => v !== undefined);
  const gap = Math.min(...next.map((v) => Math.abs(v - value)));
  const more = Math.ceil(Math.log10(Math.max(Math.abs(value) / gap, 1)));
  return Number.isInteger(value) ? String(value) : inDigits(value, Math.min(Math.max(5, more + 1), 17));
}

/** @type {(value: number, digits: number) => string} */
function inDigits(value, digits) {
  return String(Number(value.toPrecision(digits)));
}

/**
 * Which of ascending values is drawn nearest to a pixel.
 *
 * @param {Axis} axis
 * @param {number[]} values
 * @param {number} pixel
 * @returns {number}
 */
export function nearestOnAxis(axis, values, pixel) {
  const away = (/** @type {number} */ i) => axis.d2p(values[i]) - pixel;
  let low = 0, high = values.length - 1;
  const rising = away(high) >= away(low);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((away(middle) <= 0) === rising) low = middle;
    else high = middle;
  }
  return Math.abs(away(low)) <= Math.abs(away(high)) ? low : high;
}
