// The picture of one parameter: the visited points on the curve, the tangent and the step under the play
// head.
import { contextOf, emptied } from '../../base/canvas.js';
import { el } from '../../base/dom.js';
import { clamp, finite, readable } from '../../base/numbers.js';
import { pixelOf, within } from '../../axes/frame.js';
import { drawArrow, termsOf } from '../arrows.js';
import { drawRing } from '../symbols.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { Frame, Pixel } from '../../axes/frame.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { Arrow, StepArrows } from '../arrows.js' */

/**
 * The arrows of a step on a curve, in their true length: the tangent's slope is in the loss's own units.
 *
 * @typedef {StepArrows & {to: Pixel, slope: number}} CurveStep
 */
/**
 * The points of a run that are drawn, up to iterate `head`.
 *
 * @typedef {{head: number, pixels: Pixel[]}} Visited
 */

// visited points that are drawn of a run at most; pixels from one to the next
const MOST_VISITED = 600, APART = 3;
const AROUND = 9; // pixels around the picture in which points are drawn
const FOOT = 35; // pixels above the foot of the picture that are left to the note on the step
const SHORTEST_STEP = 3, BELOW = 11; // pixels: of a step that is drawn; from the step down to its parts
const POINT = 3, RING = 4.5, POINTER_RING = 4; // radii in pixels

/**
 * The step that is shown at play head k (`Run.stepShown`) on the curve.
 *
 * @param {Run} run
 * @param {number} k
 * @param {Frame} frame
 * @returns {CurveStep | null} null: the run has made no step, or its numbers are not recorded
 */
export function stepOnCurve(run, k, frame) {
  const step = run.stepShown(k);
  if (!step) return null;
  const at = (/** @type {number} */ j) => pixelOf(frame, run.points[2 * j], run.points[2 * j + 1]);
  const from = at(step - 1), to = at(step), slope = run.g[step - 1];
  const long = Math.abs(to[0] - from[0]) >= SHORTEST_STEP;
  const whole = run.theta[step] - run.theta[step - 1];
  const moves = termsOf(run, step, [whole])
    .filter(({ vector: [v] }) => Number.isFinite(v) && Math.abs(v) * frame.ax > 0)
    .map(({ kind, label, vector: [v] }) => ({ kind, label, dx: v * frame.ax, dy: 0 }));
  /** @type {Arrow[]} */
  const tangent = Number.isFinite(slope)
    ? [{ kind: 'tangent', label: `tangent, slope ${readable(slope, 4)}`, dx: 0, dy: 0 }] : [];
  return {
    step: run.stepNumber(step), factor: long ? 1 : 0, from, to, slope,
    parts: [...tangent, ...(long ? moves : [])],
  };
}

/**
 * The ends of the tangent: as long as suits the picture, whatever its slope.
 *
 * @param {CurveStep} step
 * @param {Frame} frame
 * @returns {Pixel[]}
 */
function tangentOf({ from: [x, y], slope }, frame) {
  const rise = (-slope * frame.ay) / frame.ax, length = Math.hypot(1, rise);
  const half = clamp(0.24 * (frame.right - frame.left), 56, 190);
  const ux = (1 / length) * half, uy = (rise / length) * half;
  return [[x - ux, y - uy], [x + ux, y + uy]];
}

/**
 * Draws the visited points of all runs and the focused run's tangent and step, on a canvas as large as the
 * picture.
 */
