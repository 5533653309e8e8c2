// What the data panel shows, in words for a screen reader.
import { grouped, percentText } from '../base/numbers.js';
import { heldText } from './data-note.js';

/** @import { Run } from '../wire/run.js' */
/** @import { Sample } from '../wire/sample.js' */

/** @type {Record<Sample['kind'], string>} */
const MODELS = { line: 'the fitted line', points: 'the predictions', plane: 'the line between the classes' };

/**
 * What is drawn over what.
 *
 * @param {Sample} sample
 * @returns {string}
 */
function subject({ kind, classes, x, y, across }) {
  if (kind === 'plane') return `${classes.join(', ')} over ${x.name}${across === 2 ? ` and ${y.name}` : ''}`;
  return `${y.name} against ${x.name}`;
}

/**
 * The data panel in words.
 *
 * @param {Sample} sample
 * @param {number} k the play head
 * @param {number} step its number
 * @param {Run[]} runs
 * @param {Run | undefined} focused
 * @returns {string}
 */
export function dataText(sample, k, step, runs, focused) {
  const { kind, fitted, drawn } = sample;
  const held = drawn > fitted ? ` and ${grouped(drawn - fitted)} hollow test points` : '';
  const names = kind === 'points' ? focused?.name : runs.map((run) => run.name).join(', ');
  const accuracy = kind === 'plane' && focused ? accuracyText(focused, k, sample) : '';
  const sliced = sample.held.length ? ` ${heldText(sample)}` : '';
  return `Data: ${grouped(fitted)} points${held}, ${subject(sample)}, with ${MODELS[kind]} of `
    + `${names || 'no competitor'} at step ${step}.${accuracy}${sliced}`;
}

/**
 * @param {Run} run
 * @param {number} k the play head
 * @param {Sample} sample
 * @returns {string} how many rows its model classifies correctly; "" where that is not known
 */
function accuracyText(run, k, { rows, testRows }) {
  if (!run.accuracy) return '';
  const share = percentText(run.accuracy[run.head(k)]), { testAccuracy } = run;
  const test = testAccuracy
    ? ` and ${percentText(testAccuracy[run.head(k)])} of ${grouped(testRows)} test rows` : '';
  return ` ${run.name} classifies ${share} of ${grouped(rows)} rows${test} correctly.`;
}
