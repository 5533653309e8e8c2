// The curve of a loss of one parameter: the heights in which it is first shown, and the points of a run on
// it.

/** @import { Range } from '../base/numbers.js' */

const POLE = 1.8; // a largest value that grows so much from every third sample to all of them never ends
const STEEP = 6; // walls so many times as high as the lower half of the curve would flatten its floor

/**
 * @param {Float64Array} sorted
 * @param {number} q
 * @returns {number}
 */
const quantile = (sorted, q) => sorted[Math.round(q * (sorted.length - 1))];

/**
 * Whether the largest of some samples belongs to a pole: the finer the samples, the larger it is.
 *
 * @param {number[]} values
 * @param {Float64Array} sorted the same, in order
 * @returns {boolean}
 */
function endless(values, sorted) {
  const middle = quantile(sorted, 0.5), thirds = [-Infinity, -Infinity, -Infinity];
  values.forEach((v, i) => {
    if (v > thirds[i % 3]) thirds[i % 3] = v;
  });
  return sorted[sorted.length - 1] - middle > POLE * (Math.min(...thirds) - middle);
}

/**
 * The heights in which a curve is first shown, with some room above and below.
 *
 * @param {ArrayLike<number>} samples of the curve
 * @param {number[]} marked heights that are to be in them
 * @returns {Range}
 */
export function heightsOf(samples, marked = []) {
  const values = Array.from(samples).filter(Number.isFinite), also = marked.filter(Number.isFinite);
  if (!values.length) return also.length ? [Math.min(...also) - 0.5, Math.max(...also) + 0.5] : [0, 1];
  const sorted = Float64Array.from(values).sort(), mirrored = values.map((v) => -v);
  const bottomless = endless(mirrored, Float64Array.from(mirrored).sort());
  const lo = Math.min(bottomless ? quantile(sorted, 0.1) : sorted[0], ...also);
  const middle = quantile(sorted, 0.5);
  const top = sorted[sorted.length - 1];
  const walls = top - middle > STEEP * (middle - sorted[0]) && middle > sorted[0];
  const hi = Math.max(endless(values, sorted) || walls ? quantile(sorted, 0.8) : top, ...also);
  const room = hi > lo ? 0.07 * (hi - lo) : Math.max(0.1 * Math.abs(hi), 0.5);
  return [lo - room, hi + room];
}

/**
 * The points of a run of one parameter as the picture has them.
 *
 * @param {Float32Array} theta
 * @param {Float32Array} loss
 * @returns {Float32Array} parameter and loss of each iterate in turn
 */
export function pointsOnCurve(theta, loss) {
  const points = new Float32Array(2 * loss.length);
  for (let j = 0; j < loss.length; j++) {
    points[2 * j] = theta[j];
    points[2 * j + 1] = loss[j];
  }
  return points;
}
