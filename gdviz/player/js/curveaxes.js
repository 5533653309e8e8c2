// The curve panel's axes: the range, ticks and titles of both, what does not lie on them, and how they are drawn.
import { fitCanvas } from './trail.js';
import { linearTicks, logTicks } from './ticks.js';
import { clamp, shown } from './util.js';

export const METRICS = {
  loss: { label: (scene) => scene.value_name, first: 0, of: (run, j) => run.loss[j] },
  gradient: { label: () => 'gradient norm', first: 0, of: (run, j) => run.gradientNorm(j) },
  rate: { label: () => 'learning rate', first: 1, of: (run, j) => (j ? run.rate(j) : run.rate(1)) ?? NaN },
  accuracy: { label: () => 'accuracy', first: 0, of: (run, j) => (run.accuracy ? run.accuracy[j] : NaN), range: [0, 1] },
};
/** What the horizontal axis counts: the value of a run's step j, its name, and that of one. */
export const OVER = {
  steps: { along: (run, j) => run.number(j), title: 'step', one: 'step' },
  epochs: { along: (run, j, scene) => scene.sample.epochs(j), title: 'epoch (every row once)', one: 'epoch' },
  evaluations: { along: (run, j) => run.evaluations(j), title: 'gradient evaluations', one: 'evaluation' },
};
const SPACE = { title: 20, right: 14, top: 12, bottom: 38, gap: 8 };
const LOWEST = 16; // decades shown at most on a logarithmic axis below where the runs begin
const FONT_SIZE = 12; // pixels

/** The values of all runs: {lo, hi, smallest (above 0)}, after `shift` was subtracted. */
function extent(runs, { of, first }, shift) {
  let lo = Infinity, hi = -Infinity, smallest = Infinity;
  for (const run of runs) for (let j = first; j <= run.steps; j++) {
    const v = of(run, j) - shift;
    if (v - v !== 0) continue;
    if (v < lo) lo = v;
    if (v > hi) hi = v;
    if (v > 0 && v < smallest) smallest = v;
  }
  return { lo, hi, smallest };
}

