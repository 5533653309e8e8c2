// Which parameters of a run are told of each step: all of a few; of many only some travel.

/** @import { DataHeader, Table, Tables } from '../types.js' */

/** The parameters that the numbers and vectors of a step are of. */
export class Told {
  /**
   * @param {DataHeader | undefined} data
   * @param {number} dimension  how many parameters there are
   * @param {Tables} tables of the run
   */
  constructor(data, dimension, tables) {
    const { told = null, parameters = [] } = data ?? {};
    /** Their numbers; null: all are told. */
    this.numbers = told;
    /** Their names; none: all are told. */
    this.names = (told ?? []).map((i) => parameters[i]);
    this.count = told ? told.length : dimension;
    /** Lengths of the steps, where they do not follow from what is told. @type {Table | undefined} */
    this.strides = tables.stride;
    this.tables = tables;
  }

  /**
   * @param {string} key
   * @returns {Table | undefined} an arrow as a plane shows it, where vectors are of some parameters only
   */
  arrow(key) { return this.tables[`a:${key}`]; }

  /**
   * @param {number[]} vector
   * @param {number} parameter
   * @returns {number} its entry for a parameter that is told
   */
  entry(vector, parameter) { return vector[this.numbers ? this.numbers.indexOf(parameter) : parameter]; }
}
