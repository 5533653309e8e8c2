// Numbers, columns and matrices as MathML, text and LaTeX.
import { numeral, plain } from '../base/numbers.js';

/** @import { Value } from '../wire/run.js' */

/** @typedef {'mathml' | 'latex' | 'text'} Notation */
/** @typedef {number | string} Entry   of a column or matrix: a number, or the dots in place of its middle */

// digits of a number; entries of a column, rows and columns of a matrix that are all shown
const DIGITS = 5, MOST_ENTRIES = 8, MOST_ROWS = 4;

/**
 * A long column, or a long row of a matrix, without its middle.
 *
 * @template T
 * @template D
 * @param {T[]} entries
 * @param {number} most entries that are all shown
 * @param {D} dots what stands in the place of the middle
 * @returns {(T | D)[]}
 */
function shortened(entries, most, dots) {
  if (entries.length <= most) return entries;
  return [...entries.slice(0, Math.max(2, most - 3)), dots, entries[entries.length - 1]];
}

/**
 * The rows of a matrix, without the middle of a large one.
 *
 * @param {number[][]} matrix
 * @returns {Entry[][]}
 */
function matrixRows(matrix) {
  const rows = matrix.map((row) => shortened(row, MOST_ROWS, '⋯'));
  return shortened(rows, MOST_ROWS, rows[0].map((entry) => (entry === '⋯' ? '⋱' : '⋮')));
}

/**
 * The MathML of a number without anything around it.
 *
 * @param {number | null} v
 * @returns {string}
 */
function bareNumber(v) {
  const n = numeral(v, DIGITS), exponent = String(n.exponent).replace('-', '−');
  const power = n.exponent === null ? '' : `<mo>×</mo><msup><mn>10</mn><mn>${exponent}</mn></msup>`;
  return `${n.negative ? '<mo form="prefix">−</mo>' : ''}<mn>${n.special || n.digits}</mn>${power}`;
}

/**
 * @param {number | null} v
 * @returns {boolean} whether a number needs parentheses inside a formula
 */
function needsFence(v) {
  const n = numeral(v, DIGITS);
  return n.negative || n.exponent !== null;
}

/**
 * A column or a matrix of one number stands for that number.
 *
 * @param {Value | undefined} v
 * @returns {Value}
 */
function unwrapped(v) {
  if (Array.isArray(v) && v.length === 1) return unwrapped(v[0]);
  return v ?? null;
}

/**
 * @param {Entry} entry
 * @returns {string}
 */
function tableCell(entry) {
  return `<mtd>${typeof entry === 'string' ? `<mo>${entry}</mo>` : bareNumber(entry)}</mtd>`;
}

/**
 * @param {Entry[]} entries
 * @returns {string}
 */
const tableRow = (entries) => `<mtr>${entries.map(tableCell).join('')}</mtr>`;

/**
 * @param {number[] | number[][]} v
 * @returns {v is number[][]}
 */
const isMatrix = (v) => Array.isArray(v[0]);

/**
 * A value as MathML: a number, a column, a matrix.
 *
 * @param {Value | undefined} value
 * @param {boolean} [inside] a formula, where negative numbers get parentheses
 * @returns {string}
 */
export function mathml(value, inside = true) {
  const v = unwrapped(value);
  if (v === null) return '<mtext>?</mtext>';
  if (!Array.isArray(v)) {
    const number = bareNumber(v);
    return inside && needsFence(v) ? `<mrow><mo>(</mo>${number}<mo>)</mo></mrow>` : `<mrow>${number}</mrow>`;
  }
  const entries = isMatrix(v) ? matrixRows(v) : shortened(v, MOST_ENTRIES, '⋮').map((entry) => [entry]);
  const rows = entries.map(tableRow).join('');
  return `<mrow><mo>(</mo><mtable class="gd-column">${rows}</mtable><mo>)</mo></mrow>`;
}

/**
 * A value as text: 1.5, (1, 2), ((1, 2), (3, 4)).
 *
 * @param {Value | undefined} value
 * @param {boolean} [inside] a formula, where negative numbers get parentheses
 * @returns {string}
 */
export function text(value, inside = true) {
  const v = unwrapped(value);
  if (v === null) return '?';
  if (Array.isArray(v)) return `(${v.map((x) => text(x, false)).join(', ')})`;
  return inside && v < 0 ? `(${plain(v, DIGITS)})` : plain(v, DIGITS);
}

/**
 * A value as LaTeX.
 *
 * @param {Value | undefined} value
 * @param {boolean} [inside] a formula, where negative numbers get parentheses
 * @returns {string}
 */
export function latex(value, inside = true) {
  const v = unwrapped(value);
  if (v === null) return '?';
  if (Array.isArray(v)) {
    const rows = v.map((row) => [row].flat().map((x) => latex(x, false)).join(' & '));
    return `\\begin{pmatrix} ${rows.join(' \\\\ ')} \\end{pmatrix}`;
  }
  const n = numeral(v, DIGITS), sign = n.negative ? '-' : '';
  if (n.special === 'NaN') return '\\mathrm{NaN}';
  if (n.special) return `${sign}\\infty`;
  const number = sign + n.digits + (n.exponent === null ? '' : ` \\cdot 10^{${n.exponent}}`);
  return inside && needsFence(v) ? `\\left(${number}\\right)` : number;
}

/** @type {Record<Notation, (value: Value | undefined, inside?: boolean) => string>} */
export const NOTATIONS = { mathml, latex, text };
