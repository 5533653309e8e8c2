// What the data panel shows, beside its title: classes, batch, optimum, and how many rows are drawn.
import { el } from '../base/dom.js';
import { grouped } from '../base/numbers.js';
import { classLegend } from '../draw/classes.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { Sample } from '../wire/sample.js' */

/**
 * @param {HTMLElement} note
 * @param {Sample} sample
 * @param {Theme} theme
 */
export function showDataNote(note, sample, theme) {
  const { rows, rowsDrawn, most, kind, best, bestName, found, batched, classes, tabled } = sample;
  const count = rowsDrawn < rows ? [`${grouped(rowsDrawn)} of ${grouped(rows)} points drawn`] : [];
  if (most > 1) count.push('area: rows');
  if (tabled) count.push(`model at up to ${tabled} of the steps`);
  const name = found ? `${bestName} \u2606` : bestName; // as it is marked on the contours
  if (found && kind === 'points') count.unshift(name); // it is marked on the contours alone
  const optimum = best && kind !== 'points' ? [el('span', 'gd-class gd-best', name)] : [];
  const { testRows, testRowsDrawn } = sample;
  if (testRowsDrawn < testRows) count.push(`${grouped(testRowsDrawn)} of ${grouped(testRows)} test points`);
  const held = testRows ? [el('span', 'gd-class gd-test', `test (${grouped(testRows)} rows)`)] : [];
  const title = 'Points with a row in the batch of this step';
  const batch = batched ? [el('span', 'gd-class gd-batch', 'batch', { title })] : [];
  note.replaceChildren(...classLegend(classes, theme), ...held, ...batch, ...optimum, ...count);
  note.title = rowsDrawn < rows ? 'The fit and the loss take all of them.' : '';
}
