// Critical points of the loss: where its gradient vanishes, with what the Hessian says there.
import { readable } from '../base/numbers.js';

/** @import { Part } from './tables.js' */

/**
 * @typedef {object} CriticalPoint
 * @property {string} kind           such as "saddle"
 * @property {number[]} theta        its one or two parameters
 * @property {number} value          the loss there
 * @property {number[]} eigenvalues  of the Hessian, ascending; NaN where it says nothing
 */

/**
 * @param {Part | undefined} part of a scene
 * @returns {CriticalPoint[]} none where the scene has no such part
 */
export function criticalOf(part) {
  if (!part) return [];
  const { header: { kinds }, tables } = part;
  const row = (/** @type {string} */ name, /** @type {number} */ i) => {
    const table = tables[`critical:${name}`], width = table.length / kinds.length;
    return Array.from(table.subarray(i * width, (i + 1) * width));
  };
  return kinds.map((/** @type {string} */ kind, /** @type {number} */ i) => ({
    kind, theta: row('theta', i), value: row('value', i)[0], eigenvalues: row('eigenvalues', i),
  }));
}

/**
 * @param {CriticalPoint} point
 * @returns {[number, number]} where it is in the picture; of one parameter the loss is upwards
 */
export const placeOfCritical = ({ theta, value }) => [theta[0], theta.length > 1 ? theta[1] : value];

/**
 * @param {CriticalPoint} point
 * @param {string} place its parameters in words
 * @param {string} value what the loss is called
 * @returns {string}
 */
export function criticalText({ kind, value: loss, eigenvalues }, place, value) {
  const known = eigenvalues.every(Number.isFinite);
  const curved = known ? `, eigenvalues ${eigenvalues.map((v) => readable(v, 4)).join(', ')}` : '';
  return `${kind}: ${place}, ${value} = ${readable(loss, 5)}${curved}`;
}
