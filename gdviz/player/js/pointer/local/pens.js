// Pens of local models: lines with a casing, so that paths and contours stay seen, arrows, and their names.
import { clamp } from '../../base/numbers.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { Pixel } from '../../axes/frame.js' */
/** @import { SingleStep } from '../../wire/picture/local.js' */

/** @typedef {{step: SingleStep, to: Pixel, cut: boolean}} StepArrow   cut: it leads out of the plot */
/** @typedef {{left: number, right: number}} Room   how far the plot reaches from the point, in pixels */

export const WAY = 46; // pixels of a mere direction
export const LEAST_SEEN = 7; // pixels of an arrow that can be seen
export const NAME_ROOM = 96; // pixels around what is drawn, for labels at the tips
const NAME_HEIGHT = 13; // pixels from one label to the next below it

/**
 * A line with a casing beneath it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Pixel[]} points
 * @param {{color: string, casing: string, width: number, dash?: number[]}} pen
 */
export function strokeCased(context, points, { color, casing, width, dash = [] }) {
  context.setLineDash(dash);
  for (const [style, extra] of /** @type {[string, number][]} */ ([[casing, 1.8], [color, 0]])) {
    context.strokeStyle = style;
    context.lineWidth = width + extra;
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x, y);
    context.stroke();
  }
  context.setLineDash([]);
}

/**
 * An arrow; one that is cut has no tip: it leads on.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Pixel} to
 * @param {{color: string, casing: string, width: number, dash?: number[]}} pen
 * @param {boolean} [cut]
 */
export function drawCasedArrow(context, [x, y], pen, cut = false) {
  const length = Math.hypot(x, y), ux = x / length, uy = y / length;
  const tip = cut ? 0 : clamp(length * 0.4, 6, 11);
  strokeCased(context, [[0, 0], [x - ux * tip * 0.8, y - uy * tip * 0.8]], pen);
  if (cut) return;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - ux * tip - uy * tip * 0.5, y - uy * tip + ux * tip * 0.5);
  context.lineTo(x - ux * tip + uy * tip * 0.5, y - uy * tip - ux * tip * 0.5);
  context.closePath();
  context.lineWidth = 2;
  context.strokeStyle = pen.casing;
  context.fillStyle = pen.color;
  context.stroke();
  context.fill();
}

/**
 * Names at the tips of the arrows, none over another.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {StepArrow[]} steps
 * @param {Room} room
 * @param {Theme} theme
 * @param {number} [gap] pixels between a tip and its name
 */
export function drawNames(context, steps, room, theme, gap = 6) {
  /** @type {Pixel[]} */
  const taken = [];
  context.font = `600 11px ${theme.font}`;
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.strokeStyle = theme.background;
  for (const { step, to: [x, y], cut } of steps) {
    const length = Math.hypot(x, y), left = (x < 0) !== cut; // a name beyond the tip, or before the border
    const wide = context.measureText(step.short).width, behind = left ? wide : 0;
    const tx = clamp(x + (x / length) * (cut ? -10 : gap), room.left + behind, room.right - wide + behind);
    let ty = y + (y / length) * (cut ? -10 : gap + 2);
    const hidden = () => taken.some(([ox, oy]) => (
      Math.abs(ox - tx) < NAME_ROOM && Math.abs(oy - ty) < NAME_HEIGHT));
    while (hidden()) ty += NAME_HEIGHT;
    taken.push([tx, ty]);
    context.textAlign = left ? 'right' : 'left';
    context.fillStyle = theme.text;
    context.strokeText(step.short, tx, ty);
    context.fillText(step.short, tx, ty);
  }
}
