// Where the picture of the loss lies in its panel: which pixel a point has, and which point of a run is near
// a pixel.

/** @import { Range } from '../base/numbers.js' */
/** @import { PlotElement } from '../base/plotly.js' */
/** @import { Run } from '../wire/run.js' */

export const SMALLEST_PLOT = 40; // pixels of a side: a smaller plot is not drawn

/** @typedef {[x: number, y: number]} Pixel  CSS pixels of the panel */

/**
 * The box of a plot, and the pixel (ox + x ax, oy - y ay) of a point (x, y).
 *
 * @typedef {object} Box
 * @property {number} left
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 * @property {number} ax
 * @property {number} ay
 * @property {number} ox
 * @property {number} oy
 */

/**
 * @typedef {Box & {x: Range, y: Range, width: number, height: number}} Frame  with its ranges, in a panel of
 * that size
 */

/**
 * The frame of a plot that plotly.js drew; null before it is drawn.
 *
 * @param {PlotElement} plot
 * @returns {Frame | null}
 */
export function frameOf(plot) {
  const layout = plot._fullLayout, x = layout?.xaxis, y = layout?.yaxis;
  if (!layout || !x?._length || !y?._length) return null;
  const ax = x._length / (x.range[1] - x.range[0]), ay = y._length / (y.range[1] - y.range[0]);
  return {
    left: x._offset, top: y._offset, right: x._offset + x._length, bottom: y._offset + y._length,
    ax, ay, ox: x._offset - x.range[0] * ax, oy: y._offset + y._length + y.range[0] * ay,
    x: [...x.range], y: [...y.range], width: layout.width, height: layout.height,
  };
}

/**
 * @param {Pick<Box, 'left' | 'top' | 'right' | 'bottom'>} box
 * @param {number} x
 * @param {number} y
 * @returns {boolean} whether a pixel lies in a box
 */
export const within = (box, x, y) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;

/**
 * @param {Box} box
 * @param {number} x
 * @param {number} y
 * @returns {Pixel} the pixel of a point
 */
export const pixelOf = (box, x, y) => [box.ox + x * box.ax, box.oy - y * box.ay];

/**
 * @param {Box} box
 * @param {Pixel} pixel
 * @returns {[number, number]} the point at a pixel
 */
export const pointAt = (box, [x, y]) => [(x - box.ox) / box.ax, (box.oy - y) / box.ay];

const EDGE_INSET = 9; // pixels from the border to the middle of a mark that points across it

/**
 * Where the line from the frame's middle to (x, y) meets its border, pulled in a little, and its direction.
 *
 * @param {Frame} frame
 * @param {number} x
 * @param {number} y
 * @returns {{x: number, y: number, angle: number}}
 */
export function atEdge(frame, x, y) {
  const cx = (frame.left + frame.right) / 2, cy = (frame.top + frame.bottom) / 2, dx = x - cx, dy = y - cy;
  const t = Math.min(((frame.right - frame.left) / 2 - EDGE_INSET) / Math.max(1e-9, Math.abs(dx)),
    ((frame.bottom - frame.top) / 2 - EDGE_INSET) / Math.max(1e-9, Math.abs(dy)));
  return { x: cx + dx * t, y: cy + dy * t, angle: Math.atan2(dy, dx) };
}

/**
 * The iterate up to play head k that is drawn nearest to a pixel.
 *
 * @param {Run[]} runs
 * @param {number} k
 * @param {Frame} frame
 * @param {Pixel} pixel
 * @param {number} reach pixels at most
 * @returns {{run: Run, j: number} | null}
 */
export function nearestIterate(runs, k, frame, [x, y], reach) {
  let best = null, distance = reach * reach;
  for (const run of runs) {
    const end = run.head(k), { points } = run;
    for (let j = 0; j <= end; j++) {
      const dx = frame.ox + points[2 * j] * frame.ax - x, dy = frame.oy - points[2 * j + 1] * frame.ay - y;
      const d = dx * dx + dy * dy;
      if (d < distance) {
        distance = d;
        best = { run, j };
      }
    }
  }
  return best;
}
