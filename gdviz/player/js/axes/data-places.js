// Places in the picture of the data: the values that a point has at a pixel, and a step of the arrow keys.
import { ARROW_WAYS, FINER } from '../base/arrow-keys.js';
import { pointAt } from './frame.js';

/** @import { Pixel } from './frame.js' */
/** @import { DataFrame } from './data-frame.js' */
/** @import { Sample } from '../wire/sample.js' */

/** Values of a point; of predictions against actual values only y, the actual one. */
/** @typedef {{x?: number, y: number}} Place */

const STEP = 0.01; // of an axis, for an arrow key

/**
 * @param {Sample} sample
 * @param {DataFrame} frame
 * @param {Pixel} pixel
 * @returns {Place} the values of a point that is moved there
 */
export function placeAt({ kind }, frame, pixel) {
  const [x, y] = pointAt(frame, pixel);
  return kind === 'points' ? { y: x } : { x, y };
}

/**
 * @param {Sample} sample
 * @param {number} i a drawn point
 * @returns {Place}
 */
export function placeOf({ kind, points: { x, y } }, i) {
  return kind === 'points' ? { y: y[i] } : { x: x[i], y: y[i] };
}

/**
 * @param {Sample} sample
 * @returns {Place} the middle of the picture
 */
export const middleOfData = ({ x, y }) => ({
  x: (x.range[0] + x.range[1]) / 2, y: (y.range[0] + y.range[1]) / 2,
});

/**
 * A place one step of an arrow key further: a hundredth of the axis, with Shift a tenth of that.
 *
 * @param {Sample} sample
 * @param {Place} place
 * @param {string} key
 * @param {boolean} fine
 * @returns {Place | null} null for a key that moves nothing
 */
export function stepped({ kind, x, y }, place, key, fine) {
  const by = fine ? STEP / FINER : STEP, way = ARROW_WAYS[key];
  if (!way) return null;
  const [dx, dy] = way;
  const wide = x.range[1] - x.range[0], high = y.range[1] - y.range[0];
  // of predictions against actual values both axes are those of the target
  if (kind === 'points') return { y: place.y + (dx || dy) * by * wide };
  return { x: (place.x ?? 0) + dx * by * wide, y: place.y + dy * by * high };
}

/**
 * @param {Sample} sample
 * @returns {number[]} the drawn points from left to right, as the arrow keys go through them
 */
export function fromLeft({ kind, drawn, points: { x, y } }) {
  const along = kind === 'points' ? y : x;
  return Array.from({ length: drawn }, (_, i) => i).sort((i, j) => along[i] - along[j] || y[i] - y[j]);
}

/**
 * @param {Pixel[]} pixels
 * @param {Pixel} at
 * @param {number} reach pixels
 * @returns {number | null} the index of the nearest one within reach
 */
export function nearestOf(pixels, [x, y], reach) {
  let best = null, distance = reach * reach;
  for (let i = 0; i < pixels.length; i++) {
    const d = (pixels[i][0] - x) ** 2 + (pixels[i][1] - y) ** 2;
    if (d < distance) {
      distance = d;
      best = i;
    }
  }
  return best;
}
