// The data: the axes of their panel, and one mark for each point.
import { LABEL_SIZE } from '../axes/data-frame.js';
import { classColor, classPath } from './classes.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { DataFrame } from '../axes/data-frame.js' */
/** @import { DataAxis } from '../wire/types.js' */
/** @import { Sample } from '../wire/sample.js' */

const LARGEST = 9; // pixels: the radius of the largest mark
const HOLLOW = 1.8; // pixels: the line around a hollow mark

/**
 * @param {DataAxis} axis
 * @param {number} base what was subtracted from its labels
 * @returns {string}
 */
function axisTitle({ name }, base) {
  if (!base) return name;
  return `${name} ${base < 0 ? '+' : '−'} ${Math.abs(base)}`;
}

/**
 * Frame, ticks and names.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} f
 * @param {Pick<Sample, 'x' | 'y'>} sample its axes
 */
export function drawDataAxes(context, f, sample) {
  const { theme } = f;
  context.lineWidth = 1;
  context.setLineDash([]);
  context.strokeStyle = theme.border;
  context.strokeRect(f.left + 0.5, f.top + 0.5, f.right - f.left - 1, f.bottom - f.top - 1);
  context.font = `${LABEL_SIZE}px ${theme.font}`;
  context.fillStyle = theme.muted;
  drawDataTicks(context, f);
  context.fillStyle = theme.text;
  context.font = `13px ${theme.font}`;
  context.textBaseline = 'bottom';
  context.fillText(axisTitle(sample.x, f.xaxis.base), (f.left + f.right) / 2, f.height - 2, f.right - f.left);
  context.save();
  context.translate(3, (f.top + f.bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'top';
  context.fillText(axisTitle(sample.y, f.yaxis.base), 0, 0, f.bottom - f.top);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} f
 */
function drawDataTicks(context, f) {
  /** @type {(ax: number, ay: number, bx: number, by: number) => void} */
  const line = (ax, ay, bx, by) => {
    context.beginPath();
    context.moveTo(ax, ay);
    context.lineTo(bx, by);
    context.stroke();
  };
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { v, label } of f.yaxis.ticks) {
    const at = Math.round(f.oy - v * f.ay) + 0.5;
    context.fillText(label, f.left - 7, at);
    line(f.left - 4, at, f.left, at);
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { v, label } of f.xaxis.ticks) {
    const at = Math.round(f.ox + v * f.ax) + 0.5, half = context.measureText(label).width / 2;
    context.fillText(label, Math.min(at, f.width - half - 1), f.bottom + 7);
    line(at, f.bottom, at, f.bottom + 4);
  }
}

/**
 * The radius of a mark: smaller where there are many points.
 *
 * @param {Sample} sample
 * @param {number} [rows] that lie at the point: the mark's area goes with them
 * @returns {number} pixels
 */
export function radiusOf({ drawn, most }, rows = 1) {
  const [, usual] = [[250, 2.7], [80, 3.2], [0, 4]].find(([many]) => drawn > many) ?? [0, 4];
  const largest = usual * Math.sqrt(most);
  return Math.max(1.4, usual * Math.sqrt(rows) * Math.min(1, LARGEST / largest));
}

/**
 * One data point, as its class or, where there are none, as a quiet dot; hollow where its row is held out.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Sample} sample
 * @param {number} i the point
 * @param {number} x pixels
 * @param {number} y
 * @param {Theme} theme
 */
export function drawPoint(context, sample, i, x, y, theme) {
  const { label } = sample.points, color = label ? classColor(label[i], theme) : theme.text;
  outline(context, sample, i, x, y, 0);
  if (sample.isTest(i)) {
    drawHollow(context, color, theme);
    return;
  }
  context.fillStyle = label ? classColor(label[i], theme) : theme.muted;
  context.globalAlpha = label ? 1 : 0.72;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = label ? theme.text : theme.background;
  context.globalAlpha = label ? 0.75 : 1;
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * Fill what was outlined with the background, and stroke it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {string} color
 * @param {Theme} theme
 */
function drawHollow(context, color, theme) {
  context.fillStyle = theme.background;
  context.fill();
  context.lineWidth = HOLLOW;
  context.strokeStyle = color;
  context.stroke();
}

/**
 * One data point with a row in the current batch: larger, with a ring.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Sample} sample
 * @param {number} i the point
 * @param {number} x pixels
 * @param {number} y
 * @param {Theme} theme
 */
export function drawBatchPoint(context, sample, i, x, y, theme) {
  const { label } = sample.points;
  outline(context, sample, i, x, y, 1.2);
  context.lineWidth = 5.4;
  context.strokeStyle = theme.background;
  context.stroke();
  context.fillStyle = label ? classColor(label[i], theme) : theme.text;
  context.globalAlpha = 1;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = theme.text;
  context.stroke();
}

const PICKED_RING = 9, EXPLAINED_RING = 12; // pixels: their radius

/**
 * A ring around a point.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} pixel
 * @param {Theme} theme
 */
export function drawPickedRing(context, pixel, theme) {
  strokeRing(context, pixel, PICKED_RING, { width: 2, color: theme.text });
}

/**
 * A wider ring around the point whose row is explained, with a rim that is seen on any colour.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} pixel
 * @param {Theme} theme
 */
export function drawExplainedRing(context, pixel, theme) {
  strokeRing(context, pixel, EXPLAINED_RING, { width: 5, color: theme.background });
  strokeRing(context, pixel, EXPLAINED_RING, { width: 2.5, color: theme.text });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} pixel
 * @param {number} radius
 * @param {{width: number, color: string}} pen
 */
function strokeRing(context, [x, y], radius, { width, color }) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.setLineDash([]);
  context.globalAlpha = 1;
  context.lineWidth = width;
  context.strokeStyle = color;
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Sample} sample
 * @param {number} i the point
 * @param {number} x pixels
 * @param {number} y
 * @param {number} more pixels of radius
 */
function outline(context, sample, i, x, y, more) {
  const { label } = sample.points, r = radiusOf(sample, sample.count(i)) + more;
  if (label) {
    classPath(context, label[i], x, y, r);
  } else {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
  }
}
