// The row whose passes through a network are told: chosen at its point, which has a ring.
import { drawExplainedRing } from '../../draw/data-points.js';
import { heldInside } from '../../draw/models.js';

/** @import { DataFrame } from '../../axes/data-frame.js' */
/** @import { DataPanel } from '../data.js' */

export const EXPLAIN_HELP = 'E explains its row';

/** @param {DataPanel} panel @returns {boolean} whether rows are explained */
export const explains = ({ events }) => Boolean(events.now().focused?.network) && events.hears('hand');

/**
 * Ask for the passes of a row.
 *
 * @param {DataPanel} panel
 * @param {number} row its number, from 1
 * @returns {string} what is to be said; "" where no row is explained
 */
export function explainRow(panel, row) {
  const { events, sample } = panel;
  if (!sample || !explains(panel)) return '';
  if (sample.isTest(sample.points.row.indexOf(row))) {
    return `Row ${row} is held out: nothing is learnt from it`;
  }
  events.move('row', row, true);
  return `Row ${row} is explained below, forward and backward`;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {DataPanel} panel
 * @param {DataFrame} frame
 */
export function drawExplained(context, panel, frame) {
  const row = panel.events.now().focused?.network?.rest?.row, { sample } = panel;
  const i = sample && row ? sample.points.row.indexOf(row) : -1;
  if (i < 0) return;
  drawExplainedRing(context, heldInside(frame, panel.pixel(i, panel.shownParameters())), frame.theme);
}
