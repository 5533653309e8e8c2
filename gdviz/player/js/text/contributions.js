// The gradient row by row as text and LaTeX, for copying.
import { plain } from '../base/numbers.js';
import { latex, text } from './notation.js';

/** @import { Contributions } from '../wire/contributions.js' */
/** @import { Sample } from '../wire/sample.js' */

/** @typedef {(v: number) => string} WriteNumber */

const MOST_NUMBERS = 6; // numbers of a vector that are written out

/**
 * A vector; one number stands for itself.
 *
 * @param {number[]} v
 * @param {WriteNumber} write
 * @param {boolean} [narrow] whether there are more numbers than are known
 * @returns {string}
 */
export function vectorText(v, write, narrow = false) {
  if (v.length === 1 && !narrow) return write(v[0]);
  const more = narrow || v.length > MOST_NUMBERS ? ', …' : '';
  return `(${v.slice(0, MOST_NUMBERS).map(write).join(', ')}${more})`;
}

/**
 * @param {Sample} sample
 * @param {number} y
 * @returns {string | null} the name of the class that y stands for; null where it is a number
 */
export const classNameOf = (sample, y) => (sample.outputs > 1 ? sample.classes[y] : null);

/**
 * @param {number} hidden
 * @returns {string}
 */
export const moreRows = (hidden) => `… ${hidden} more row${hidden === 1 ? '' : 's'}`;

/**
 * The cells of each row: its number, x, y, scores, loss, slopes and, with one score, what it adds to the sum.
 *
 * @param {Sample} sample
 * @param {Contributions} found
 * @param {WriteNumber} write
 * @param {WriteNumber} [writeInVector]
 * @returns {string[][]}
 */
export function contributionCells(sample, found, write, writeInVector = write) {
  const single = sample.outputs === 1, writeScore = single ? write : writeInVector;
  return found.rows.map(({ row, x, y, scores, loss, slopes }) => {
    const terms = single ? [vectorText(x.map((v) => v * slopes[0]), writeInVector, found.narrow)] : [];
    return [
      plain(row, 9), vectorText(x, writeInVector, found.narrow), classNameOf(sample, y) ?? write(y),
      vectorText(scores, writeScore), write(loss), vectorText(slopes, writeScore), ...terms,
    ];
  });
}

/**
 * @param {Contributions} found
 * @param {(v: number[]) => string} write
 * @returns {string} the mean, and what the penalty adds to it
 */
function sumText({ mean, penalty, sum }, write) {
  return `g = ${write(mean)}${penalty ? ` + ${write(penalty)} = ${write(sum)}` : ''}`;
}

/**
 * What the rows contribute, as text.
 *
 * @param {Sample | null} sample
 * @param {Contributions | null} found
 * @returns {string} "" where nothing is known
 */
export function contributionsText(sample, found) {
  if (!sample?.gradient || !found) return '';
  const { gradient } = sample;
  const x = sample.tabled ? 'grad z' : 'x';
  const heads = ['row', x, 'y', 'z', 'l', 'dl/dz', ...(sample.outputs === 1 ? [`dl/dz*${x}`] : [])];
  const cells = contributionCells(sample, found, (v) => plain(v, 5));
  return [
    gradient.text, gradient.loss.text, ...(gradient.slope ? [gradient.slope.text] : []),
    ...[heads, ...cells].map((row) => row.join('\t')), ...(found.hidden ? [moreRows(found.hidden)] : []),
    `${sumText(found, (v) => text(v, false))} (${gradient.factor})`,
  ].join('\n');
}

/** @type {(x: string, single: boolean) => string[]} */
const latexHeads = (x, single) => [
  '\\text{row}', x, 'y', 'z', '\\ell', '\\partial \\ell/\\partial z',
  ...(single ? [`\\partial \\ell/\\partial z \\cdot ${x}`] : []),
];
const CLASS_CELL = 2; // the cell of y

/**
 * What the rows contribute, as LaTeX.
 *
 * @param {Sample | null} sample
 * @param {Contributions | null} found
 * @returns {string} "" where nothing is known
 */
export function contributionsLatex(sample, found) {
  if (!sample?.gradient || !found) return '';
  const x = sample.tabled ? '\\nabla z' : 'x';
  const heads = latexHeads(x, sample.outputs === 1);
  const cells = contributionCells(sample, found, (v) => latex(v, false)).map((row, i) => {
    const named = classNameOf(sample, found.rows[i].y) !== null;
    return named ? row.map((cell, c) => (c === CLASS_CELL ? `\\text{${cell}}` : cell)) : row;
  });
  const rows = cells.map((row) => row.join(' & ').replace(/…/g, '\\dots'));
  const body = [...rows, ...(found.hidden ? ['\\dots'] : [])].join(' \\\\\n');
  return [
    `\\[ ${sample.gradient.latex} \\]`,
    `\\[ \\begin{array}{${'r'.repeat(heads.length)}}`, `${heads.join(' & ')} \\\\ \\hline`,
    body, '\\end{array} \\]',
    `\\[ ${sumText(found, (v) => latex(v, false))} \\]`,
  ].join('\n');
}
