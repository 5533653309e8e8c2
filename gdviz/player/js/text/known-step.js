// What is known of a step that has no equations: where it led, how far, what it asked for.
import { countsText, readable } from '../base/numbers.js';

/** @import { Run } from '../wire/run.js' */

const pointText = (/** @type {number[]} */ point) => `(${point.map((v) => readable(v, 6)).join(', ')})`;

/**
 * What is known of step k: what it is called, and what it is.
 *
 * @param {Run} run
 * @param {number} k 1..steps
 * @returns {[string, string][]}
 */
export function knownOfStep(run, k) {
  const names = run.names.join(', '), asked = run.evaluated(k - 1);
  return [
    [`from (${names}) =`, pointText(run.pair(run.theta, k - 1))],
    [`to (${names}) =`, pointText(run.pair(run.theta, k))],
    ['length of the step', readable(run.stride(k), 6)],
    ['loss before and after', `${readable(run.loss[k - 1], 6)} → ${readable(run.loss[k], 6)}`],
    ['length of the gradient there', readable(run.gradientNorm(k), 6)],
    ['asked for in it', countsText(run.evaluated(k).map((count, i) => count - asked[i]))],
  ];
}

/**
 * What is known of step k as lines of text.
 *
 * @param {Run} run
 * @param {number} k 1..steps
 * @returns {string}
 */
export const knownText = (run, k) => [
  `${run.name}, step ${run.stepNumber(k)}`, run.told,
  ...knownOfStep(run, k).map(([label, value]) => `  ${label} ${value}`),
].join('\n');
