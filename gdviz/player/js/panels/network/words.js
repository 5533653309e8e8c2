// A row of the data goes through a network and back, with the numbers put in: the text of each line.
import { readable } from '../../base/numbers.js';
import { biasOf } from './places.js';

/** @import { NetworkHeader, RestHeader } from '../../wire/types.js' */
/** @import { Parameter } from './places.js' */

/** @typedef {{title: string, lines: string[]}} Part */

const write = (/** @type {number | null | undefined} */ v) => readable(v, 4);
/** A sum: a term with a sign is subtracted. @param {string[]} terms */
const sumOf = (terms) => terms.join(' + ').replaceAll(' + −', ' − ');
/** A factor: in brackets where it has a sign. @param {number | null | undefined} v */
const factor = (v) => (Number(v) < 0 ? `(${write(v)})` : write(v));

/**
 * @param {NetworkHeader} network
 * @param {number} layer whose inputs these are, from 0
 * @returns {string[]} their names
 */
export function namesOfInputs(network, layer) {
  if (!layer) return network.inputs;
  return Array.from({ length: network.sizes[layer] }, (_, unit) => `a${layer}[${unit + 1}]`);
}

/**
 * @param {number[]} sizes
 * @param {ArrayLike<number>} weights all parameters
 * @param {number} layer from 0
 * @param {number} unit from 0
 * @returns {{weights: number[], bias: number}} the parameters of a unit
 */
function ofUnit(sizes, weights, layer, unit) {
  const inputs = sizes[layer], first = biasOf(sizes, layer, 0) - inputs * sizes[layer + 1] + unit * inputs;
  return {
    weights: Array.prototype.slice.call(weights, first, first + inputs),
    bias: weights[biasOf(sizes, layer, unit)],
  };
}

/**
 * The forward pass of a layer, unit by unit.
 *
 * @param {NetworkHeader} network
 * @param {RestHeader} rest
 * @param {ArrayLike<number>} weights all parameters at the step at rest
 * @param {number} layer from 0
 * @returns {Part}
 */
export function forwardWords(network, rest, weights, layer) {
  const { sizes, activation } = network, last = layer === sizes.length - 2, l = layer + 1;
  const lines = rest.sums[layer].map((sum, unit) => {
    const { weights: w, bias } = ofUnit(sizes, weights, layer, unit);
    const terms = w.map((v, source) => `${write(v)} · ${factor(rest.signals[layer][source])}`);
    const z = `z${l}[${unit + 1}] = ${sumOf([...terms, write(bias)])} = ${write(sum)}`;
    return last ? z : `${z},  a${l}[${unit + 1}] = ${activation}(z) = ${write(rest.signals[l][unit])}`;
  });
  return { title: last ? 'Scores' : `Layer ${l}, forward`, lines };
}

/**
 * @param {NetworkHeader} network
 * @param {RestHeader} rest
 * @param {ArrayLike<number>} weights
 * @param {number} layer of a hidden unit, from 0
 * @param {number} unit from 0
 * @returns {{terms: string, sum: number}} the derivative of the loss by what the unit puts out
 */
function behind({ sizes }, rest, weights, layer, unit) {
  const ahead = rest.deltas[layer + 1];
  const w = ahead.map((_, next) => ofUnit(sizes, weights, layer + 1, next).weights[unit]);
  return {
    terms: sumOf(ahead.map((delta, next) => `${factor(w[next])} · ${factor(delta)}`)),
    sum: w.reduce((total, v, next) => total + v * (ahead[next] ?? NaN), 0),
  };
}

/**
 * The backward pass of a layer, unit by unit.
 *
 * @param {NetworkHeader} network
 * @param {RestHeader} rest
 * @param {ArrayLike<number>} weights
 * @param {number} layer from 0
 * @returns {Part}
 */
