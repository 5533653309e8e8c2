// The axes of the curves: the range, ticks and titles of both, what does not lie on them.
import { clamp, finite, readable } from '../base/numbers.js';
import { countOf, metricOf } from './curve-quantities.js';
import { SMALLEST_PLOT } from './frame.js';
import { linearTicks, logTicks } from './ticks.js';

/** @import { Range } from '../base/numbers.js' */
/** @import { Theme } from '../base/theme.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { CountName, Metric, MetricName } from './curve-quantities.js' */
/** @import { Tick } from './ticks.js' */

/** @typedef {{lo: number, hi: number, smallest: number}} Extent  of values; smallest: the smallest above 0 */

/**
 * The axes of the curves.
 *
 * @typedef {object} CurveAxes
 * @property {number} width    of the panel
 * @property {number} height
 * @property {Theme} theme
 * @property {{left: number, top: number, right: number, bottom: number}} box   of the plot
 * @property {number} a        lower end of the vertical axis (on a logarithmic one a power of ten)
 * @property {number} b        upper end
 * @property {number} end      of the horizontal axis, which begins at 0
 * @property {boolean} log
 * @property {number} shift    what is subtracted from the values of a logarithmic axis
 * @property {(run: Run, j: number) => number} along   iterate j on the horizontal axis
 * @property {Tick[]} xticks
 * @property {Tick[]} yticks
 * @property {string} title    of the vertical axis
 * @property {string} xtitle
 * @property {number} sx       pixels of a unit across
 * @property {number} sy       pixels of a unit upwards
 * @property {(v: number) => number} to   a value on the vertical axis
 */

/**
 * What is to be shown.
 *
 * @typedef {object} CurveView
 * @property {Scene} scene
 * @property {Run[]} runs
 * @property {MetricName} metric
 * @property {boolean} log
 * @property {CountName} over
 * @property {number} width    of the panel
 * @property {number} height
 * @property {Theme} theme
 */

export const SPACE = { title: 20, right: 14, top: 12, bottom: 38, gap: 8 }; // pixels around the plot
export const FONT_SIZE = 12; // pixels
const DECADES = 16; // shown at most on a logarithmic axis below where the runs begin

/**
 * The extent of all values, after `shift` was subtracted.
 *
 * @param {Run[]} runs
 * @param {Metric} metric
 * @param {number} shift
 * @returns {Extent}
 */
function extentOf(runs, { of, bound, tests, first }, shift) {
  let lo = Infinity, hi = -Infinity, smallest = Infinity;
  for (const run of runs) for (let j = first; j <= run.steps; j++) {
    for (const value of [of(run, j), bound?.(run, j) ?? NaN, tests?.(run)?.[j] ?? NaN]) {
      const v = value - shift;
      if (!finite(v)) continue;
      if (v < lo) lo = v;
      if (v > hi) hi = v;
      if (v > 0 && v < smallest) smallest = v;
    }
  }
  return { lo, hi, smallest };
}

/**
 * Some room for the losses of the batches, which scatter about those of all rows.
 *
 * @param {Run[]} runs
 * @param {boolean} log
 * @param {number} shift
 * @param {Extent} extent of the losses of all rows
 * @returns {Extent}
 */