/** Some room for the losses of the batches, which scatter about those of all rows. */
function roomForBatches(runs, log, shift, { lo, hi, smallest }) {
  let low = Infinity, high = -Infinity;
  for (const run of runs) for (const loss of run.batchLoss ?? []) {
    const v = loss - shift;
    if (!(v - v === 0) || (log && v <= 0)) continue;
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  if (!(low <= high)) return { lo, hi, smallest };
  if (log) return { lo, hi: Math.max(hi, Math.min(high, hi * 10)), smallest: Math.min(smallest, Math.max(low, smallest / 10)) };
  return { lo: Math.min(lo, Math.max(low, lo - (hi - lo) / 2)), hi: Math.max(hi, Math.min(high, hi + (hi - lo) / 2)), smallest };
}

/** The lowest power of ten that is shown. It hangs on where the runs begin: one that diverges pushes no other off the axis. */
function lowest(runs, { of, first }, shift, { smallest, hi }) {
  const begun = Math.max(...runs.map((run) => of(run, first) - shift).filter((v) => v > 0 && v < Infinity));
  return Math.max(Math.log10(smallest), Math.log10(begun > 0 ? begun : hi) - LOWEST);
}

const minus = (title, v, digits) => (v ? `${title}${v < 0 ? ` + ${shown(-v, digits)}` : ` − ${shown(v, digits)}`}` : title);

/**
 * The axes for runs in a panel of that size: `to` maps a value to the vertical axis, whose range is [a, b]; null without room.
 * On a logarithmic axis a loss that is not positive everywhere is shown above its lowest value, and the title says so.
 */
export function curveAxes(context, { scene, runs, metric, log: wanted, over, width, height, theme }) {
  const kind = METRICS[metric], range = kind.range ? { lo: kind.range[0], hi: kind.range[1], smallest: Infinity } : null;
  let found = range ?? extent(runs, kind, 0), shift = 0;
  if (!(found.lo <= found.hi)) found = { lo: 0, hi: 1, smallest: Infinity };
  if (wanted && found.lo <= 0 && metric === 'loss') {
    shift = Math.min(found.lo, scene.minimum ?? found.lo);
    found = extent(runs, kind, shift);
  }
  const log = wanted && !range && found.smallest < Infinity && found.hi > 0;
  if (!log && shift) { found = extent(runs, kind, 0); shift = 0; }
  if (metric === 'loss') found = roomForBatches(runs, log, shift, found);
  let [a, b] = log ? [lowest(runs, kind, shift, found), Math.log10(found.hi)] : [found.lo, found.hi];
  const pad = b > a ? (b - a) * 0.05 : log ? 0.5 : Math.max(Math.abs(a) * 0.1, 0.5);
  [a, b] = [a - pad, b + pad];
  const along = (run, j) => OVER[over].along(run, j, scene), rows = height - SPACE.top - SPACE.bottom;
  const linear = log ? { base: 0 } : linearTicks(a, b, clamp(Math.floor(rows / 40), 2, 8));
  const yticks = log ? logTicks(a, b, ((FONT_SIZE + 5) / rows) * (b - a)) : linear.ticks;
  context.font = `${FONT_SIZE}px ${theme.font}`;
  const wide = Math.max(18, ...yticks.map(({ label }) => context.measureText(label).width));
  const box = { left: Math.ceil(SPACE.title + wide + SPACE.gap), top: SPACE.top, right: width - SPACE.right, bottom: height - SPACE.bottom };
  if (box.right - box.left < 40 || rows < 40) return null;
  const end = Math.max(over === 'steps' ? 1 : 1e-9, ...runs.map((run) => along(run, run.steps)));
  const xticks = linearTicks(0, end, clamp(Math.floor((box.right - box.left) / 80), 2, 8), over === 'epochs' ? 0 : 1).ticks;
  return { width, height, theme, box, a, b, end, log, shift, along, xticks, yticks, xtitle: OVER[over].title, base: linear.base,
    title: minus(minus(kind.label(scene), shift, 4), linear.base, 15) + (log ? ' (log)' : ''), sx: (box.right - box.left) / end,
    sy: (box.bottom - box.top) / (b - a), to: log ? (v) => Math.log10(v - shift) : (v) => v };
}

/** Values that a logarithmic axis has no place for, each run's first: [{run, step, value}]. */
export function leavers(axes, runs, metric) {
  if (!axes.log) return [];
  const { of, first } = METRICS[metric], found = [];
  for (const run of runs) for (let j = first; j <= run.steps; j++) {
    const v = of(run, j) - axes.shift;
    if (v - v !== 0 || (v > 0 && Math.log10(v) >= axes.a)) continue;
    found.push({ run, step: j, value: v });
    break;
  }
  return found;
}

/** How many losses of batches lie outside of the axes. */
export function scatteredOutside({ to, a, b }, runs) {
  let count = 0;
  for (const run of runs) for (const loss of run.batchLoss ?? []) { const u = to(loss); if (!(u >= a && u <= b)) count++; }
  return count;
}

/** Axes, ticks and grid on a canvas of their own. */
export function drawAxes(canvas, axes, ratio) {
  const { box, a, width, height, theme, title, xtitle, sx, sy } = axes, context = canvas.getContext('2d');
  fitCanvas(canvas, width, height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.lineWidth = 1;
  context.font = `${FONT_SIZE}px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  context.strokeStyle = theme.border;
  for (const { v, label } of axes.yticks) {
    const y = Math.round(box.bottom - (v - a) * sy) + 0.5;
    context.fillText(label, box.left - SPACE.gap, clamp(y, FONT_SIZE / 2, box.bottom));
    context.beginPath();
    context.moveTo(box.left, y);
    context.lineTo(box.right, y);
    context.stroke();
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { v, label } of axes.xticks) {
    const half = context.measureText(label).width / 2;
    context.fillText(label, clamp(box.left + v * sx, half, width - half - 1), box.bottom + 6);
  }
  context.fillStyle = theme.text;
  context.textBaseline = 'bottom';
  context.fillText(xtitle, (box.left + box.right) / 2, height - 1, box.right - box.left);
  context.save();
  context.translate(SPACE.title / 2, (box.top + box.bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'middle';
  context.fillText(title, 0, 0, box.bottom - box.top + SPACE.top);
  context.restore();
}
