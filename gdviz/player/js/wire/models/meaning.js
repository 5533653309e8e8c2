// What a surface's parameters mean: what is fixed, and the numbers of a run at the iterates that were looked
// at. See gdviz/engine/meaning.
import { lastReached } from '../../base/numbers.js';

/** @import { Part } from '../tables.js' */
/** @import { Table } from '../types.js' */

/**
 * A table that is factorised.
 *
 * @typedef {object} TableHeader
 * @property {'table'} kind
 * @property {string} title
 * @property {[name: string, factor: string][]} rows      with the formula of each factor
 * @property {[name: string, factor: string][]} columns
 * @property {(number | null)[][]} known   entries; null at gaps
 * @property {string} entry       what an entry is called
 * @property {[string, string]} factors   what a factor of a row and one of a column is called
 * @property {string} total       what the total is
 */

/**
 * A cloud of points, of which a vector makes images.
 *
 * @typedef {object} CloudHeader
 * @property {'cloud'} kind
 * @property {string} title
 * @property {[number, number][]} points
 * @property {[string, string]} axes
 * @property {string} segment     what the way from a point to its image is called
 * @property {string} total       what the total is
 * @property {string[]} told      shares of a whole that are told
 */

/** @typedef {TableHeader | CloudHeader} MeaningHeader */

/** The numbers of a run. */
export class Meant {
  /** @param {Part} part */
  constructor({ tables }) {
    this.tables = tables;
    this.looks = tables['meant:at'];
  }

  /**
   * @param {number} j
   * @returns {number} the row of the last iterate up to j that was looked at
   */
  row(j) { return lastReached(this.looks.length, (i) => this.looks[i] <= j); }

  /**
   * @param {string} name
   * @param {number} j
   * @returns {Table} the numbers of that row
   */
  at(name, j) {
    const table = this.tables[`meant:${name}`], width = table.length / this.looks.length, row = this.row(j);
    return table.subarray(row * width, (row + 1) * width);
  }

  /**
   * @param {number} j
   * @returns {number} the iterate that they are of
   */
  place(j) { return this.looks[this.row(j)]; }
}

/**
 * @param {Part | undefined} part
 * @returns {Meant | null} null where it is not sent
 */
export const meantOf = (part) => (part ? new Meant(part) : null);
