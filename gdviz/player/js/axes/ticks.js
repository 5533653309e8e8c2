// Ticks of axes: round values whose labels all differ and do not touch.
import { raised, readable } from '../base/numbers.js';

/** @typedef {{v: number, label: string}} Tick */
/** @typedef {{ticks: Tick[], base: number}} Ticks  labels are of v - base; base is 0 where they stay short */

// digits of a label; where more are needed the axis begins at a round number, which its title names
const FIGURES = 6;
const MOST_TICKS = 50; // ticks of an axis

/**
 * About `count` round ticks of [lo, hi].
 *
 * @param {number} lo
 * @param {number} hi
 * @param {number} [count]
 * @param {number} [least] the smallest distance (1 for an axis of whole numbers)
 * @returns {Ticks}
 */
export function linearTicks(lo, hi, count = 5, least = 0) {
  const span = hi - lo, far = Math.max(Math.abs(lo), Math.abs(hi));
  if (!(span > far * 1e-14)) return { ticks: [{ v: lo, label: readable(lo, FIGURES) }], base: 0 };
  if (!Number.isFinite(span)) return hugeTicks(lo, hi, count);
  const wanted = Math.max(span / count, least);
  const power = Math.floor(Math.log10(wanted) + 1e-9), unit = 10 ** power;
  const times = [1, 2, 5].find((m) => m * unit >= wanted * 0.999) ?? 10, step = times * unit;
  const digits = Math.floor(Math.log10(far) + 1e-9) - (times === 10 ? power + 1 : power) + 1;
  const base = digits > FIGURES ? roundNear(lo, span) : 0, from = Math.round(base / step);
  const ticks = [];
  for (let i = Math.ceil(lo / step - 1e-9); i <= hi / step + 1e-9 && ticks.length < MOST_TICKS; i++) {
    ticks.push({ v: i * step, label: readable((i - from) * step, base ? FIGURES : Math.max(1, digits)) });
  }
  const few = ticks.length < 2 && count < 20 && wanted > least;
  return few ? linearTicks(lo, hi, count + 1, least) : { ticks, base };
}

/**
 * Ticks of a range so wide that its length is no number.
 *
 * @param {number} lo
 * @param {number} hi
 * @param {number} count
 * @returns {Ticks}
 */
function hugeTicks(lo, hi, count) {
  const { ticks } = linearTicks(lo / 8, hi / 8, count);
  return { ticks: ticks.map(({ v }) => ({ v: 8 * v, label: readable(8 * v, 3) })), base: 0 };
}

/**
 * @param {number} v
 * @param {number} span
 * @returns {number} a number near `v` that is round as measured by `span`
 */
function roundNear(v, span) {
  const unit = 10 ** Math.ceil(Math.log10(span));
  return Number((Math.round(v / unit) * unit).toPrecision(15));
}

const plainPower = (/** @type {number} */ e) => e >= -3 && e <= 4;
/**
 * @param {number} e
 * @returns {string} 10^e for a label
 */
const powerLabel = (e) => (plainPower(e) ? readable(10 ** e, 1) : `10${raised(e)}`);
/**
 * @param {number} m 1..9
 * @param {number} e
 * @returns {string} m times 10^e for a label
 */
function multipleLabel(m, e) {
  if (m === 1) return powerLabel(e);
  return plainPower(e) ? readable(m * 10 ** e, 1) : `${m}×10${raised(e)}`;
}

/**
 * What the ticks of a logarithmic axis may be, the finest first.
 *
 * @param {number[]} decades
 * @returns {Tick[][]}
 */
function logCandidates(decades) {
  const multiples = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]];
  const powers = [2, 3, 5, 10, 20, 50].map((every) => decades.filter((e) => e % every === 0));
  return [
    ...multiples.map((ms) => decades.flatMap(
      (e) => ms.map((m) => ({ v: e + Math.log10(m), label: multipleLabel(m, e) })))),
    ...powers.map((es) => es.map((e) => ({ v: e, label: powerLabel(e) }))),
  ];
}

/**
 * Ticks of a logarithmic axis from 10^a to 10^b.
 *
 * @param {number} a
 * @param {number} b
 * @param {number} apart their smallest distance on the axis
 * @returns {Tick[]} v: an exponent
 */
export function logTicks(a, b, apart) {
  const inside = (/** @type {Tick[]} */ ticks) => ticks.filter(({ v }) => v >= a - 1e-9 && v <= b + 1e-9);
  const free = (/** @type {Tick[]} */ ticks) => ticks.every(({ v }, i) => !i || v - ticks[i - 1].v >= apart);
  const decades = Array.from({ length: Math.ceil(b) - Math.floor(a) + 1 }, (_, i) => Math.floor(a) + i);
  const candidates = b - a < 0.5 ? []
    : logCandidates(decades).map(inside).filter((ticks) => ticks.length > 1);
  const found = candidates.find(free) ?? candidates[candidates.length - 1];
  if (found) return found;
  const first = Math.max(2, Math.min(5, Math.floor((b - a) / apart)));
  for (let count = first; count < 12; count++) { // less than a decade: round values instead of powers
    const values = linearTicks(10 ** a, 10 ** b, count).ticks.filter(({ v }) => v > 0);
    const ticks = inside(values.map(({ v }) => ({ v: Math.log10(v), label: readable(v, 9) })));
    const kept = ticks.filter(({ v }, i) => !i || v - ticks[0].v >= i * apart * 0.5);
    if (kept.length > 1) return kept;
  }
  return [];
}
