// What is told below the diagram of a network: of a weight, of a bias, of a unit.
import { readable } from '../../base/numbers.js';
import { biasOf } from './places.js';
import { chainRule, namesOfInputs } from './words.js';

/** @import { NetworkRecord } from '../../wire/models/network.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Parameter } from './places.js' */

/**
 * A network at an iterate of a run.
 *
 * @typedef {object} Told
 * @property {NetworkRecord} network
 * @property {Pick<Run, 'stepNumber'>} run
 * @property {number} j         the iterate
 * @property {string[]} names   of all parameters
 */

/** @type {(v: number | undefined, exact: boolean | undefined) => string} as many digits as are known */
const known = (v, exact) => readable(v, exact ? 5 : 2);

/** @type {(layer: number, unit: number, last: number) => string} what a unit of a layer, from 0, is called */
const unitName = (layer, unit, last) => (
  layer === last ? `score ${unit + 1}` : `unit ${unit + 1} of layer ${layer + 1}`);

/**
 * @param {boolean} sets whether a weight can be set
 * @returns {string} how to read the diagram, and what can be done, where nothing is chosen
 */
export function hintText(sets) {
  const why = `to see its chain rule${sets ? ' and to set it' : ''}`;
  return 'Solid: a positive weight; dashed: a negative one; the wider, the larger. Choose a weight, or a '
    + `unit for its bias, by a click or with the arrow keys, ${why}.`;
}

/**
 * @param {Told} told
 * @param {Parameter} parameter
 * @returns {string} value of a weight, and from where it leads where to; of a bias, whose it is
 */
export function weightText({ network, run, j, names }, { index, layer, unit, source }) {
  const weights = network.weightsAt(j), to = unitName(layer, unit, network.layers - 1);
  const inputs = namesOfInputs(network.network, layer);
  const way = source === null ? `bias of ${to}` : `from ${inputs[source]} to ${to}`;
  if (!weights) return `${names[index]} ${way}`;
  const when = weights.exact ? '' : ` about, at step ${run.stepNumber(weights.place)}`;
  return `${names[index]} ${way} = ${known(weights.numbers[index], weights.exact)}${when}`;
}

/**
 * @param {NetworkRecord} network
 * @param {{column: number, unit: number}} place
 * @param {number} j
 * @returns {string} a unit and its bias
 */
export function unitText(network, { column, unit }, j) {
  const { sizes } = network.network, weights = network.weightsAt(j);
  const bias = weights?.numbers[biasOf(sizes, column - 1, unit)];
  return `${unitName(column - 1, unit, sizes.length - 2)}, bias ${known(bias, weights?.exact)}`;
}

/**
 * @param {Told} told
 * @param {Parameter} parameter
 * @param {boolean} playing
 * @param {boolean} follows whether the page sends the numbers of the step where the play head rests
 * @returns {string} the parameter that is chosen, and its chain rule where the step rests
 */
export function chosenText(told, parameter, playing, follows) {
  const { network, j, names } = told, said = weightText(told, parameter);
  if (playing) return follows ? `${said}. Pause to see its chain rule.` : said;
  const { rest, restTables: { gradient, weights, next } } = network;
  if (!rest || !gradient || !network.restsAt(j)) return said;
  const step = weights && next ? { from: weights, to: next } : null;
  return `${said}. ${chainRule(network.network, rest, parameter, names[parameter.index], gradient, step)}`;
}
