// Models over the data: their lines, marks where a line lies outside of the picture, predictions as dots.
import { clamp, finite } from '../base/numbers.js';
import { pixelOf } from '../axes/frame.js';
import { LinePath } from './lines.js';
import { boundaries } from './plane.js';

/** @import { DataFrame } from '../axes/data-frame.js' */
/** @import { Pixel } from '../axes/frame.js' */
/** @import { Parameters, Sample } from '../wire/sample.js' */
/** @import { Sides } from './lines.js' */
/** @import { Cell } from './plane.js' */

/** The look of a line. @typedef {{color: string, dash: number[], width: number, alpha: number}} Pen */

const LINES_BEYOND = 4; // pixels around the plot in which lines are drawn
const DOT_INSET = 3; // pixels from the border to a dot that stands for one outside
const MANY = 250; // dots; more are drawn smaller

/**
 * Draw with nothing outside of the plot.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} frame
 * @param {() => void} draw
 */
export function insidePlot(context, { left, top, right, bottom }, draw) {
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  draw();
  context.restore();
}

/**
 * Stroke polylines; dashes as the paths have them.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} frame
 * @param {Pixel[][]} lines
 * @param {Pen} pen
 */
export function strokeLines(context, frame, lines, { color, dash, width, alpha }) {
  const { left, top, right, bottom, theme } = frame;
  /** @type {Sides} */
  const box = [left - LINES_BEYOND, top - LINES_BEYOND, right + LINES_BEYOND, bottom + LINES_BEYOND];
  const path = new LinePath(box, dash);
  for (const line of lines) addLine(path, line);
  context.lineCap = dash.length ? 'butt' : 'round';
  context.lineJoin = 'round';
  context.globalAlpha = alpha;
  context.strokeStyle = theme.casing;
  context.lineWidth = width + 2;
  if (width > 1) context.stroke(path.whole);
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path.dashes);
  context.globalAlpha = 1;
}

/**
 * Add a polyline, without what is not finite.
 *
 * @param {LinePath} path
 * @param {Pixel[]} line
 */
function addLine(path, line) {
  path.lift();
  path.length = 0;
  for (let i = 1; i < line.length; i++) {
    const [ax, ay] = line[i - 1], [bx, by] = line[i];
    if (finite(bx - ax) && finite(by - ay)) path.add(ax, ay, bx, by);
    else path.lift();
  }
}

/**
 * A filled triangle with an edge in the background's colour.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} frame
 * @param {[Pixel, Pixel, Pixel]} corners
 * @param {string} color
 * @param {number} edge its width
 */
export function fillTriangle(context, { theme }, [first, ...others], color, edge) {
  context.beginPath();
  context.moveTo(...first);
  for (const corner of others) context.lineTo(...corner);
  context.closePath();
  context.fillStyle = color;
  context.strokeStyle = theme.background;
  context.lineWidth = edge;
  context.fill();
  context.stroke();
}

/**
 * A triangle at the edge behind which a line lies as a whole.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} f
 * @param {Pixel[]} line
 * @param {string} color
 */
export function markOutside(context, f, line, color) {
  const ys = line.map(([, y]) => y), above = ys.every((y) => y < f.top);
  const below = ys.every((y) => y > f.bottom);
  if (!above && !below) return;
  const nearer = ys[0] < ys[1] === below ? 0 : 1;
  const x = line.length > 2 ? (f.left + f.right) / 2 : line[nearer][0];
  const at = Math.min(f.right - 14, Math.max(f.left + 14, x));
  const tip = above ? f.top + 3 : f.bottom - 3, back = above ? 9 : -9;
  fillTriangle(context, f, [[at, tip], [at - 6, tip + back], [at + 6, tip + back]], color, 1.5);
}

/**
 * A pixel, pulled to the border where it lies above or below: a prediction far off is still to be seen.
 *
 * @param {DataFrame} frame
 * @param {Pixel} pixel
 * @returns {Pixel}
 */
