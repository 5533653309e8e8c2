// Windows of the picture of the loss: since when a run is outside of one, and which one holds all runs.
import { finite } from '../base/numbers.js';

/** @import { Range } from '../base/numbers.js' */
/** @import { Run } from '../wire/run.js' */

/** @typedef {{x: Range, y: Range}} Window */

const FARTHEST = 40; // widths of the window that a run which explodes is followed to
const WINDOW_ROOM = 0.04; // of the width, on each side
const SIDE_DIGITS = 4; // of a side: a ten-thousandth of the width, less than a pixel
const SAME_SIDE = 1e-3; // of the width, within which two sides are the same

/** Remembers of each run since which iterate it has been outside of the shown window. */
export class Leavers {
  constructor() {
    /** @type {Map<Run, {k: number, left: number | null}>} */
    this.known = new Map();
  }

  /** Forget all: the window has changed. */
  reset() { this.known.clear(); }

  /**
   * @param {Run} run
   * @param {number} k the iterate that it is at
   * @param {Window} window
   * @returns {number | null} the iterate at which it left for the last time, or null while it is inside
   */
  since(run, k, { x: [x0, x1], y: [y0, y1] }) {
    let entry = this.known.get(run);
    if (!entry || entry.k > k) this.known.set(run, entry = { k: -1, left: null });
    const { points } = run;
    for (let j = entry.k + 1; j <= k; j++) {
      const x = points[2 * j], y = points[2 * j + 1], inside = x >= x0 && x <= x1 && y >= y0 && y <= y1;
      entry.left = inside ? null : entry.left ?? j;
    }
    entry.k = k;
    return entry.left;
  }
}

/**
 * @param {Range} range
 * @param {number} share of its length
 * @returns {Range} the range with room on each side
 */
const widened = ([lo, hi], share) => [lo - share * (hi - lo), hi + share * (hi - lo)];

/**
 * The window that holds a window and all runs.
 *
 * @param {Run[]} runs
 * @param {Window} from
 * @returns {Window | null} null where that is `from`
 */
export function windowOf(runs, from) {
  const before = [from.x, from.y], limits = before.map((range) => widened(range, FARTHEST));
  const ranges = before.map(([lo, hi]) => [lo, hi]);
  for (const run of runs) for (let j = 0; j <= run.steps; j++) for (let c = 0; c < 2; c++) {
    const v = run.points[2 * j + c];
    if (!finite(v)) continue;
    ranges[c][0] = Math.min(ranges[c][0], Math.max(v, limits[c][0]));
    ranges[c][1] = Math.max(ranges[c][1], Math.min(v, limits[c][1]));
  }
  if (!ranges.some(([lo, hi], c) => lo < before[c][0] || hi > before[c][1])) return null;
  const [x, y] = ranges.map(([lo, hi]) => widened([lo, hi], WINDOW_ROOM));
  return { x, y };
}

/**
 * What of a curve's window holds all runs: other heights for the same curve, or, where runs leave it to a
 * side, a range of the parameter whose heights are not known yet.
 *
 * @param {Run[]} runs of one parameter
 * @param {Window} from
 * @returns {{x?: Range, y?: Range}}
 */
export function windowOfCurve(runs, { x: [a, b], y }) {
  let [left, right] = [a, b], [low, high] = y;
  for (const run of runs) for (let j = 0; j <= run.steps; j++) {
    const x = run.points[2 * j], loss = run.points[2 * j + 1];
    if (finite(x)) {
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
    if (finite(loss)) {
      low = Math.min(low, loss);
      high = Math.max(high, loss);
    }
  }
  if (left >= a && right <= b) return { y: low < y[0] || high > y[1] ? widened([low, high], 0.05) : y };
  const [first, last] = widened([a, b], FARTHEST);
  return { x: widened([Math.max(left, first), Math.min(right, last)], WINDOW_ROOM) };
}

/**
 * @param {number} v
 * @param {number} width of the window
 * @returns {number} the number, short to write, where the width tells how many decimals are seen
 */
export function shortNumber(v, width) {
  const decimals = SIDE_DIGITS - Math.floor(Math.log10(width));
  return decimals >= 0 && decimals <= 100 ? Number(v.toFixed(decimals)) : v;
}

/**
 * @param {Range} range
 * @returns {Range} the range with sides that are short to write
 */
export const shortRange = ([lo, hi]) => [shortNumber(lo, hi - lo), shortNumber(hi, hi - lo)];

/**
 * @param {{x: Range, y?: Range}} a
 * @param {{x: Range, y?: Range}} b
 * @returns {boolean} whether two windows look the same, as far as `a` says
 */
export function sameWindow(a, b) {
  /** @type {(one: Range, other: Range | undefined) => boolean} */
  const same = ([lo, hi], other) => other !== undefined
    && Math.abs(lo - other[0]) < SAME_SIDE * (hi - lo) && Math.abs(hi - other[1]) < SAME_SIDE * (hi - lo);
  return same(a.x, b.x) && (!a.y || same(a.y, b.y));
}
