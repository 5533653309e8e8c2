// The largest curvature along a run, at those iterates that were looked at.

/** @import { RunHeader, Table } from '../types.js' */

/** The sharpness of a run, beside the limit of stability. */
export class Sharpness {
  /**
   * @param {RunHeader} described the run
   * @param {Table} values
   * @param {Table} limits above which the step from there is unstable; NaN where none is declared
   * @param {Table} places the iterates that these are of
   */
  constructor(described, values, limits, places) {
    this.values = values;
    this.limits = limits;
    this.places = places;
    this.threshold = described.threshold ?? null;
    this.preconditioner = described.preconditioner ?? '';
  }

  /**
   * The place in the tables of the last iterate up to j that was looked at.
   *
   * @param {number} j
   * @returns {number} -1 where there is none
   */
  placeOf(j) {
    let a = -1, b = this.places.length - 1;
    while (a < b) {
      const middle = (a + b + 1) >> 1;
      if (this.places[middle] <= j) a = middle;
      else b = middle - 1;
    }
    return a;
  }

  /**
   * @param {number} j
   * @returns {number} the largest curvature at iterate j, or at the last one before it that was looked at
   */
  at(j) { return this.values[this.placeOf(j)] ?? NaN; }

  /**
   * @param {number} j
   * @returns {number} the limit there
   */
  limitAt(j) { return this.limits[this.placeOf(j)] ?? NaN; }
}

/**
 * @param {RunHeader} described
 * @param {(name: string) => Table | undefined} table
 * @returns {Sharpness | null} null where the scene has none of the run
 */
export function sharpnessOf(described, table) {
  const values = table('sharpness'), limits = table('limit'), places = table('looked');
  return values && limits && places ? new Sharpness(described, values, limits, places) : null;
}
