// Paths, heads and arrows above the contour: which pixel a point has, what has left the picture, what is under the pointer.

/** Pixel coordinates of a Plotly x-y plot, as plain numbers; null before it is drawn. */
export function frameOf(plot) {
  const layout = plot._fullLayout, x = layout?.xaxis, y = layout?.yaxis;
  if (!x?._length || !y?._length) return null;
  const ax = x._length / (x.range[1] - x.range[0]), ay = y._length / (y.range[1] - y.range[0]);
  return {
    left: x._offset, top: y._offset, right: x._offset + x._length, bottom: y._offset + y._length,
    ax, ay, ox: x._offset - x.range[0] * ax, oy: y._offset + y._length + y.range[0] * ay,
    x: [...x.range], y: [...y.range], width: layout.width, height: layout.height,
  };
}

export const within = (frame, x, y) => x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom;

/** Remembers for each run since which step it has been outside of the shown ranges. */
export class Leavers {
  constructor() { this.known = new Map(); }
  reset() { this.known.clear(); }

  /** The step at which the run left for the last time, or null while it is inside at play head k. */
  since(run, k, frame) {
    let entry = this.known.get(run);
    if (!entry || entry.k > k) this.known.set(run, entry = { k: -1, left: null });
    const { x: [x0, x1], y: [y0, y1] } = frame, spots = run.spots;
    for (let j = entry.k + 1; j <= k; j++) {
      const x = spots[2 * j], y = spots[2 * j + 1], inside = x >= x0 && x <= x1 && y >= y0 && y <= y1;
      entry.left = inside ? null : entry.left ?? j;
    }
    entry.k = k;
    return entry.left;
  }
}

/** Where the line from the frame's middle to (x, y) meets its border, pulled in a little, and its direction. */
export function atEdge(frame, x, y) {
  const cx = (frame.left + frame.right) / 2, cy = (frame.top + frame.bottom) / 2;
  const dx = x - cx, dy = y - cy, margin = 9;
  const t = Math.min(((frame.right - frame.left) / 2 - margin) / Math.max(1e-9, Math.abs(dx)),
    ((frame.bottom - frame.top) / 2 - margin) / Math.max(1e-9, Math.abs(dy)));
  return { x: cx + dx * t, y: cy + dy * t, angle: Math.atan2(dy, dx) };
}

/** The vertex of a run nearest to a pixel, at most `reach` away: {run, j} or null. */
export function nearest(runs, k, frame, x, y, reach) {
  let best = null, distance = reach * reach;
  for (const run of runs) {
    const end = run.head(k), spots = run.spots;
    for (let j = 0; j <= end; j++) {
      const dx = frame.ox + spots[2 * j] * frame.ax - x, dy = frame.oy - spots[2 * j + 1] * frame.ay - y;
      const d = dx * dx + dy * dy;
      if (d < distance) { distance = d; best = { run, j }; }
    }
  }
  return best;
}

/** The window {x, y} that holds what is shown of runs and the window `from` (40 of its widths at most); null where that is `from`. */
export function windowOf(runs, from) {
  const ranges = [[...from.x], [...from.y]], limits = ranges.map(([a, b]) => [a - 40 * (b - a), b + 40 * (b - a)]);
  for (const run of runs) for (let j = 0; j <= run.steps; j++) for (let c = 0; c < 2; c++) {
    const v = run.spots[2 * j + c];
    if (v - v !== 0) continue;
    ranges[c][0] = Math.min(ranges[c][0], Math.max(v, limits[c][0]));
    ranges[c][1] = Math.max(ranges[c][1], Math.min(v, limits[c][1]));
  }
  if (!ranges.some(([a, b], c) => a < [from.x, from.y][c][0] || b > [from.x, from.y][c][1])) return null;
  const [x, y] = ranges.map(([a, b]) => [a - 0.04 * (b - a), b + 0.04 * (b - a)]);
  return { x, y };
}

/** Loss at (x, y) between the grid's points; NaN outside. */
export function between(surface, x, y) {
  const { nx, ny, z, x: [x0, x1], y: [y0, y1] } = surface;
  const u = ((x - x0) / (x1 - x0)) * (nx - 1), v = ((y - y0) / (y1 - y0)) * (ny - 1);
  if (!(u >= 0 && v >= 0 && u <= nx - 1 && v <= ny - 1)) return NaN;
  const i = Math.min(nx - 2, Math.floor(u)), j = Math.min(ny - 2, Math.floor(v)), a = u - i, b = v - j, at = j * nx + i;
  return (1 - b) * ((1 - a) * z[at] + a * z[at + 1]) + b * ((1 - a) * z[at + nx] + a * z[at + nx + 1]);
}
