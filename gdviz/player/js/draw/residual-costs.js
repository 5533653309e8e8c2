// What residuals cost, as areas and lengths: a square for each where the loss squares them, a line elsewhere.
import { clamp, finite } from '../base/numbers.js';

/** @import { DataFrame } from '../axes/data-frame.js' */
/** @import { Pixel } from '../axes/frame.js' */
/** @import { Sample } from '../wire/sample.js' */

/** @typedef {{x: number, y: number, side: number}} Square  its upper left corner, in pixels */

const LONGEST_RESIDUAL = 1e5; // pixels: a residual is drawn no longer
const MANY_SQUARES = 80; // more are filled fainter

/**
 * The square of a residual. Its side is the residual in pixels of the vertical axis, so all areas are to one
 * scale. It stands away from the nearer border, so most of it is seen.
 *
 * @param {DataFrame} frame
 * @param {[from: Pixel, to: Pixel]} segment from the point to where the model has it
 * @returns {Square | null} null where the model has no finite value
 */
export function squareOf({ left, right }, [[x, from], [, to]]) {
  if (!finite(to)) return null;
  const end = clamp(to, -LONGEST_RESIDUAL, LONGEST_RESIDUAL), side = Math.abs(end - from);
  return { x: x > (left + right) / 2 ? x - side : x, y: Math.min(from, end), side };
}

/**
 * Draw squares of residuals.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} frame
 * @param {[from: Pixel, to: Pixel][]} segments
 */
export function drawSquares(context, frame, segments) {
  context.fillStyle = context.strokeStyle = frame.theme.text;
  context.lineWidth = 1;
  context.setLineDash([]);
  const fill = segments.length > MANY_SQUARES ? 0.035 : 0.08;
  for (const segment of segments) {
    const square = squareOf(frame, segment);
    if (!square) continue;
    context.globalAlpha = fill;
    context.fillRect(square.x, square.y, square.side, square.side);
    context.globalAlpha = fill + 0.3;
    context.strokeRect(square.x, square.y, square.side, square.side);
  }
  context.globalAlpha = 1;
}

/**
 * @param {Sample} sample
 * @returns {string} what is drawn of the residuals of a tried model, to be read beside it
 */
export function costTitle({ residual, kind, rows, rowsDrawn, most }) {
  if (kind === 'plane') return '';
  const some = rowsDrawn < rows ? ' Not all rows are drawn, so these are only some of them.' : '';
  const above = most > 1 ? ' Those of rows with the same values lie on each other.' : '';
  if (residual?.power === 2) {
    return 'The side of each square is a residual, in units of the vertical axis: its area is proportional '
      + `to the residual's square.${some}${above}`;
  }
  return residual ? `The length of each line is a residual.${some}${above}`
    : `The lines are the residuals; the loss is no sum of their lengths or squares.${some}`;
}
