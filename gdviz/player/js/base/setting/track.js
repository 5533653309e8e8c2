// The arithmetic of a slider: where a value stands on its track, and which value a place or a key means.
import { FINER } from '../arrow-keys.js';
import { clamp } from '../numbers.js';

/** @import { Control } from '../../wire/types.js' */

const RATE_DIGITS = 3;  // significant digits of a value on a logarithmic track
const DECADE = 40;      // steps of an arrow key in a power of ten
const PARTS = 1000;     // smallest steps of a linear track, about
const NEAR = 30;        // stops in the direction of a drag that it may reach next
/** Steps of an arrow key that PageUp and PageDown make: a quarter of a power of ten, a tenth of the track. */
const LEAP = 10;

/** What an arrow key or a page key does, in steps of an arrow key. @type {Record<string, number>} */
const KEY_STEPS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: LEAP, PageDown: -LEAP,
};

/**
 * @param {number} v above 0
 * @returns {number} the number nearest to `v` (by ratio) of 1, 2, 5 times a power of ten
 */
function nearest125(v) {
  const power = 10 ** Math.floor(Math.log10(v)), distance = (/** @type {number} */ m) => (
    Math.abs(Math.log(v / (m * power))));
  return [1, 2, 5, 10].reduce((best, m) => (distance(m) < distance(best) ? m : best)) * power;
}

/** The track of a control: places go from 0 (its low end) to 1. */
export class Track {
  /** @param {Pick<Control, 'low' | 'high' | 'log' | 'whole'>} control */
  constructor({ low, high, log, whole }) {
    this.low = low;
    this.high = high;
    this.log = log;
    this.whole = whole;
    /** The smallest step of a linear track; a value is a multiple of it. */
    this.grain = whole ? 1 : nearest125((high - low) / PARTS || 1);
  }

  /**
   * @param {number} value
   * @returns {number} 0..1; a value beyond an end stands at that end
   */
  place(value) {
    const { low, high, log } = this;
    if (high === low) return 0;
    const place = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return clamp(place, 0, 1);
  }

  /**
   * @param {number} place beyond 0..1 it is at an end
   * @returns {number} the value there, rounded
   */
  valueAt(place) {
    const { low, high, log } = this;
    if (place <= 0) return low;
    if (place >= 1) return high;
    return clamp(this.round(log ? low * (high / low) ** place : low + place * (high - low)), low, high);
  }

  /**
   * @param {number} value
   * @returns {number} a short number near it
   */
  round(value) {
    if (this.log && !this.whole) return Number(value.toPrecision(RATE_DIGITS));
    const exact = Math.round(value / this.grain) * this.grain;
    return Number(exact.toPrecision(12)); // 0.3, not 0.30000000000000004
  }

  /**
   * Where a thumb stands that is dragged.
   *
   * @param {number} place of the pointer
   * @param {number} from where it was taken hold of
   * @param {number} stops how many there are from end to end
   * @returns {number}
   */
  stop(place, from, stops) { return from + Math.round((place - from) * stops) / stops; }

  /**
   * Values that a drag may reach next: most of them in its direction, as far apart as its stops were.
   *
   * @param {number} place of the thumb
   * @param {number} by how far it has just moved
   * @param {number} stops how many there are from end to end
   * @returns {number[]} the nearest first
   */
  near(place, by, stops) {
    const stride = Math.max(1, Math.round(Math.abs(by) * stops)) * (by < 0 ? -1 : 1) / stops, places = [];
    for (let i = 1; i <= NEAR; i++) {
      places.push(place + i * stride);
      if (i % 3 === 0) places.push(place - (i / 3) * stride);
    }
    return places.map((at) => this.valueAt(at));
  }

  /**
   * What a key makes of a value.
   *
   * @param {number} value
   * @param {string} key
   * @param {boolean} fine ten times finer
   * @returns {number | null} null where the key means nothing here
   */
  afterKey(value, key, fine) {
    if (key === 'Home') return this.low;
    if (key === 'End') return this.high;
    return key in KEY_STEPS ? this.moved(value, KEY_STEPS[key], fine) : null;
  }

  /**
   * Go on by some steps of an arrow key. A value that was typed beyond an end is not pulled to it.
   *
   * @param {number} value
   * @param {number} steps
   * @param {boolean} fine ten times finer
   * @returns {number}
   */
  moved(value, steps, fine) {
    const next = this.round(this.unrounded(value, fine ? steps / FINER : steps));
    const distinct = this.whole && next === this.round(value) ? this.round(value) + Math.sign(steps) : next;
    return clamp(distinct, Math.min(this.low, value), Math.max(this.high, value));
  }

  /**
   * @param {number} value
   * @param {number} steps of an arrow key
   * @returns {number}
   */
  unrounded(value, steps) {
    if (this.log) return value * 10 ** (steps / DECADE);
    if (!this.whole) return value + steps * FINER * this.grain;
    if (Math.abs(steps) < LEAP) return value + steps;
    return value + Math.sign(steps) * (this.high - this.low) / LEAP;
  }
}
