// Projection: 4 x 4 matrices by columns (as WebGL has them), the viewer's place, and what the surface hides.

/** @typedef {ArrayLike<number>} Matrix  16 numbers, column by column */
/** @typedef {[x: number, y: number, z: number]} Point3 */

/**
 * The product a b.
 *
 * @param {Matrix} a
 * @param {Matrix} b
 * @returns {number[]}
 */
export function product(a, b) {
  const out = new Array(16);
  for (let column = 0; column < 4; column++) for (let row = 0; row < 4; row++) {
    let sum = 0;
    for (let i = 0; i < 4; i++) sum += a[i * 4 + row] * b[column * 4 + i];
    out[column * 4 + row] = sum;
  }
  return out;
}

/**
 * Where the eye is, in the coordinates that `m` is applied to: the point p with m p = 0.
 *
 * @param {Matrix} m model, then view: affine
 * @returns {Point3}
 */
export function viewer(m) {
  const [a, b, c, d, e, f, g, h, i] = [m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10]];
  const [tx, ty, tz] = [-m[12], -m[13], -m[14]];
  const det = a * (e * i - f * h) - d * (b * i - c * h) + g * (b * f - c * e);
  return [
    (tx * (e * i - f * h) - d * (ty * i - tz * h) + g * (ty * f - tz * e)) / det,
    (a * (ty * i - tz * h) - tx * (b * i - c * h) + g * (b * tz - c * ty)) / det,
    (a * (e * tz - f * ty) - d * (b * tz - c * ty) + tx * (b * f - c * e)) / det,
  ];
}

/**
 * Whether a surface stands between the eye and a point that lies on it: the line of sight, followed cell by
 * cell from the point, changes the side of the surface.
 *
 * @param {Point3} eye
 * @param {number} x the point
 * @param {number} y
 * @param {number} z
 * @param {{nx: number, ny: number, x: number[], y: number[]}} surface the grid
 * @param {ArrayLike<number>} heights on the grid, row by row
 * @param {number} lift how far above the surface the point is drawn
 * @returns {boolean}
 */
export function hiddenFrom(eye, x, y, z, { nx, ny, x: [x0, x1], y: [y0, y1] }, heights, lift) {
  const u0 = ((x - x0) / (x1 - x0)) * (nx - 1), v0 = ((y - y0) / (y1 - y0)) * (ny - 1);
  let du = ((eye[0] - x) / (x1 - x0)) * (nx - 1), dv = ((eye[1] - y) / (y1 - y0)) * (ny - 1), dz = eye[2] - z;
  const longest = Math.max(Math.abs(du), Math.abs(dv));
  if (longest < 1e-9) return false;
  du *= 1.5 / longest;
  dv *= 1.5 / longest;
  dz *= 1.5 / longest;
  const side = dz < 0 ? -1 : 1;
  for (let s = 1; s < 2 * (nx + ny); s++) {
    const u = u0 + du * s, v = v0 + dv * s;
    if (u < 0 || v < 0 || u > nx - 1 || v > ny - 1) return false;
    const i = Math.min(nx - 2, u | 0), j = Math.min(ny - 2, v | 0), a = u - i, b = v - j, at = j * nx + i;
    const height = (1 - b) * ((1 - a) * heights[at] + a * heights[at + 1])
      + b * ((1 - a) * heights[at + nx] + a * heights[at + nx + 1]);
    if ((z + dz * s - height) * side < -2 * lift) return true;
  }
  return false;
}
