// Local quadratic models: what the Hessian says at a point, and where single steps would lead from there.
import { lastReached } from '../../base/numbers.js';

/** @import { Part } from '../tables.js' */
/** @import { Looked } from '../types.js' */

/**
 * One step of a rule from a point.
 *
 * @typedef {object} SingleStep
 * @property {string} name
 * @property {string} short
 * @property {string} color
 * @property {number[]} end    where it leads; NaN where it makes none
 * @property {number} value    the loss there
 */

/**
 * What is seen at a point.
 *
 * @typedef {object} Look
 * @property {number} loss
 * @property {number[]} gradient
 * @property {number[]} eigenvalues   of the Hessian, ascending
 * @property {number[][]} axes        semi-axes of the ellipse, in that order; the longest has length 1
 * @property {number} condition
 * @property {string} kind            such as "saddle" or "not stationary"
 * @property {SingleStep[]} steps
 */

/** @typedef {{name: string, short: string, color: string}} StepName */
/** @typedef {(name: string) => number[]} Row */

/**
 * @param {{single_steps: StepName[], classes: string[]}} header
 * @param {Row} row the numbers of a point by the name of their table
 * @returns {Look}
 */
function lookOf({ single_steps: names, classes }, row) {
  const eigenvalues = row('eigenvalues'), d = eigenvalues.length, values = row('values');
  /** @type {(name: string, i: number) => number[]} */
  const vectors = (name, i) => row(name).slice(d * i, d * (i + 1));
  return {
    loss: row('loss')[0], gradient: row('gradient'), eigenvalues,
    axes: eigenvalues.map((_, i) => vectors('semi_axes', i)), condition: row('condition')[0],
    kind: classes[row('class')[0]],
    steps: names.map((step, i) => ({ ...step, end: vectors('ends', i), value: values[i] })),
  };
}

/**
 * @param {Looked} looked what the page says of a point
 * @returns {Look}
 */
export const lookAtPoint = ({ tables, ...header }) => (
  lookOf(header, (name) => tables[`local:${name}`].map((v) => v ?? NaN)));

/** The local models at the iterates of a run; of a long run at some of them. */
export class LocalModels {
  /** @param {Part} part */
  constructor({ header, tables }) {
    this.header = /** @type {any} */ (header);
    this.tables = tables;
    this.at = tables['local:at'];
  }

  /** Of how many iterates one is looked at. */
  get every() { return this.at.length > 1 ? this.at[1] - this.at[0] : 1; }

  /**
   * @param {number} j
   * @returns {number} iterate j, or the last one before it that is looked at
   */
  lookedAt(j) { return this.at[lastReached(this.at.length, (i) => this.at[i] <= j)]; }

  /**
   * @param {number} j an iterate that is looked at
   * @returns {Look}
   */
  look(j) {
    const place = this.at.indexOf(j);
    return lookOf(this.header, (name) => {
      const table = this.tables[`local:${name}`], width = table.length / this.at.length;
      return Array.from(table.subarray(place * width, (place + 1) * width));
    });
  }
}