export const heldInside = ({ top, bottom }, [x, y]) => [
  x, Math.min(bottom - DOT_INSET, Math.max(top + DOT_INSET, y)),
];

/**
 * Predictions as dots; those outside lie fainter on the border.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} frame
 * @param {Pixel[]} pixels
 * @param {string} color
 * @param {number} solid how many of them are filled; those behind are hollow
 */
export function drawDots(context, frame, pixels, color, solid) {
  const radius = pixels.length > MANY ? 2.6 : 3.6;
  context.fillStyle = context.strokeStyle = color;
  context.lineWidth = 1.2;
  for (const [i, pixel] of pixels.entries()) {
    if (!finite(pixel[1])) continue;
    const [x, y] = heldInside(frame, pixel);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.globalAlpha = y === pixel[1] ? 0.85 : 0.35;
    if (i >= solid) context.stroke();
    else context.fill();
  }
  context.globalAlpha = 1;
}

/**
 * How far points are from a model: a line for each.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {[from: Pixel, to: Pixel][]} segments
 * @param {string} color
 */
export function drawResiduals(context, segments, color) {
  const path = new Path2D();
  for (const [[x, from], [, to]] of segments) {
    if (!finite(to)) continue;
    path.moveTo(x, from);
    path.lineTo(x, clamp(to, -1e5, 1e5));
  }
  context.setLineDash([]);
  context.strokeStyle = color;
  context.lineWidth = 1.2;
  context.globalAlpha = segments.length > MANY ? 0.35 : 0.6;
  context.stroke(path);
  context.globalAlpha = 1;
}

/**
 * A model as polylines: a curve, or the lines between regions.
 *
 * @param {Sample} sample
 * @param {DataFrame} frame
 * @param {Parameters} theta
 * @returns {Pixel[][]} none where predictions are drawn as dots
 */
export function modelLines(sample, frame, theta) {
  const { kind, curve } = sample;
  if (kind === 'points') return [];
  if (kind === 'line') {
    return [Array.from(curve.x, (v, row) => pixelOf(frame, v, sample.score(curve.basis, row, theta)))];
  }
  const size = sample.cellsOf(theta);
  return linesOfCells(sample, frame, boundaries(sample.grid(theta), size), size);
}

/**
 * Lines between places in cells of the regions as lines of pixels.
 *
 * @param {Sample} sample
 * @param {DataFrame} frame
 * @param {Cell[][]} lines
 * @param {[nx: number, ny: number]} size cells across and upwards
 * @returns {Pixel[][]}
 */
export function linesOfCells({ x: { range: [x0, x1] }, y: { range: [y0, y1] } }, frame, lines, [nx, ny]) {
  return lines.map((line) => line.map(([u, v]) => pixelOf(
    frame, x0 + (u / (nx - 1)) * (x1 - x0), y0 + (v / (ny - 1)) * (y1 - y0))));
}

/**
 * @param {Sample} sample
 * @param {DataFrame} frame
 * @param {Parameters} theta
 * @returns {[from: Pixel, to: Pixel][]} for each point of a row that is fitted where it lies and where the
 * model has it
 */
export function residualsOf(sample, frame, theta) {
  const { kind, points, fitted } = sample, across = kind === 'points' ? points.y : points.x;
  return Array.from({ length: fitted }, (_, i) => [
    pixelOf(frame, across[i], points.y[i]),
    pixelOf(frame, across[i], sample.score(points.basis, i, theta)),
  ]);
}

/**
 * Where predictions are right.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Sample} sample
 * @param {DataFrame} frame
 */
export function drawDiagonal(context, { x: { range: [lo, hi] } }, frame) {
  context.strokeStyle = frame.theme.muted;
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(...pixelOf(frame, lo, lo));
  context.lineTo(...pixelOf(frame, hi, hi));
  context.stroke();
}
