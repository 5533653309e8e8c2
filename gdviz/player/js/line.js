// The picture of one parameter: the loss as a curve, the visited points on it, the tangent and the step under the play head.
import { within } from './axes2d.js';
import { drawArrow } from './marks.js';
import { fitCanvas } from './trail.js';
import { clamp, el, shown } from './util.js';

const POLE = 1.8;                // a largest value that grows so much from every third sample to all of them never ends
const STEEP = 6;                 // walls so many times as high as the lower half of the curve would flatten its floor
const MOST_SPOTS = 600, SPOTS_APART = 3;     // visited points that are drawn of a run at most; pixels from one to the next
const FOOT = 35;                               // pixels above the foot of the picture that are left to the note on the step
const STUBBY = 3, BELOW = 11;  // pixels: of a step that is drawn; from the step down to its parts

const quantile = (sorted, q) => sorted[Math.round(q * (sorted.length - 1))];

/** Whether the largest of `values` (sorted: `all`) belongs to a pole: the finer the samples, the larger it is. */
function endless(values, all) {
  const middle = quantile(all, 0.5), thirds = [-Infinity, -Infinity, -Infinity];
  values.forEach((v, i) => { if (v > thirds[i % 3]) thirds[i % 3] = v; });
  return all[all.length - 1] - middle > POLE * (Math.min(...thirds) - middle);
}

/** The range of heights [lo, hi] in which a curve (its samples) is first shown; it holds `also`, and leaves some room. */
export function heightsOf(samples, also = []) {
  const values = Array.from(samples).filter(Number.isFinite), extra = also.filter(Number.isFinite);
  if (!values.length) return extra.length ? [Math.min(...extra) - 0.5, Math.max(...extra) + 0.5] : [0, 1];
  const sorted = Float64Array.from(values).sort(), mirrored = values.map((v) => -v);
  const bottomless = endless(mirrored, Float64Array.from(mirrored).sort());
  const lo = Math.min(bottomless ? quantile(sorted, 0.1) : sorted[0], ...extra), middle = quantile(sorted, 0.5);
  const top = sorted[sorted.length - 1], walls = top - middle > STEEP * (middle - sorted[0]) && middle > sorted[0];
  const hi = Math.max(endless(values, sorted) || walls ? quantile(sorted, 0.8) : top, ...extra);
  const room = hi > lo ? 0.07 * (hi - lo) : Math.max(0.1 * Math.abs(hi), 0.5);
  return [lo - room, hi + room];
}

/** Points (x, loss) of a run of one parameter, as the picture has them. */
export function spotsOf(theta, loss) {
  const spots = new Float32Array(2 * loss.length);
  for (let j = 0; j < loss.length; j++) { spots[2 * j] = theta[j]; spots[2 * j + 1] = loss[j]; }
  return spots;
}

/** What plotly.js draws: the curve, and below it the penalty's own where the scene has it. */
export function curveTraces({ surface, penalty }, theme) {
  const line = (values, look) => ({
    type: 'scatter', mode: 'lines', hoverinfo: 'skip', connectgaps: false, x0: surface.x[0],
    dx: (surface.x[1] - surface.x[0]) / (values.length - 1), y: Array.from(values, (v) => (Number.isFinite(v) ? v : null)), line: look });
  const own = penalty ? [line(penalty, { width: 1.3, dash: 'dot', color: theme.muted })] : [];
  return [...own, line(surface.z, { width: 2.4, color: theme.text, simplify: false })];
}

/** Loss at x between the samples; NaN outside. */
export function lossAt({ x: [lo, hi], nx, z }, x) {
  const u = ((x - lo) / (hi - lo)) * (nx - 1);
  if (!(u >= 0 && u <= nx - 1)) return NaN;
  const i = Math.min(nx - 2, Math.floor(u));
  return z[i] + (z[i + 1] - z[i]) * (u - i);
}

