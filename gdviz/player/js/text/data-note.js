// What the data panel shows, beside its title: classes, batch, optimum, and how many rows are drawn.
import { el } from '../base/dom.js';
import { grouped, readable } from '../base/numbers.js';
import { classLegend } from '../draw/classes.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { Sample } from '../wire/sample.js' */

const NAMED = 2; // features that are held and named beside the title

/** @type {(held: Sample['held'], told: boolean) => string} with what is a mean, where that is told */
const valuesText = (held, told) => held.map(([name, value, mean]) => (
  `${name} = ${readable(value)}${mean && told ? ' (mean)' : ''}`)).join(', ');

/**
 * @param {Sample} sample
 * @returns {string} where the picture of classes holds the features that do not span it, in short
 */
function sliceText({ held }) {
  return held.length > NAMED ? `slice, ${held.length} features held` : `slice at ${valuesText(held, false)}`;
}

/**
 * @param {Sample} sample
 * @returns {string} the same in a sentence; "" where there are no such features
 */
export function heldText({ held, x, y }) {
  if (!held.length) return '';
  const own = `the points lie at their own ${x.name} and ${y.name}, their other features differ`;
  return `Regions and lines are those for ${valuesText(held, true)}; ${own}.`;
}

/**
 * @param {HTMLElement} note
 * @param {Sample} sample
 * @param {Theme} theme
 * @param {boolean} models whether any are drawn
 */
export function showDataNote(note, sample, theme, models) {
  const { rows, rowsDrawn, most, kind, best, bestName, found, batched, classes } = sample;
  const count = rowsDrawn < rows ? [`${grouped(rowsDrawn)} of ${grouped(rows)} points drawn`] : [];
  if (most > 1) count.push('area: rows');
  const sliced = heldText(sample);
  const slice = sliced ? [el('span', 'gd-slice', sliceText(sample), { title: sliced })] : [];
  const looks = models && (sample.looks || sample.tabled);
  const meant = `The model is drawn at up to ${looks} of the steps, between them as at the last one before`;
  const looked = looks ? [el('span', '', `at up to ${looks} steps`, { title: meant })] : [];
  const name = found ? `${bestName} \u2606` : bestName; // as it is marked on the contours
  if (found && kind === 'points') count.unshift(name); // it is marked on the contours alone
  const optimum = best && kind !== 'points' ? [el('span', 'gd-class gd-best', name)] : [];
  const { testRows, testRowsDrawn } = sample;
  if (testRowsDrawn < testRows) count.push(`${grouped(testRowsDrawn)} of ${grouped(testRows)} test points`);
  const held = testRows ? [el('span', 'gd-class gd-test', `test (${grouped(testRows)} rows)`)] : [];
  const title = 'Points with a row in the batch of this step';
  const batch = batched ? [el('span', 'gd-class gd-batch', 'batch', { title })] : [];
  note.replaceChildren(
    ...classLegend(classes, theme), ...held, ...batch, ...optimum, ...slice,
    ...count.map((words) => el('span', '', words)), ...looked);
  note.title = rowsDrawn < rows ? 'The fit and the loss take all of them.' : '';
}
