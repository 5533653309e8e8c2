// The curve of the rows that are held out, in words.
import { el } from '../../base/dom.js';
import { readable } from '../../base/numbers.js';

/** @import { Run } from '../../wire/run.js' */

/**
 * @param {string} metric "loss" or "accuracy"
 * @param {Run} run
 * @returns {HTMLElement} the line, and what it is
 */
export function testLegend(metric, run) {
  const title = 'Of the rows that are held out: nothing is fitted to them';
  const item = el('span', 'gd-test-line', `test ${metric} of ${run.name}`, { title });
  item.style.setProperty('--gd-run', run.color);
  return item;
}

/**
 * @param {string} metric "loss" or "accuracy"
 * @param {Run} run
 * @param {number} j iterate
 * @returns {string}
 */
export function testWords(metric, run, j) {
  const [training, test] = metric === 'loss' ? [run.loss, run.testLoss] : [run.accuracy, run.testAccuracy];
  const said = (/** @type {ArrayLike<number> | undefined} */ table) => readable(table?.[j] ?? NaN, 4);
  return `${run.name}: training ${metric} ${said(training)}, test ${metric} ${said(test)}`;
}