function withBatches(runs, log, shift, { lo, hi, smallest }) {
  let low = Infinity, high = -Infinity;
  for (const run of runs) for (const loss of run.batchLoss ?? []) {
    const v = loss - shift;
    if (!finite(v) || (log && v <= 0)) continue;
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  if (!(low <= high)) return { lo, hi, smallest };
  if (log) {
    return {
      lo, hi: Math.max(hi, Math.min(high, hi * 10)),
      smallest: Math.min(smallest, Math.max(low, smallest / 10)),
    };
  }
  const half = (hi - lo) / 2;
  return {
    lo: Math.min(lo, Math.max(low, lo - half)), hi: Math.max(hi, Math.min(high, hi + half)), smallest,
  };
}

/**
 * The lowest power of ten that is shown. It depends on where the runs begin: one that diverges pushes no
 * other off the axis.
 *
 * @param {Run[]} runs
 * @param {Metric} metric
 * @param {number} shift
 * @param {Extent} extent
 * @returns {number}
 */
function lowestPower(runs, { of, first }, shift, { smallest, hi }) {
  const begun = Math.max(...runs.map((run) => of(run, first) - shift).filter((v) => v > 0 && v < Infinity));
  return Math.max(Math.log10(smallest), Math.log10(begun > 0 ? begun : hi) - DECADES);
}

/**
 * What the vertical axis holds. On a logarithmic one a loss that is not positive everywhere is shown above
 * its lowest value.
 *
 * @param {CurveView} view
 * @returns {{extent: Extent, shift: number, log: boolean}}
 */
function verticalExtent({ scene, runs, metric, log: wanted }) {
  const measured = metricOf(metric), { range } = measured;
  let extent = range ? { lo: range[0], hi: range[1], smallest: Infinity } : extentOf(runs, measured, 0);
  let shift = 0;
  if (!(extent.lo <= extent.hi)) extent = { lo: 0, hi: 1, smallest: Infinity };
  if (wanted && extent.lo <= 0 && metric === 'loss') {
    shift = Math.min(extent.lo, scene.minimum ?? extent.lo);
    extent = extentOf(runs, measured, shift);
  }
  const log = wanted && !range && extent.smallest < Infinity && extent.hi > 0;
  if (!log && shift) {
    extent = extentOf(runs, measured, 0);
    shift = 0;
  }
  return { extent: metric === 'loss' ? withBatches(runs, log, shift, extent) : extent, shift, log };
}

/**
 * A little room above and below.
 *
 * @param {number} a
 * @param {number} b
 * @param {boolean} log
 * @returns {Range}
 */
function padded(a, b, log) {
  const alone = log ? 0.5 : Math.max(Math.abs(a) * 0.1, 0.5), pad = b > a ? (b - a) * 0.05 : alone;
  return [a - pad, b + pad];
}

/**
 * @param {string} title
 * @param {number} v
 * @param {number} digits
 * @returns {string} the title of values from which v was subtracted
 */
function minus(title, v, digits) {
  if (!v) return title;
  return v < 0 ? `${title} + ${readable(-v, digits)}` : `${title} − ${readable(v, digits)}`;
}

/**
 * The axes for runs in a panel.
 *
 * @param {CanvasRenderingContext2D} context measures the labels
 * @param {CurveView} view
 * @returns {CurveAxes | null} null without room
 */
export function curveAxes(context, view) {
  const { scene, runs, metric, over, width, height, theme } = view;
  const measured = metricOf(metric), counted = countOf(over);
  const { extent, shift, log } = verticalExtent(view);
  const bottom = log ? lowestPower(runs, measured, shift, extent) : extent.lo;
  const [a, b] = padded(bottom, log ? Math.log10(extent.hi) : extent.hi, log);
  const along = (/** @type {Run} */ run, /** @type {number} */ j) => counted.along(run, j, scene);
  const high = height - SPACE.top - SPACE.bottom;
  const { ticks: yticks, base } = log ? { ticks: logTicks(a, b, ((FONT_SIZE + 5) / high) * (b - a)), base: 0 }
    : linearTicks(a, b, clamp(Math.floor(high / 40), 2, 8));
  context.font = `${FONT_SIZE}px ${theme.font}`;
  const widest = Math.max(18, ...yticks.map(({ label }) => context.measureText(label).width));
  const left = Math.ceil(SPACE.title + widest + SPACE.gap);
  const box = { left, top: SPACE.top, right: width - SPACE.right, bottom: height - SPACE.bottom };
  const wide = box.right - box.left;
  if (wide < SMALLEST_PLOT || high < SMALLEST_PLOT) return null;
  const whole = over === 'steps' || over === 'evaluations';
  const end = Math.max(whole ? 1 : 1e-9, ...runs.map((run) => along(run, run.steps)).filter(Number.isFinite));
  const xticks = linearTicks(0, end, clamp(Math.floor(wide / 80), 2, 8), whole ? 1 : 0).ticks;
  return {
    width, height, theme, box, a, b, end, log, shift, along, xticks, yticks, xtitle: counted.title,
    title: minus(minus(measured.label(scene), shift, 4), base, 15) + (log ? ' (log)' : ''),
    sx: wide / end, sy: (box.bottom - box.top) / (b - a), to: log ? (v) => Math.log10(v - shift) : (v) => v,
  };
}

/**
 * Values that a logarithmic axis has no place for, each run's first.
 *
 * @param {CurveAxes} axes
 * @param {Run[]} runs
 * @param {MetricName} metric
 * @returns {{run: Run, step: number, value: number}[]}
 */
export function valuesBelow({ log, shift, a }, runs, metric) {
  if (!log) return [];
  const { of, first } = metricOf(metric), found = [];
  for (const run of runs) for (let j = first; j <= run.steps; j++) {
    const v = of(run, j) - shift;
    if (!finite(v) || (v > 0 && Math.log10(v) >= a)) continue;
    found.push({ run, step: j, value: v });
    break;
  }
  return found;
}

/**
 * @param {CurveAxes} axes
 * @param {Run[]} runs
 * @returns {number} how many losses of batches lie outside of the axes
 */
export function batchesOutside({ to, a, b }, runs) {
  let count = 0;
  for (const run of runs) for (const loss of run.batchLoss ?? []) {
    const u = to(loss);
    if (!(u >= a && u <= b)) count++;
  }
  return count;
}
