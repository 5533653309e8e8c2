// Scales for values over many orders of magnitude: linear, logarithmic above the lowest value, by quantiles.
import { lastReached, readable, roundWithin } from '../base/numbers.js';

/** @import { ScaleMode, Table } from '../wire/types.js' */

/** @typedef {{u: number, label: string}} ScaleTick  u: where it is drawn */

/**
 * A scale from lo to hi.
 *
 * @typedef {object} Scale
 * @property {ScaleMode} mode
 * @property {string} name    for a title; "" for a linear scale
 * @property {(v: number) => number} to     a value -> where it is drawn
 * @property {(u: number) => number} from   back
 * @property {number} lo      where the lowest value is drawn
 * @property {number} hi
 * @property {(count: number) => ScaleTick[]} ticks
 */

/** @typedef {Pick<Scale, 'mode' | 'name' | 'to' | 'from'>} Mapping */

const QUANTILES = 96;
const FEWEST = 0.002; // the offset of a logarithmic scale leaves out that share of the values

/**
 * @param {Table} z
 * @returns {Float32Array} the finite values, in order
 */
export const sortedFinite = (z) => z.filter(Number.isFinite).sort();

/**
 * What a grid resolves near its lowest values: the median difference between neighbours among the lowest
 * twentieth. Below that a logarithmic scale would show the grid, not the surface.
 *
 * @param {{z: Table, nx: number, ny: number}} surface
 * @param {ArrayLike<number>} sorted its finite values, in order
 * @returns {number}
 */
export function grain({ z, nx, ny }, sorted) {
  const limit = sorted[Math.floor(sorted.length / 20)], differences = [];
  for (let j = 0; j + 1 < ny; j++) for (let i = 0, at = j * nx; i + 1 < nx; i++, at++) {
    if (!(z[at] <= limit)) continue;
    const difference = Math.max(Math.abs(z[at + 1] - z[at]), Math.abs(z[at + nx] - z[at]));
    if (Number.isFinite(difference)) differences.push(difference);
  }
  return differences.sort((a, b) => a - b)[differences.length >> 1] ?? 0;
}

/**
 * A scale for values.
 *
 * @param {ScaleMode} mode a linear one is made where all values are the same
 * @param {Float32Array} sorted the finite values, in order; without any the scale is linear from 0 to 1
 * @param {number | null} minimum the lowest value of all, where it is known
 * @param {number} [finest] what the values resolve (`grain`)
 * @returns {Scale}
 */
export function valueScale(mode, sorted, minimum, finest = 0) {
  if (!sorted.length) return scaleOf(LINEAR, 0, 1);
  const low = sorted[0], high = sorted[sorted.length - 1];
  if (mode === 'log' && high > low) return logScale(sorted, minimum, finest);
  if (mode === 'quantile' && high > low) return scaleOf(quantileMapping(sorted), 0, 1);
  const pad = high > low ? 0 : Math.max(Math.abs(low) * 0.05, 0.5);
  return scaleOf(LINEAR, low - pad, high + pad);
}

/** @type {Mapping} */
const LINEAR = { mode: 'linear', name: '', to: (v) => v, from: (u) => u };

/**
 * @param {Float32Array} sorted
 * @param {number | null} minimum
 * @param {number} finest
 * @returns {Scale}
 */
function logScale(sorted, minimum, finest) {
  const n = sorted.length, low = sorted[0], high = sorted[n - 1];
  const known = minimum !== null && minimum <= low && low - minimum < high - low;
  const base = known ? minimum : low;
  // the offset is a typical lowest height, so that the grid's few lowest points do not take half of the scale
  const typical = sorted.find((v, i) => v > base && i >= n * FEWEST) ?? high;
  const offset = Math.min(Math.max(typical - base, finest, (high - base) * 1e-9), (high - base) / 4);
  /** @type {Mapping} */
  const mapping = {
    mode: 'log', name: 'log scale',
    to: (v) => Math.log10(Math.max(v - base, 0) + offset), from: (u) => 10 ** u - offset + base,
  };
  return scaleOf(mapping, mapping.to(low), mapping.to(high));
}

/**
 * Straight through the points (xs, ys), constant beyond their ends.
 *
 * @param {number[]} xs ascending
 * @param {number[]} ys
 * @param {number} x
 * @returns {number}
 */
function interpolated(xs, ys, x) {
  if (!(x > xs[0])) return ys[0];
  const last = xs.length - 1;
  if (x >= xs[last]) return ys[last];
  const a = lastReached(last, (i) => xs[i] <= x), b = a + 1;
  return ys[a] + ((ys[b] - ys[a]) * (x - xs[a])) / (xs[b] - xs[a]);
}

/**
 * @param {Float32Array} sorted
 * @returns {Mapping}
 */
function quantileMapping(sorted) {
  /**
   * @type {{values: number[], shares: number[]}} different values, and the share of all that lies below each
   */
  const { values, shares } = { values: [], shares: [] };
  for (let i = 0; i <= QUANTILES; i++) {
    const v = sorted[Math.round((i / QUANTILES) * (sorted.length - 1))];
    if (values.length && v <= values[values.length - 1]) {
      shares[shares.length - 1] = i / QUANTILES;
    } else {
      values.push(v);
      shares.push(i / QUANTILES);
    }
  }
  shares[0] = 0;
  return {
    mode: 'quantile', name: 'quantile scale',
    to: (v) => interpolated(values, shares, v), from: (u) => interpolated(shares, values, u),
  };
}

/**
 * @param {Mapping} mapping
 * @param {number} lo
 * @param {number} hi
 * @returns {Scale}
 */
function scaleOf(mapping, lo, hi) {
  return { ...mapping, lo, hi, ticks: (count) => shortTicks(mapping, lo, hi, count) };
}

/**
 * Ticks at true, short values.
 *
 * @param {Mapping} mapping
 * @param {number} lo
 * @param {number} hi
 * @param {number} count
 * @returns {ScaleTick[]}
 */
function shortTicks({ from, to }, lo, hi, count) {
  const even = Array.from({ length: count + 1 }, (_, i) => from(lo + ((hi - lo) * i) / count));
  const margin = 1e-9 * (hi - lo);
  /** @type {ScaleTick[]} */
  const ticks = [];
  even.forEach((v, i) => {
    const gap = Math.abs((even[i + 1] ?? even[i - 1]) - v), back = i ? Math.abs(v - even[i - 1]) : gap;
    const short = roundWithin(v, Math.min(gap, back || gap) * 0.5);
    const u = to(short), label = readable(short, 10);
    if (u >= lo - margin && u <= hi + margin && !ticks.some((tick) => tick.label === label)) {
      ticks.push({ u, label });
    }
  });
  return ticks;
}