/** The window that holds the runs: {x} where they leave it to a side (40 of its widths at most), else heights {y} for all. */
export function reachOf(runs, { x: [a, b], y }) {
  let [left, right] = [a, b], [low, high] = y;
  for (const run of runs) for (let j = 0; j <= run.steps; j++) {
    const x = run.spots[2 * j], f = run.spots[2 * j + 1];
    if (Number.isFinite(x)) { left = Math.min(left, x); right = Math.max(right, x); }
    if (Number.isFinite(f)) { low = Math.min(low, f); high = Math.max(high, f); }
  }
  if (left >= a && right <= b) return { y: low < y[0] || high > y[1] ? [low - 0.05 * (high - low), high + 0.05 * (high - low)] : y };
  const most = 40 * (b - a);
  [left, right] = [Math.max(left, a - most), Math.min(right, b + most)];
  return { x: [left - 0.04 * (right - left), right + 0.04 * (right - left)] };
}

/**
 * The step that is told at play head k (`run.stepTold`), in pixels: where it began (`from`), where it ended on the curve
 * (`to`), the tangent's `slope` in the loss's own units, and its arrows as `arrowsOf` of marks.js has them, never rescaled.
 */
export function stepOn(run, k, frame) {
  const step = run.stepTold(k);
  if (!step) return null;
  const place = (j) => [frame.ox + run.spots[2 * j] * frame.ax, frame.oy - run.spots[2 * j + 1] * frame.ay];
  const from = place(step - 1), to = place(step), slope = run.g[step - 1], parts = [];
  const add = (kind, label, v) => { if (Number.isFinite(v) && Math.abs(v) * frame.ax > 0) parts.push({ kind, label, dx: v * frame.ax, dy: 0 }); };
  const whole = run.theta[step] - run.theta[step - 1];
  for (const { key, label } of run.arrows) {
    const v = run.value(key, 0, step), one = Array.isArray(v) && v.length === 1 ? v[0] : NaN;
    if (!Number.isFinite(one)) continue;
    if (key === 'momentum_term' && Math.abs(one) > 1e-6 * Math.abs(whole)) add('rest', 'step without it', whole - one);
    add('momentum', label, one);
  }
  add('step', 'step', whole);
  const long = Math.abs(to[0] - from[0]) >= STUBBY;
  const tangent = Number.isFinite(slope) ? [{ kind: 'tangent', label: `tangent, slope ${shown(slope, 4)}`, dx: 0, dy: 0 }] : [];
  return { step: run.number(step), factor: long ? 1 : 0, from, to, slope, parts: [...tangent, ...(long ? parts : [])] };
}

/** The ends of the tangent through `from` in pixels: as long as suits the picture, whatever its slope. */
export function tangentOf({ from: [x, y], slope }, frame) {
  const dx = 1, dy = (-slope * frame.ay) / frame.ax, length = Math.hypot(dx, dy);
  const half = clamp(0.24 * (frame.right - frame.left), 56, 190), ux = (dx / length) * half, uy = (dy / length) * half;
  return [[x - ux, y - uy], [x + ux, y + uy]];
}

/** Draws the visited points of all runs and the focused run's tangent and step, on a canvas as large as the picture. */
export class StepDrawing {
  constructor(host) {
    this.canvas = host.appendChild(el('canvas', 'gd-over gd-step-canvas'));
    this.visited = new Map();
  }

  hide() { this.canvas.style.visibility = 'hidden'; this.visited.clear(); }

  /** `found` is what `stepOn` says of the run `focused`, or null; `hovered`: a pixel on the curve, or null. */
  draw({ runs, k, found, focused, hovered, frame, theme }) {
    const { left, top, right, bottom } = frame, ratio = window.devicePixelRatio || 1;
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (this.frame !== frame) { this.frame = frame; this.visited.clear(); }
    fitCanvas(this.canvas, right - left, bottom - top);
    Object.assign(this.canvas.style, { left: `${left}px`, top: `${top}px`, visibility: 'visible' });
    context.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
    context.clearRect(left, top, right - left, bottom - top);
    for (const run of runs) this.dots(context, run, run.head(k), theme);
    if (hovered) this.ring(context, ...hovered, theme.text, theme, 4);
    if (found) this.step(context, found, focused, theme);
  }

