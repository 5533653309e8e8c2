// A rectangle that is drawn with the pointer on a map.

/** @typedef {{clientX: number, clientY: number}} Place  pixels of the viewport */
/**
 * An axis of plotly.js, with private fields: pixels of a value, and the value at a pixel.
 *
 * @typedef {object} PixelAxis
 * @property {number} _length
 * @property {number} _offset
 * @property {(value: number) => number} d2p
 * @property {(pixel: number) => number} p2d
 */
/** @typedef {{xaxis: PixelAxis, yaxis: PixelAxis, left: number, top: number}} DrawnAxes */

const CLICK_STILL = 4; // pixels that a pointer may move in a click

/** @type {(from: Place, to: Place) => boolean} whether a pointer did more than click */
export function moved(from, to) {
  return Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY) > CLICK_STILL;
}

/**
 * The rectangle between two places, as far as it is on the map.
 *
 * @param {DrawnAxes} at
 * @param {Place} from
 * @param {Place} to
 */
export function rectangle({ xaxis, yaxis, left, top }, from, to) {
  const [west, east] = between([from.clientX - left, to.clientX - left], xaxis._length);
  const [north, south] = between([from.clientY - top, to.clientY - top], yaxis._length);
  return {
    left: left + west, top: top + north, width: east - west, height: south - north,
    x: [xaxis.p2d(west), xaxis.p2d(east)], y: [yaxis.p2d(south), yaxis.p2d(north)],
  };
}

/** @type {(pixels: number[], length: number) => number[]} */
const between = (pixels, length) => pixels.map((v) => Math.min(Math.max(v, 0), length)).sort((a, b) => a - b);
