// The loss between the samples that a scene carries.

/** @import { Surface } from './types.js' */

/**
 * @param {Surface} surface of one parameter
 * @param {number} x
 * @returns {number} the loss at x; NaN outside of the window
 */
export function lossOnCurve({ x: [lo, hi], nx, z }, x) {
  const u = ((x - lo) / (hi - lo)) * (nx - 1);
  if (!(u >= 0 && u <= nx - 1)) return NaN;
  const i = Math.min(nx - 2, Math.floor(u));
  return z[i] + (z[i + 1] - z[i]) * (u - i);
}

/**
 * @param {Surface} surface of two parameters
 * @param {number} x
 * @param {number} y
 * @returns {number} the loss at (x, y); NaN outside of the window
 */
export function lossOnSurface({ nx, ny, z, x: [x0, x1], y: [y0, y1] }, x, y) {
  const u = ((x - x0) / (x1 - x0)) * (nx - 1), v = ((y - y0) / (y1 - y0)) * (ny - 1);
  if (!(u >= 0 && v >= 0 && u <= nx - 1 && v <= ny - 1)) return NaN;
  const i = Math.min(nx - 2, Math.floor(u)), j = Math.min(ny - 2, Math.floor(v)), a = u - i, b = v - j;
  const at = j * nx + i;
  return (1 - b) * ((1 - a) * z[at] + a * z[at + 1]) + b * ((1 - a) * z[at + nx] + a * z[at + nx + 1]);
}
