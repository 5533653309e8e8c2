// Scales for values over many orders of magnitude: linear, logarithmic above the lowest value, by quantiles.
import { roundWithin, shown } from './util.js';

/** Finite values of a grid, sorted. */
export function sortedFinite(z) {
  const finite = z.filter(Number.isFinite);
  return finite.sort();
}

/**
 * What a grid resolves near its lowest values: the median difference between neighbours among the lowest twentieth. Below
 * that a logarithmic scale would show the grid, not the surface.
 */
export function grain({ z, nx, ny }, sorted) {
  const limit = sorted[Math.floor(sorted.length / 20)], steps = [];
  for (let j = 0; j + 1 < ny; j++) for (let i = 0, at = j * nx; i + 1 < nx; i++, at++) {
    if (!(z[at] <= limit)) continue;
    const step = Math.max(Math.abs(z[at + 1] - z[at]), Math.abs(z[at + nx] - z[at]));
    if (step - step === 0) steps.push(step);
  }
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? 0;
}

/**
 * A scale {mode, name, to, from, lo, hi, ticks}: `to` maps a value to where it is drawn, `from` back. `sorted` are the
 * finite values shown, `minimum` the known lowest value or null, `finest` their `grain`. Without finite values lo..hi is 0..1.
 */
export function valueScale(mode, sorted, minimum, finest = 0) {
  const n = sorted.length;
  if (!n) return finish({ mode: 'linear', name: '', to: (v) => v, from: (u) => u }, 0, 1);
  const low = sorted[0], high = sorted[n - 1];
  if (mode === 'log' && high > low) return logScale(sorted, minimum, finest);
  if (mode === 'quantile' && high > low) return quantileScale(sorted);
  const pad = high > low ? 0 : Math.max(Math.abs(low) * 0.05, 0.5);
  return finish({ mode: 'linear', name: '', to: (v) => v, from: (u) => u }, low - pad, high + pad);
}

function logScale(sorted, minimum, finest) {
  const n = sorted.length, high = sorted[n - 1];
  const known = minimum !== null && minimum <= sorted[0] && sorted[0] - minimum < high - sorted[0];
  const base = known ? minimum : sorted[0];
  // the offset is a typical lowest height, so that the grid's few lowest points do not take half of the scale
  const positive = sorted.find((v, i) => v > base && i >= n * 0.002) ?? high;
  const offset = Math.min(Math.max(positive - base, finest, (high - base) * 1e-9), (high - base) / 4);
  const to = (v) => Math.log10(Math.max(v - base, 0) + offset);
  const from = (u) => 10 ** u - offset + base;
  return finish({ mode: 'log', name: 'log scale', to, from }, to(sorted[0]), to(high));
}

function quantileScale(sorted) {
  const n = sorted.length, at = [], share = [];
  for (let i = 0; i <= 96; i++) {
    const v = sorted[Math.round((i / 96) * (n - 1))];
    if (at.length && v <= at[at.length - 1]) { share[share.length - 1] = i / 96; continue; }
    at.push(v);
    share.push(i / 96);
  }
  share[0] = 0;
  const through = (xs, ys, x) => {
    if (!(x > xs[0])) return ys[0];
    let a = 0, b = xs.length - 1;
    if (x >= xs[b]) return ys[b];
    while (b - a > 1) { const m = (a + b) >> 1; if (xs[m] <= x) a = m; else b = m; }
    return ys[a] + ((ys[b] - ys[a]) * (x - xs[a])) / (xs[b] - xs[a]);
  };
  return finish({
    mode: 'quantile', name: 'quantile scale',
    to: (v) => through(at, share, v), from: (u) => through(share, at, u),
  }, 0, 1);
}

/** Ticks at true, short values. */
function finish(scale, lo, hi) {
  scale.lo = lo;
  scale.hi = hi;
  scale.ticks = (count) => {
    const raw = Array.from({ length: count + 1 }, (_, i) => scale.from(lo + ((hi - lo) * i) / count));
    const ticks = [];
    raw.forEach((v, i) => {
      const gap = Math.abs((raw[i + 1] ?? raw[i - 1]) - v), back = i ? Math.abs(v - raw[i - 1]) : gap;
      const short = roundWithin(v, Math.min(gap, back || gap) * 0.5), u = scale.to(short);
      if (u >= lo - 1e-9 * (hi - lo) && u <= hi + 1e-9 * (hi - lo) && !ticks.some((t) => t.label === shown(short, 10))) {
        ticks.push({ u, label: shown(short, 10) });
      }
    });
    return ticks;
  };
  return scale;
}
