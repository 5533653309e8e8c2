// Models whose scores are computed by the page: what is sent of them at the iterates that were looked at.
import { lastReached } from '../../base/numbers.js';
import { Sample } from '../sample.js';

/** @import { Parameters } from '../sample.js' */
/** @import { Codes, DataHeader, Table, Tables } from '../types.js' */

/** @typedef {Float32Array | Float64Array} Numbers */

const NONE = -128; // the code of what is no number

/**
 * @param {ArrayLike<number>} codes see gdviz/player/scene/tabled/codes.py
 * @param {Codes} scale
 * @returns {Float64Array} the numbers that they stand for
 */
export const decoded = (codes, { origin, fine, steps }) => Float64Array.from(codes, (v) => (
  v - origin === NONE ? NaN : Math.sinh((v - origin) / steps) / fine));

/** A table with a row for each iterate that was looked at. */
export class Looks {
  /**
   * @param {Table} at the iterates, ascending
   * @param {Table} table
   * @param {(row: Table) => Numbers} read
   */
  constructor(at, table, read) {
    this.at = at;
    this.table = table;
    this.read = read;
    this.width = table.length / at.length;
    this.row = -1;
    /** @type {Numbers} */
    this.numbers = new Float64Array(0);
  }

  /**
   * @param {number} j
   * @returns {Numbers} the numbers of the last look up to iterate j
   */
  upTo(j) {
    const row = this.rowUpTo(j);
    if (row !== this.row) {
      this.row = row;
      this.numbers = this.read(this.table.subarray(row * this.width, (row + 1) * this.width));
    }
    return this.numbers;
  }

  /**
   * @param {number} j
   * @returns {number} the iterate of that look
   */
  placeUpTo(j) { return this.at[this.rowUpTo(j)]; }

  /**
   * @param {number} j
   * @returns {number} the row of that look
   */
  rowUpTo(j) { return lastReached(this.at.length, (i) => this.at[i] <= j); }
}

/**
 * The scores of a formula at the cells of its regions.
 *
 * @param {DataHeader | undefined} data
 * @param {Tables} tables of the run
 * @returns {Looks | null} null for all other models
 */
export function scoredOf(data, tables) {
  const codes = data?.codes;
  return codes ? new Looks(tables.looks, tables.predicted, (row) => decoded(row, codes)) : null;
}

/** The data of such a model; its regions are drawn from the scores of their cells. */
export class TabledSample extends Sample {
  /**
   * @param {Parameters} model
   * @returns {[nx: number, ny: number]}
   */
  cellsOf(model) {
    const side = Math.round(Math.sqrt(model.length / this.outputs));
    return [side, side];
  }

  /**
   * @param {Parameters} model
   * @returns {Float64Array[]}
   */
  grid(model) {
    const cells = model.length / this.outputs;
    return Array.from({ length: this.outputs }, (_, output) => (
      Float64Array.from({ length: cells }, (_cell, at) => model[output * cells + at])));
  }

  /**
   * @param {number} point
   * @param {Parameters} model
   * @returns {number[]} none of classes, of which the scores at cells are known
   */
  scores(point, model) { return this.kind === 'plane' ? [] : super.scores(point, model); }
}
