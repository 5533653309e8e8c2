// The step under the play head for the clipboard: what the rows of the data contribute, then the equations.
import { contributionsOf } from '../wire/contributions.js';
import { contributionsLatex, contributionsText } from './contributions.js';
import { equationsLatex, equationsText } from './equations.js';
import { knownText } from './known-step.js';

/** @import { Run } from '../wire/run.js' */
/** @import { Sample } from '../wire/sample.js' */

/**
 * The equations of the step that is shown at play head k.
 *
 * @param {Sample | null} sample
 * @param {Run} run
 * @param {number} k
 * @param {'text' | 'latex'} kind
 * @returns {string}
 */
export function stepText(sample, run, k, kind) {
  const step = run.stepShown(k);
  if (run.told && step) {
    const text = knownText(run, step);
    return kind === 'latex' ? text.replace(/^/gm, '% ') : text;
  }
  const contributions = contributionsOf(sample, run, step);
  if (kind === 'latex') return equationsLatex(run, step, contributionsLatex(sample, contributions));
  return equationsText(run, step, contributionsText(sample, contributions));
}
