// A network in a scene: its predictions, units and weights at the iterates that were looked at, exactly at
// rest.
import { Sample } from '../sample.js';

/** @import { NetworkHeader, RestHeader, DataHeader, Table, Tables } from '../types.js' */
/** @import { Parameters } from '../sample.js' */

/** @typedef {Float32Array | Float64Array} Numbers */

const NONE = -128; // the code of what is no number

/**
 * @param {ArrayLike<number>} codes see gdviz/player/scene/network/codes.py
 * @param {NetworkHeader['codes']} scale
 * @returns {Float64Array} the numbers that they stand for
 */
export const decoded = (codes, { origin, fine, steps }) => Float64Array.from(codes, (v) => (
  v - origin === NONE ? NaN : Math.sinh((v - origin) / steps) / fine));

/**
 * The last place of an ascending list up to j.
 *
 * @param {ArrayLike<number>} places the first is 0
 * @param {number} j
 * @returns {number}
 */
function lastUpTo(places, j) {
  let a = 0, b = places.length - 1;
  while (a < b) {
    const middle = (a + b + 1) >> 1;
    if (places[middle] <= j) a = middle;
    else b = middle - 1;
  }
  return a;
}

/** A table with a row for each iterate that was looked at. */
class Looks {
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
    const row = lastUpTo(this.at, j);
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
  placeUpTo(j) { return this.at[lastUpTo(this.at, j)]; }
}

/**
 * @param {DataHeader | undefined} data
 * @param {Tables} tables
 * @param {RestHeader | undefined} rest
 * @returns {NetworkRecord | null}
 */
export const networkOf = (data, tables, rest) => (
  data?.network ? new NetworkRecord({ ...data, network: data.network }, tables, rest) : null);

/** What is known of the network of a run. */
export class NetworkRecord {
  /**
   * @param {DataHeader & {network: NetworkHeader}} header
   * @param {Tables} tables of the run
   * @param {RestHeader} [rest] the step at rest, of the run in focus
   */
  constructor({ kind, network, scores }, tables, rest) {
    const table = (/** @type {string} */ name) => /** @type {Table | undefined} */ (tables[name]);
    /** @type {(row: Table) => Numbers} */
    const exact = (row) => row;
    /** @type {(row: Table) => Numbers} */
    const read = (row) => decoded(row, network.codes);
    const looks = (/** @type {string} */ at, /** @type {string} */ name, reader = read) => {
      const places = table(at), numbers = table(name);
      return places && numbers ? new Looks(places, numbers, reader) : null;
    };
    this.network = network;
    this.outputs = scores;
    /** Of each layer, the hidden ones and that of the scores. */
    this.units = network.sizes.slice(1);
    this.hidden = network.sizes.slice(1, -1);
    this.layers = this.units.length;
    this.norms = tables.layers;
    this.predicted = looks('looks', 'predicted', kind === 'plane' ? read : exact);
    this.deadLooks = looks('looks', 'dead', exact);
    this.weights = looks('weight_looks', 'weights');
    this.unitLooks = looks('unit_looks', 'units');
    this.rest = rest ?? null;
    this.restTables = {
      predicted: table('rest:predicted'), weights: table('rest:weights'), gradient: table('rest:gradient'),
      units: table('rest:units'), next: table('rest:next'),
    };
  }

  /**
   * @param {number} j
   * @returns {boolean} whether iterate j is the one at rest, which is known exactly
   */
  restsAt(j) { return this.rest?.place === j; }

  /**
   * @param {number} j
   * @returns {Numbers} the scores at the places of the picture, score by score, at j or the last look before
   */
  scoresAt(j) {
    const { predicted } = this.restTables;
    if (this.restsAt(j) && predicted) return turned(predicted, this.outputs);
    return this.predicted?.upTo(j) ?? new Float64Array(0);
  }

  /**
   * @param {number} j
   * @returns {{numbers: ArrayLike<number>, place: number, exact: boolean} | null} all weights, and of which
   * iterate they are; null where they are not sent
   */
  weightsAt(j) {
    const { weights } = this.restTables;
    if (this.restsAt(j) && weights) return { numbers: weights, place: j, exact: true };
    const looks = this.weights;
    return looks ? { numbers: looks.upTo(j), place: looks.placeUpTo(j), exact: false } : null;
  }

  /**
   * @param {number} j
   * @returns {{pictures: ArrayLike<number>[], grid: [number, number]} | null} what each hidden unit puts out
   * over the features, unit by unit
   */
  unitsAt(j) {
    const count = this.hidden.reduce((a, b) => a + b, 0), { units } = this.restTables;
    const atRest = this.restsAt(j) && this.rest && units;
    const all = atRest ? turned(decoded(units, this.network.codes), count) : this.unitLooks?.upTo(j);
    if (!all || !count) return null;
    const cells = all.length / count;
    return {
      pictures: Array.from({ length: count }, (_, u) => (
        Array.prototype.slice.call(all, u * cells, (u + 1) * cells))),
      grid: atRest && this.rest ? this.rest.unit_grid : this.network.unit_grid,
    };
  }

  /**
   * @param {number} layer from 0
   * @param {number} j
   * @returns {number} the norm of that layer's part of the gradient
   */
  layerNorm(layer, j) { return this.norms[j * this.layers + layer]; }

  /**
   * @param {number} j
   * @returns {string[]} names of the units that pass no gradient for any row: "unit 2 of layer 1"
   */
  deadAt(j) {
    const dead = this.deadLooks?.upTo(j);
    /** @type {string[]} */
    const names = [];
    let at = 0;
    this.hidden.forEach((units, layer) => {
      for (let unit = 0; unit < units; unit++, at++) {
        if (dead?.[at]) names.push(`unit ${unit + 1} of layer ${layer + 1}`);
      }
    });
    return names;
  }
}

/**
 * @param {ArrayLike<number>} table cell by cell, `count` numbers each
 * @param {number} count
 * @returns {Float64Array} the same, number by number
 */
function turned(table, count) {
  const cells = table.length / count, out = new Float64Array(table.length);
  for (let i = 0; i < cells; i++) for (let c = 0; c < count; c++) out[c * cells + i] = table[i * count + c];
  return out;
}

/** The data of a network; its regions are drawn from the scores of their cells. */
export class NetworkSample extends Sample {
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
