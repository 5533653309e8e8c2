// A network in a scene: its predictions, units and weights at the iterates that were looked at, exactly at
// rest.
import { decoded, Looks } from './tabled.js';

/** @import { NetworkHeader, RestHeader, DataHeader, Table, Tables } from '../types.js' */
/** @import { Numbers } from './tabled.js' */

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
   * @returns {{pictures: ArrayLike<number>[], grid: [number, number], exact: boolean} | null} what each
   * hidden unit puts out over the features, unit by unit; `exact`: not as codes
   */
  unitsAt(j) {
    const count = this.hidden.reduce((a, b) => a + b, 0), { units } = this.restTables;
    const rest = this.restsAt(j) && units ? this.rest : null, exact = Boolean(rest?.exact_units);
    const still = rest && units && (exact ? units : decoded(units, this.network.codes));
    const all = still ? turned(still, count) : this.unitLooks?.upTo(j);
    if (!all || !count) return null;
    const cells = all.length / count;
    return {
      exact,
      pictures: Array.from({ length: count }, (_, u) => (
        Array.prototype.slice.call(all, u * cells, (u + 1) * cells))),
      grid: (rest ?? this.network).unit_grid,
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
