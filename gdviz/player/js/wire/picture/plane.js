// The plane in the space of many parameters that a picture may show.

/** @import { PlaneHeader, Table, Tables } from '../types.js' */

/** A plane: where parameters lie that are drawn on it, and what of a step lies along it. */
export class Plane {
  /**
   * @param {PlaneHeader} header
   * @param {Tables} tables
   */
  constructor(header, tables) {
    this.told = header.told;
    this.of = header.of;
    /** All parameters where both coordinates are 0. @type {Table} */
    this.origin = tables['plane:origin'];
    /** A row of all parameters for each coordinate: a step of one unit of it. @type {Table} */
    this.directions = tables['plane:directions'];
    /** A row for each coordinate: its product with a step is the step's part along it. @type {Table} */
    this.components = tables['plane:components'];
  }

  /** How many parameters there are. */
  get dimension() { return this.origin.length; }

  /**
   * All parameters at a point of the plane.
   *
   * @param {number} a
   * @param {number} b
   * @returns {Float64Array}
   */
  embedded(a, b) {
    const { origin, directions, dimension } = this;
    return Float64Array.from(origin, (v, i) => v + a * directions[i] + b * directions[dimension + i]);
  }

  /**
   * The coordinates of a step, projected onto the plane.
   *
   * @param {ArrayLike<number>} step of all parameters
   * @returns {number[]}
   */
  componentsOf(step) {
    const { components, dimension } = this;
    return [0, 1].map((side) => {
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += components[side * dimension + i] * step[i];
      return sum;
    });
  }
}