export function backwardWords(network, rest, weights, layer) {
  const { sizes } = network, last = layer === sizes.length - 2, l = layer + 1;
  const lines = rest.deltas[layer].map((delta, unit) => {
    const name = `d${l}[${unit + 1}]`;
    if (last) return `${name} = ∂loss/∂z${l}[${unit + 1}] = ${write(delta)}`;
    const { terms, sum } = behind(network, rest, weights, layer, unit);
    const slope = write(rest.slopes[layer][unit]);
    return `${name} = s′(z) · (${terms}) = ${slope} · ${factor(sum)} = ${write(delta)}`;
  });
  return { title: last ? 'Loss, backward' : `Layer ${l}, backward`, lines };
}

/**
 * Every part of the step of a row: forward, the loss, backward.
 *
 * @param {NetworkHeader} network
 * @param {RestHeader} rest
 * @param {ArrayLike<number>} weights
 * @returns {Part[]}
 */
export function passWords(network, rest, weights) {
  const layers = network.sizes.slice(1).map((_, layer) => layer);
  const scores = rest.sums[layers.length - 1].map(write).join(', ');
  const aims = rest.targets.map(write).join(', ');
  const loss = {
    title: 'Loss', lines: [`loss of the row = l(z = ${scores}; y = ${aims}) = ${write(rest.cost)}`],
  };
  return [
    ...layers.map((layer) => forwardWords(network, rest, weights, layer)), loss,
    ...layers.toReversed().map((layer) => backwardWords(network, rest, weights, layer)),
  ];
}

/**
 * The chain rule of a parameter with all its factors: from it to the sum of its unit, to what the unit puts
 * out, to the loss of the row.
 *
 * @param {NetworkHeader} network
 * @param {RestHeader} rest
 * @param {ArrayLike<number>} weights
 * @param {Parameter} parameter
 * @param {string} name of it
 * @returns {string[]} the factors, by name and in numbers
 */
export function chainWords(network, rest, weights, { layer, unit, source }, name) {
  const last = layer === network.sizes.length - 2, l = layer + 1, z = `z${l}[${unit + 1}]`;
  const a = `a${l}[${unit + 1}]`, signal = source === null ? 1 : rest.signals[layer][source];
  const input = source === null ? '1' : namesOfInputs(network, layer)[source];
  const delta = rest.deltas[layer][unit], product = write((delta ?? NaN) * (signal ?? NaN));
  const first = `∂loss/∂${name} = ∂${z}/∂${name}`;
  if (last) {
    return [
      `${first} · ∂loss/∂${z} = ${input} · d${l}[${unit + 1}]`,
      `= ${write(signal)} · ${factor(delta)} = ${product}`,
    ];
  }
  const { terms, sum } = behind(network, rest, weights, layer, unit), slope = rest.slopes[layer][unit];
  return [
    `${first} · ∂${a}/∂${z} · ∂loss/∂${a} = ${input} · s′(${z}) · (${terms})`,
    `= ${write(signal)} · ${factor(slope)} · ${factor(sum)} = ${product}`,
  ];
}

/**
 * The chain rule of a weight as a product of two factors, for the row; its gradient over all rows, and what
 * the coming step makes of it. Of a bias the second factor is 1.
 *
 * @param {NetworkHeader} network
 * @param {RestHeader} rest
 * @param {Parameter} parameter
 * @param {string} name of it
 * @param {ArrayLike<number>} gradient of the loss by all parameters
 * @param {{from: ArrayLike<number>, to: ArrayLike<number>} | null} step all parameters before and after the
 * coming step; null where none comes
 * @returns {string}
 */
export function chainRule(network, rest, { index, layer, unit, source }, name, gradient, step) {
  const delta = rest.deltas[layer][unit], l = layer + 1;
  let factors = `d${l}[${unit + 1}]`, numbers = write(delta);
  if (source !== null) {
    const signal = rest.signals[layer][source], product = (delta ?? NaN) * (signal ?? NaN);
    factors += ` · ${namesOfInputs(network, layer)[source]}`;
    numbers += ` · ${factor(signal)} = ${write(product)}`;
  }
  const moved = step ? `; the coming step moves it by ${write(step.to[index] - step.from[index])} `
    + `to ${readable(step.to[index], 5)}` : '';
  return `Row ${rest.row}: ∂loss/∂${name} = ${factors} = ${numbers}; `
    + `the gradient over all rows is ${write(gradient[index])}${moved}`;
}
