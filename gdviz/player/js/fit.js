// The window that holds paths.

/**
 * {ranges: [x, y] that hold `surface`'s window and the paths of `runs` (as far as 40 windows), with a margin where that is
 * `wider` than the window}.
 */
export function holding(surface, runs) {
  const shown = [surface.x, surface.y], ranges = shown.map((range) => [...range]);
  const limits = ranges.map(([a, b]) => [a - 40 * (b - a), b + 40 * (b - a)]);
  for (const run of runs) for (let j = 0; j <= run.steps; j++) for (let c = 0; c < 2; c++) {
    const v = run.theta[2 * j + c];
    if (v - v !== 0) continue;
    ranges[c][0] = Math.min(ranges[c][0], Math.max(v, limits[c][0]));
    ranges[c][1] = Math.max(ranges[c][1], Math.min(v, limits[c][1]));
  }
  const wider = ranges.some(([a, b], c) => a < shown[c][0] || b > shown[c][1]);
  if (wider) for (const range of ranges) { const pad = 0.04 * (range[1] - range[0]); range[0] -= pad; range[1] += pad; }
  return { ranges, wider };
}
