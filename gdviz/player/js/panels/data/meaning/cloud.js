// A cloud of points, the vector w of each run, and what the focused one makes of the points.
import { clamp, finite } from '../../../base/numbers.js';
import { dataFrame } from '../../../axes/data-frame.js';
import { pixelOf } from '../../../axes/frame.js';
import { drawDataAxes } from '../../../draw/data-points.js';
import { fillTriangle, insidePlot, strokeLines } from '../../../draw/models.js';

/** @import { Theme } from '../../../base/theme.js' */
/** @import { DataFrame } from '../../../axes/data-frame.js' */
/** @import { Pixel } from '../../../axes/frame.js' */
/** @import { Look } from '../../../control/painter.js' */
/** @import { CloudHeader, Meant } from '../../../wire/models/meaning.js' */
/** @import { Run } from '../../../wire/run.js' */

const ROOM = 1.12; // of the axes over what they hold
const IMAGE_DOT = 3.2, CLOUD_DOT = 4; // pixels: radius of an image, and of a point
const FAR = 1e5; // pixels: nothing is drawn further away
const HEAD = 11; // pixels: length of an arrow's head

/**
 * A frame that holds all points, with units as long across as upwards, and 0 in the middle.
 *
 * @param {CloudHeader} header
 * @param {number} width of the panel in pixels
 * @param {number} height
 * @param {Theme} theme
 * @returns {DataFrame | null} null without room
 */
export function cloudFrame({ points, axes }, width, height, theme) {
  const far = [0, 1].map((side) => ROOM * Math.max(...points.map((point) => Math.abs(point[side]))));
  const frame = (/** @type {number} */ across, /** @type {number} */ upwards) => dataFrame({
    x: { name: axes[0], range: [-across, across] }, y: { name: axes[1], range: [-upwards, upwards] },
  }, width, height, theme);
  const stretched = frame(far[0], far[1]);
  if (!stretched) return null;
  const ratio = stretched.ax / stretched.ay;
  const fitted = frame(far[0] * Math.max(1, ratio), far[1] * Math.max(1, 1 / ratio));
  if (!fitted) return null;
  const unit = Math.min(fitted.ax, fitted.ay); // their ticks may be of another width
  const ox = (fitted.left + fitted.right) / 2, oy = (fitted.top + fitted.bottom) / 2;
  return { ...fitted, ax: unit, ay: unit, ox, oy };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {CloudHeader} header
 * @param {DataFrame} frame
 */
export function drawCloud(context, { points, axes: [x, y] }, frame) {
  const { theme } = frame;
  drawDataAxes(context, frame, { x: { name: x, range: [0, 0] }, y: { name: y, range: [0, 0] } });
  insidePlot(context, frame, () => {
    for (const [p, q] of points) dot(context, pixelOf(frame, p, q), CLOUD_DOT, theme.muted, theme);
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Pixel} at
 * @param {number} radius
 * @param {string} color
 * @param {Theme} theme
 */
function dot(context, [x, y], radius, color, theme) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.strokeStyle = theme.background;
  context.lineWidth = 1;
  context.fill();
  context.stroke();
}

/**
 * The line through 0 along w, as far as the frame reaches.
 *
 * @param {DataFrame} frame
 * @param {ArrayLike<number>} w
 * @returns {Pixel[]} none where w is 0 or no number
 */
export function lineAlong({ ox, oy, width, height }, { 0: x, 1: y }) {
  const length = Math.hypot(x, y), far = width + height;
  if (!finite(length) || !length) return [];
  const [dx, dy] = [(x / length) * far, (y / length) * far];
  return [[ox - dx, oy + dy], [ox + dx, oy - dy]];
}

/**
 * @param {DataFrame} frame
 * @param {number} p
 * @param {number} q
 * @returns {Pixel | null} null for what is no number
 */
function place(frame, p, q) {
  const [x, y] = pixelOf(frame, p, q);
  return finite(x) && finite(y) ? [clamp(x, -FAR, FAR), clamp(y, -FAR, FAR)] : null;
}

/**
 * The vector w as an arrow.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {DataFrame} frame
 * @param {Pixel} tip
 * @param {string} color
 */
function drawVector(context, frame, [x, y], color) {
  const { ox, oy } = frame, length = Math.hypot(x - ox, y - oy);
  if (length < 1) return;
  const back = Math.min(1, HEAD / length), side = back / 2, [dx, dy] = [x - ox, y - oy];
  const pen = { color, dash: [], width: 3.4, alpha: 1 };
  strokeLines(context, frame, [[[ox, oy], [x - dx * back * 0.6, y - dy * back * 0.6]]], pen);
  const [left, right] = [-side, side].map((by) => (
    /** @type {Pixel} */ ([x - dx * back + dy * by, y - dy * back - dx * by])));
  fillTriangle(context, frame, [[x, y], left, right], color, 1);
}

/**
 * What moves with the play head.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {CloudHeader} header
 * @param {DataFrame} frame
 * @param {number} k
 * @param {Pick<Look, 'runs' | 'focused'>} look
 * @param {Meant | null} meant of the focused run; null where it is not here yet
 */
export function drawImages(context, { points }, frame, k, { runs, focused }, meant) {
  const w = (/** @type {Run} */ run) => run.parameters(run.head(k));
  insidePlot(context, frame, () => {
    for (const run of runs) {
      const shown = run === focused, pen = { color: run.color, dash: run.dash, alpha: shown ? 1 : 0.8 };
      strokeLines(context, frame, [lineAlong(frame, w(run))], { ...pen, width: shown ? 2 : 1.4 });
    }
    if (!focused) return;
    const images = meant?.at('image', focused.head(k)) ?? [], color = focused.color;
    const ends = points.map((_, i) => place(frame, images[2 * i], images[2 * i + 1]));
    const path = new Path2D();
    ends.forEach((end, i) => {
      if (!end) return;
      path.moveTo(...pixelOf(frame, ...points[i]));
      path.lineTo(...end);
    });
    context.setLineDash([]);
    context.strokeStyle = color;
    context.lineWidth = 1.3;
    context.globalAlpha = 0.75;
    context.stroke(path);
    context.globalAlpha = 1;
    for (const end of ends) if (end) dot(context, end, IMAGE_DOT, color, frame.theme);
    const tip = place(frame, w(focused)[0], w(focused)[1]);
    if (tip) drawVector(context, frame, tip, color);
  });
}
