// Axes, ticks and grid of the curves, on a canvas of their own.
import { emptied } from '../base/canvas.js';
import { clamp } from '../base/numbers.js';
import { FONT_SIZE, SPACE } from '../axes/curve-axes.js';

/** @import { CurveAxes } from '../axes/curve-axes.js' */

/**
 * Draw the axes of the curves.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {CurveAxes} axes
 */
export function drawCurveAxes(canvas, axes) {
  const { theme } = axes, context = emptied(canvas, axes);
  context.lineWidth = 1;
  context.font = `${FONT_SIZE}px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.strokeStyle = theme.border;
  drawLabels(context, axes);
  drawTitles(context, axes);
}

/**
 * Labels on both axes, and a line for each of the vertical one's.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {CurveAxes} axes
 */
function drawLabels(context, { box, a, sx, sy, width, xticks, yticks }) {
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { v, label } of yticks) {
    const y = Math.round(box.bottom - (v - a) * sy) + 0.5;
    context.fillText(label, box.left - SPACE.gap, clamp(y, FONT_SIZE / 2, box.bottom));
    context.beginPath();
    context.moveTo(box.left, y);
    context.lineTo(box.right, y);
    context.stroke();
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { v, label } of xticks) {
    const half = context.measureText(label).width / 2;
    context.fillText(label, clamp(box.left + v * sx, half, width - half - 1), box.bottom + 6);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {CurveAxes} axes
 */
function drawTitles(context, { box, height, theme, title, xtitle }) {
  context.fillStyle = theme.text;
  context.textBaseline = 'bottom';
  context.fillText(xtitle, (box.left + box.right) / 2, height - 1, box.right - box.left);
  context.save();
  context.translate(SPACE.title / 2, (box.top + box.bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'middle';
  context.fillText(title, 0, 0, box.bottom - box.top + SPACE.top);
  context.restore();
}
