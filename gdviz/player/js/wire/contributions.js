// The gradient row by row, in numbers: what the first rows of a step's batch contribute, and their mean, the
// equations' g.

/** @import { Run } from './run.js' */
/** @import { Sample } from './sample.js' */
/** @import { Table } from './types.js' */

/**
 * What one row contributes.
 *
 * @typedef {object} Contribution
 * @property {number} row       its number, from 1
 * @property {number[]} x       its first features, as the model has them
 * @property {number} y
 * @property {number[]} scores
 * @property {number} loss
 * @property {number[]} slopes  derivative of the loss by each score
 */

/**
 * A step's gradient row by row.
 *
 * @typedef {object} Contributions
 * @property {Contribution[]} rows   the first rows of the batch
 * @property {number} hidden    how many more there are
 * @property {number} total
 * @property {number[]} mean    of all of them
 * @property {number[] | null} penalty   the penalty's gradient
 * @property {number[]} sum     of both
 * @property {number[] | null} g   the gradient of the step, where noise or clipping made another of it
 * @property {boolean} narrow   whether x has more columns than are sent
 * @property {boolean} part     whether the gradient has more entries than are told
 */

/**
 * Columns of the table before the scores: number and y; after scores and loss there are as many slopes as
 * scores.
 */
const FIRST = 2;

/**
 * The rows of a batch as the names of their columns say. What a row has at every step is sent once.
 *
 * @param {Sample} sample
 * @param {Run} run
 * @param {number} k
 * @returns {number[][]}
 */
function rowsOfStep({ rowColumns, outputs }, { rowTable, knownRows, steps }, k) {
  if (!rowTable) return [];
  const wide = rowColumns.length, own = 1 + 2 * outputs; // numbers that a row has at this step alone
  const width = knownRows ? 1 + own : wide, apart = wide - own, perStep = rowTable.length / steps;
  const rows = Array.from({ length: perStep / width }, (_, i) => {
    const from = (k - 1) * perStep + i * width;
    return Array.from(rowTable.subarray(from, from + width));
  }).filter(([number]) => !Number.isNaN(number)); // a smaller batch than others has fewer
  if (!knownRows) return rows;
  const numbers = Array.from({ length: knownRows.length / apart }, (_, i) => knownRows[i * apart]);
  return rows.map(([number, ...passes]) => {
    const at = apart * numbers.indexOf(number);
    return [number, knownRows[at + 1], ...passes, ...knownRows.subarray(at + FIRST, at + apart)];
  });
}

/**
 * @param {number[]} v one row of the table
 * @param {number} outputs
 * @returns {Contribution}
 */
function contribution(v, outputs) {
  const loss = FIRST + outputs;
  return {
    row: v[0], y: v[1], scores: v.slice(FIRST, loss), loss: v[loss],
    slopes: v.slice(loss + 1, loss + 1 + outputs),
    x: v.slice(loss + 1 + outputs),
  };
}

/**
 * Names of the columns of x that are sent.
 *
 * @param {Sample} sample
 * @returns {string[]}
 */
export const namesOfX = ({ rowColumns, outputs }) => rowColumns.slice(FIRST + 1 + 2 * outputs);

/**
 * The rows of step k of a run; null where they are unknown.
 *
 * @param {Sample | null} sample
 * @param {Run | undefined} run
 * @param {number} k
 * @returns {Contributions | null}
 */
export function contributionsOf(sample, run, k) {
  if (!sample?.gradient || !run?.rowTable || !k) return null;
  const { rowMeans, penaltyGradients, parts: { count } } = run, total = sample.rowsOf(k);
  /** @type {(table: Table) => number[]} */
  const ofStep = (table) => Array.from(table.subarray((k - 1) * count, k * count));
  const rows = rowsOfStep(sample, run, k).map((row) => contribution(row, sample.outputs));
  const g = run.value('g', 0, k), taken = Array.isArray(g) ? g.flat() : [];
  const mean = rowMeans ? ofStep(rowMeans) : taken;
  const penalty = penaltyGradients ? ofStep(penaltyGradients) : null;
  const sum = mean.map((v, i) => v + (penalty ? penalty[i] : 0));
  /** @type {(i: number) => number} */
  const scale = (i) => Math.abs(taken[i]) + Math.abs(mean[i]) + Math.abs(penalty?.[i] ?? 0);
  return {
    rows, hidden: total - rows.length, total, mean, penalty, sum,
    g: taken.some((v, i) => Math.abs(v - sum[i]) > 1e-3 * scale(i)) ? taken : null,
    narrow: sample.width > namesOfX(sample).length, part: count < run.dimension,
  };
}