  /** The points that a run has visited, those that are apart on the screen. */
  dots(context, run, head, theme) {
    let known = this.visited.get(run);
    if (!known || known.head > head) this.visited.set(run, known = { head: -1, at: [] });
    const f = this.frame;
    for (let j = known.head + 1; j <= head && known.at.length < MOST_SPOTS; j++) {
      const x = f.ox + run.spots[2 * j] * f.ax, y = f.oy - run.spots[2 * j + 1] * f.ay, last = known.at[known.at.length - 1];
      if (x - x !== 0 || y - y !== 0 || (last && Math.hypot(x - last[0], y - last[1]) < SPOTS_APART)) continue;
      if (x > f.left - 9 && x < f.right + 9 && y > f.top - 9 && y < f.bottom + 9) known.at.push([x, y]);
    }
    known.head = head;
    const path = new Path2D();
    for (const [x, y] of known.at) { path.moveTo(x + 3, y); path.arc(x, y, 3, 0, 2 * Math.PI); }
    context.lineWidth = 1.4;
    context.strokeStyle = theme.background;
    context.fillStyle = run.color;
    context.stroke(path);
    context.fill(path);
  }

  /** The slope in numbers beside an end of the tangent: the one that the step does not cross, where that is in the picture. */
  tell(context, found, run, theme) {
    if (!Number.isFinite(found.slope)) return;
    const f = this.frame, ends = tangentOf(found, f), text = `slope ${shown(found.slope, 3)}`;
    if (found.to[0] < found.from[0]) ends.reverse();
    const [x, y] = ends.find((at) => within(f, ...at)) ?? ends[0];
    context.font = `12px ${theme.font}`;
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    const half = context.measureText(text).width / 2 + 5, rises = (y < found.from[1]) === (x > found.from[0]);
    const tx = clamp(x + (rises ? -half - 4 : half + 4), f.left + half + 4, f.right - half - 4), ty = clamp(y, f.top + 12, f.bottom - FOOT);
    context.lineJoin = 'round';
    context.lineWidth = 4;
    context.setLineDash([]);
    context.strokeStyle = theme.background;
    context.strokeText(text, tx, ty);
    context.fillStyle = theme.text;
    context.fillText(text, tx, ty);
  }

  ring(context, x, y, color, theme, radius) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.setLineDash([]);
    context.fillStyle = theme.background;
    context.strokeStyle = color;
    context.fill();
    context.stroke();
  }

  step(context, found, run, theme) {
    const { from, to, factor, parts } = found, [x, y] = from;
    if (Number.isFinite(found.slope)) {
      const [[ax, ay], [bx, by]] = tangentOf(found, this.frame);
      context.lineCap = 'round';
      for (const [color, width, dash] of [[theme.casing, 5, []], [run.color, 1.8, []]]) {
        context.strokeStyle = color;
        context.lineWidth = width;
        context.setLineDash(dash);
        context.beginPath();
        context.moveTo(ax, ay);
        context.lineTo(bx, by);
        context.stroke();
      }
    }
    this.tell(context, found, run, theme);
    if (factor) {
      context.strokeStyle = run.color; // from where the step ends down (or up) to the curve
      context.lineWidth = 1.6;
      context.setLineDash([2, 4]);
      context.beginPath();
      context.moveTo(to[0], y);
      context.lineTo(...to);
      context.stroke();
      const down = y + 3 * BELOW < this.frame.bottom ? BELOW : -BELOW;
      let at = x, row = 0; // the parts one after the other, each in a row of its own: they are seen to add up to the step
      for (const part of parts) {
        if (part.kind === 'step') drawArrow(context, x, y, part, run, theme);
        if (part.kind === 'step' || part.kind === 'tangent' || Math.abs(part.dx) < STUBBY) continue;
        drawArrow(context, at, y + ++row * down, part, run, theme);
        at += part.dx;
      }
      this.ring(context, ...to, run.color, theme, 4.5);
    }
    this.ring(context, x, y, run.color, theme, 4.5);
  }
}