export class CurveStepCanvas {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.canvas = host.appendChild(el('canvas', 'gd-over gd-step-canvas'));
    this.context = contextOf(this.canvas, true);
    /** @type {Map<Run, Visited>} */
    this.visited = new Map();
    /** @type {Frame | null} */
    this.frame = null;
  }

  /** Another picture has no curve. */
  hide() {
    this.canvas.style.visibility = 'hidden';
    this.visited.clear();
  }

  /**
   * @param {object} picture
   * @param {Run[]} picture.runs
   * @param {number} picture.k
   * @param {CurveStep | null} picture.step of the focused run
   * @param {Run | undefined} picture.focused
   * @param {Pixel | null} picture.hovered a pixel on the curve
   * @param {Frame} picture.frame
   * @param {Theme} picture.theme
   */
  draw({ runs, k, step, focused, hovered, frame, theme }) {
    const { left, top, right, bottom } = frame;
    if (this.frame !== frame) this.visited.clear();
    this.frame = frame;
    emptied(this.canvas, { left, top, width: right - left, height: bottom - top }, true);
    Object.assign(this.canvas.style, { left: `${left}px`, top: `${top}px`, visibility: 'visible' });
    for (const run of runs) this.drawVisited(run, run.head(k), frame, theme);
    if (hovered) drawRing(this.context, ...hovered, POINTER_RING, theme.text, theme);
    if (step && focused) this.drawStep(step, focused, frame, theme);
  }

  /**
   * The points that a run has visited, those that are apart on the screen.
   *
   * @param {Run} run
   * @param {number} head
   * @param {Frame} f
   * @param {Theme} theme
   */
  drawVisited(run, head, f, theme) {
    let visited = this.visited.get(run);
    if (!visited || visited.head > head) this.visited.set(run, visited = { head: -1, pixels: [] });
    const { pixels } = visited;
    for (let j = visited.head + 1; j <= head && pixels.length < MOST_VISITED; j++) {
      const [x, y] = pixelOf(f, run.points[2 * j], run.points[2 * j + 1]), last = pixels[pixels.length - 1];
      if (!finite(x) || !finite(y) || (last && Math.hypot(x - last[0], y - last[1]) < APART)) continue;
      if (x > f.left - AROUND && x < f.right + AROUND && y > f.top - AROUND && y < f.bottom + AROUND) {
        pixels.push([x, y]);
      }
    }
    visited.head = head;
    const { context } = this, path = new Path2D();
    for (const [x, y] of pixels) {
      path.moveTo(x + POINT, y);
      path.arc(x, y, POINT, 0, 2 * Math.PI);
    }
    context.lineWidth = 1.4;
    context.strokeStyle = theme.background;
    context.fillStyle = run.color;
    context.stroke(path);
    context.fill(path);
  }

  /**
   * @param {CurveStep} step
   * @param {Run} run
   * @param {Frame} frame
   * @param {Theme} theme
   */
  drawStep(step, run, frame, theme) {
    const { context } = this, { from: [x, y], to } = step;
    if (Number.isFinite(step.slope)) {
      this.drawTangent(step, run, frame, theme);
      this.writeSlope(step, frame, theme);
    }
    if (step.factor) {
      this.drawDrop(to, y, run);
      this.drawParts(step, run, frame, theme);
      drawRing(context, ...to, RING, run.color, theme);
    }
    drawRing(context, x, y, RING, run.color, theme);
  }

  /**
   * @param {CurveStep} step
   * @param {Run} run
   * @param {Frame} frame
   * @param {Theme} theme
   */
  drawTangent(step, run, frame, theme) {
    const { context } = this, [start, end] = tangentOf(step, frame);
    context.lineCap = 'round';
    context.setLineDash([]);
    for (const { color, width } of [{ color: theme.casing, width: 5 }, { color: run.color, width: 1.8 }]) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(...start);
      context.lineTo(...end);
      context.stroke();
    }
  }

  /**
   * The slope in numbers beside an end of the tangent: the one that the step does not cross, where that is in
   * the picture.
   *
   * @param {CurveStep} step
   * @param {Frame} f
   * @param {Theme} theme
   */
  writeSlope(step, f, theme) {
    const { context } = this, ends = tangentOf(step, f), text = `slope ${readable(step.slope, 3)}`;
    if (step.to[0] < step.from[0]) ends.reverse();
    const [x, y] = ends.find((end) => within(f, ...end)) ?? ends[0];
    context.font = `12px ${theme.font}`;
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    const half = context.measureText(text).width / 2 + 5, rises = (y < step.from[1]) === (x > step.from[0]);
    const tx = clamp(x + (rises ? -half - 4 : half + 4), f.left + half + 4, f.right - half - 4);
    const ty = clamp(y, f.top + 12, f.bottom - FOOT);
    context.lineJoin = 'round';
    context.lineWidth = 4;
    context.setLineDash([]);
    context.strokeStyle = theme.background;
    context.strokeText(text, tx, ty);
    context.fillStyle = theme.text;
    context.fillText(text, tx, ty);
  }

  /**
   * From where the step ends down (or up) to the curve.
   *
   * @param {Pixel} to
   * @param {number} y the height of the step
   * @param {Run} run
   */
  drawDrop(to, y, run) {
    const { context } = this;
    context.strokeStyle = run.color;
    context.lineWidth = 1.6;
    context.setLineDash([2, 4]);
    context.beginPath();
    context.moveTo(to[0], y);
    context.lineTo(...to);
    context.stroke();
  }

  /**
   * The step, and below it its parts one after the other, each in a row of its own: they are seen to add up
   * to it.
   *
   * @param {CurveStep} step
   * @param {Run} run
   * @param {Frame} frame
   * @param {Theme} theme
   */
  drawParts({ from: [x, y], parts }, run, frame, theme) {
    const down = y + 3 * BELOW < frame.bottom ? BELOW : -BELOW;
    let begin = x, row = 0;
    for (const part of parts) {
      if (part.kind === 'step') drawArrow(this.context, x, y, part, run, theme);
      if (part.kind === 'step' || part.kind === 'tangent' || Math.abs(part.dx) < SHORTEST_STEP) continue;
      drawArrow(this.context, begin, y + ++row * down, part, run, theme);
      begin += part.dx;
    }
  }
}
