// Numbers: bounds, rounding, and how they are written for a reader and for a program.

/**
 * The parts of a number as it is written.
 *
 * @typedef {object} Numeral
 * @property {boolean} negative
 * @property {string} digits      the mantissa, or the whole number where there is no exponent; no sign
 * @property {number | null} exponent   the power of ten; null where none is written
 * @property {'' | 'NaN' | '∞'} special  what stands in place of the digits
 */

/** @typedef {[low: number, high: number]} Range */

/**
 * @param {number} v
 * @param {number} lo
 * @param {number} hi
 * @returns {number} `v`, or the bound that it exceeds
 */
export const clamp = (v, lo, hi) => Math.min(hi, Math.max(lo, v));

/**
 * @param {number} v
 * @returns {boolean} whether `v` is finite; in inner loops this is faster than Number.isFinite
 */
export const finite = (v) => v - v === 0;

/**
 * Split a number into the parts that are written.
 *
 * @param {number | null | undefined} v
 * @param {number} [digits] significant digits
 * @returns {Numeral}
 */
export function numeral(v, digits = 5) {
  if (v === null || v === undefined || Number.isNaN(v)) {
    return { negative: false, digits: '', exponent: null, special: 'NaN' };
  }
  const negative = v < 0, size = Math.abs(v);
  if (size === Infinity) return { negative, digits: '', exponent: null, special: '∞' };
  if (v === 0) return { negative: false, digits: '0', exponent: null, special: '' };
  const [mantissa, power] = size.toExponential(digits - 1).split('e'), exponent = Number(power);
  if (exponent < -4 || exponent > 5) {
    return { negative, digits: String(Number(mantissa)), exponent, special: '' };
  }
  return { negative, digits: String(Number(size.toPrecision(digits))), exponent: null, special: '' };
}

/** @type {Record<string, string>} */
const RAISED = {
  '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹',
};

/**
 * @param {number} exponent a whole number
 * @returns {string} the exponent in raised digits
 */
export const raised = (exponent) => String(exponent).replace(/./g, (c) => RAISED[c]);

/**
 * A number for a reader: 1.234, −0.05, 3.2×10⁻⁷.
 *
 * @param {number | null | undefined} v
 * @param {number} [digits] significant digits
 * @returns {string}
 */
export function readable(v, digits = 4) {
  const n = numeral(v, digits), sign = n.negative ? '−' : '';
  if (n.special) return sign + n.special;
  return sign + n.digits + (n.exponent === null ? '' : `×10${raised(n.exponent)}`);
}

const SPECIAL_TEXT = { NaN: 'nan', '∞': 'inf' };

/**
 * A number for a program: 1.234, -0.05, 3.2e-7.
 *
 * @param {number | null | undefined} v
 * @param {number} [digits] significant digits
 * @returns {string}
 */
export function plain(v, digits = 5) {
  const n = numeral(v, digits), sign = n.negative ? '-' : '';
  if (n.special) return sign + SPECIAL_TEXT[n.special];
  return sign + n.digits + (n.exponent === null ? '' : `e${n.exponent}`);
}

/**
 * The probability with these log odds, to three digits of what is smaller: 0.731, 2.06×10⁻⁹, 1 − 2.06×10⁻⁹.
 *
 * @param {number} logOdds
 * @returns {string}
 */
export function probabilityText(logOdds) {
  const small = -Math.abs(logOdds), complement = logOdds > 0 ? '1 − ' : '';
  if (!(small < -6)) return readable(1 / (1 + Math.exp(-logOdds)), 3);
  const power = (small - Math.log1p(Math.exp(small))) / Math.LN10, exponent = Math.floor(power);
  if (exponent >= -300) return complement + readable(10 ** power, 3);
  // the number itself is smaller than any float
  const digits = Number((10 ** (power - exponent)).toPrecision(3));
  return complement + (digits === 10 ? `1×10${raised(exponent + 1)}` : `${digits}×10${raised(exponent)}`);
}

/**
 * A share in percent: 97.3 %. It is 0 % or 100 % only where it is so exactly.
 *
 * @param {number} share
 * @returns {string}
 */
export function percentText(share) {
  let digits = 3;
  while (share < 1 && digits < 12 && readable(100 * share, digits) === '100') digits++;
  return `${readable(100 * share, digits)} %`;
}

/**
 * @param {number} n a whole number
 * @returns {string} with a narrow space after each group of three digits
 */
export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/**
 * @param {number} v
 * @param {number} tolerance
 * @returns {number} a short decimal number that differs from `v` by less than `tolerance`
 */
export function roundWithin(v, tolerance) {
  if (!(tolerance > 0) || !Number.isFinite(v)) return v;
  const power = Math.floor(Math.log10(tolerance));
  if (power >= 0) return Math.round(v / 10 ** power) * 10 ** power;
  return Number(v.toFixed(Math.min(20, -power)));
}

/**
 * @param {number} v above 0
 * @returns {number} the largest of 1, 2, 5 times a power of ten that is not above `v`
 */
export function roundDown125(v) {
  const power = 10 ** Math.floor(Math.log10(v)), mantissa = v / power;
  return ([5, 2].find((m) => mantissa >= m) ?? 1) * power;
}

/**
 * Where an ascending list passes a value.
 *
 * @param {number} last the last index of the list
 * @param {(index: number) => boolean} reached whether the entry at an index is not above the value
 * @returns {number} the last index below `last` whose entry is reached; 0 where none is
 */
export function lastReached(last, reached) {
  let a = 0, b = last;
  while (b - a > 1) {
    const middle = (a + b) >> 1;
    if (reached(middle)) a = middle;
    else b = middle;
  }
  return a;
}

const EVALUATED = ['value', 'gradient', 'Hessian'];

/**
 * Counts of values, gradients and Hessians in words; those that are 0 are left out.
 *
 * @param {number[]} counts
 * @returns {string}
 */
export function countsText(counts) {
  const said = counts.map((count, i) => (count ? `${count} ${EVALUATED[i]}${count === 1 ? '' : 's'}` : ''));
  return said.filter(Boolean).join(', ') || 'none';
}
