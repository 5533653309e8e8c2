// Where the data panel draws: pixels of the data's own units, and the ticks of its axes.
import { contextOf } from '../base/canvas.js';
import { clamp } from '../base/numbers.js';
import { SMALLEST_PLOT } from './frame.js';
import { linearTicks } from './ticks.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { Sample } from '../wire/sample.js' */
/** @import { Box } from './frame.js' */
/** @import { Ticks } from './ticks.js' */

/**
 * @typedef {object} DataAxes
 * @property {number} width    of the panel
 * @property {number} height
 * @property {Theme} theme
 * @property {Ticks} xaxis
 * @property {Ticks} yaxis
 */
/** @typedef {Box & DataAxes} DataFrame */

export const LABEL_SIZE = 12; // pixels

/** @type {CanvasRenderingContext2D | undefined} */
let ruler;

/**
 * The frame of the data in a panel.
 *
 * @param {Pick<Sample, 'x' | 'y'>} sample its axes
 * @param {number} width of the panel in pixels
 * @param {number} height
 * @param {Theme} theme
 * @returns {DataFrame | null} null without room
 */
export function dataFrame(sample, width, height, theme) {
  const { x: { range: [x0, x1] }, y: { range: [y0, y1] } } = sample;
  const yaxis = linearTicks(y0, y1, height > 320 ? 6 : 4);
  const measure = ruler ||= contextOf(document.createElement('canvas'));
  measure.font = `${LABEL_SIZE}px ${theme.font}`;
  const widest = Math.max(...yaxis.ticks.map(({ label }) => measure.measureText(label).width));
  const box = { left: 29 + widest, top: 8, right: width - 12, bottom: height - 40 };
  const wide = box.right - box.left, high = box.bottom - box.top;
  if (wide < SMALLEST_PLOT || high < SMALLEST_PLOT) return null;
  const ax = wide / (x1 - x0), ay = high / (y1 - y0);
  return {
    ...box, width, height, theme, ax, ay, ox: box.left - x0 * ax, oy: box.bottom + y0 * ay, yaxis,
    xaxis: linearTicks(x0, x1, clamp(Math.floor(wide / 66), 2, 7)),
  };
}
