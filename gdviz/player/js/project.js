// Projection: 4 x 4 matrices by columns (as WebGL has them), the viewer's place, and what the surface hides.

/** a b, both by columns. */
export function product(a, b) {
  const out = new Array(16);
  for (let c = 0; c < 4; c++) for (let r = 0; r < 4; r++) {
    let sum = 0;
    for (let i = 0; i < 4; i++) sum += a[i * 4 + r] * b[c * 4 + i];
    out[c * 4 + r] = sum;
  }
  return out;
}

/** Where the eye is, in the coordinates that `m` (model, then view: affine) is applied to: the point with m p = 0. */
export function viewer(m) {
  const [a, b, c, , d, e, f, , g, h, i] = m, [tx, ty, tz] = [-m[12], -m[13], -m[14]];
  const det = a * (e * i - f * h) - d * (b * i - c * h) + g * (b * f - c * e);
  return [
    (tx * (e * i - f * h) - d * (ty * i - tz * h) + g * (ty * f - tz * e)) / det,
    (a * (ty * i - tz * h) - tx * (b * i - c * h) + g * (b * tz - c * ty)) / det,
    (a * (e * tz - f * ty) - d * (b * tz - c * ty) + tx * (b * f - c * e)) / det,
  ];
}

/**
 * Whether the surface (heights on the grid of `surface`) stands between the eye and a point that lies on it: the line of
 * sight, followed cell by cell from the point, changes the side of the surface.
 */
export function hiddenFrom(eye, x, y, z, surface, heights, lift) {
  const { nx, ny, x: [x0, x1], y: [y0, y1] } = surface;
  const u0 = ((x - x0) / (x1 - x0)) * (nx - 1), v0 = ((y - y0) / (y1 - y0)) * (ny - 1);
  let du = ((eye[0] - x) / (x1 - x0)) * (nx - 1), dv = ((eye[1] - y) / (y1 - y0)) * (ny - 1), dz = eye[2] - z;
  const most = Math.max(Math.abs(du), Math.abs(dv));
  if (most < 1e-9) return false;
  du *= 1.5 / most;
  dv *= 1.5 / most;
  dz *= 1.5 / most;
  const below = dz < 0 ? -1 : 1;
  for (let s = 1; s < 2 * (nx + ny); s++) {
    const u = u0 + du * s, v = v0 + dv * s;
    if (u < 0 || v < 0 || u > nx - 1 || v > ny - 1) return false;
    const i = Math.min(nx - 2, u | 0), j = Math.min(ny - 2, v | 0), a = u - i, b = v - j, at = j * nx + i;
    const h = (1 - b) * ((1 - a) * heights[at] + a * heights[at + 1])
      + b * ((1 - a) * heights[at + nx] + a * heights[at + nx + 1]);
    if ((z + dz * s - h) * below < -2 * lift) return true;
  }
  return false;
}
