// What the parameters of a surface mean, in words and numbers.
import { finite, percentText, readable } from '../../../base/numbers.js';

/** @import { Meant, CloudHeader, MeaningHeader, TableHeader } from '../../../wire/models/meaning.js' */
/** @import { Run } from '../../../wire/run.js' */

/**
 * @param {number} v
 * @returns {string} with its sign, also where that is a plus
 */
export const signed = (v) => (v > 0 ? `+${readable(v, 3)}` : readable(v, 3));

/**
 * The total, and what is told beside it, of the step on show.
 *
 * @param {MeaningHeader} header
 * @param {Meant} meant
 * @param {Run} run
 * @param {number} j
 * @returns {string}
 */
export function totalText(header, meant, run, j) {
  const told = header.kind === 'cloud' ? header.told : [], shares = told.length ? meant.at('told', j) : [];
  const parts = told.map((what, i) => `${what} ${finite(shares[i]) ? percentText(shares[i]) : '–'}`);
  const total = `${header.total}: ${readable(meant.at('total', j)[0], 5)}`;
  return `${run.name}, step ${run.stepNumber(meant.place(j))}. ${[total, ...parts].join('; ')}`;
}

/**
 * A cloud in words, for those who do not see it.
 *
 * @param {CloudHeader} header
 * @param {Run} run
 * @param {number} j
 * @returns {string}
 */
export function cloudText({ points, segment, axes: [across, upwards] }, run, j) {
  const w = [...run.parameters(j)].map((v) => readable(v, 4)).join(', ');
  return `${points.length} points, ${upwards} against ${across}, each with its ${segment}; w = (${w})`;
}

/**
 * A table in words: the entries that are known, with their predictions.
 *
 * @param {TableHeader} header
 * @param {Meant} meant
 * @param {number} j
 * @returns {string}
 */
export function tableText({ rows, columns, known, entry }, meant, j) {
  const predicted = meant.at('predicted', j);
  return rows.map(([of], r) => columns.map(([as], c) => {
    const value = known[r][c], guess = readable(predicted[r * columns.length + c], 3);
    return `${of}, ${as}: ${value === null ? `no ${entry}` : readable(value)}, predicted ${guess}`;
  }).join('; ')).join('; ');
}
