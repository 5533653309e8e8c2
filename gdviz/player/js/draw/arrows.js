// The step under the play head as arrows: what it would be without its memory, the memory's term, and their
// sum.
import { emptied } from '../base/canvas.js';
import { el } from '../base/dom.js';
import { clamp, roundDown125 } from '../base/numbers.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { Frame, Pixel } from '../axes/frame.js' */
/** @import { Run } from '../wire/run.js' */

/**
 * @typedef {'step' | 'momentum' | 'rest' | 'downhill' | 'tangent'} ArrowKind  rest: the step without its
 * memory
 */
/** @typedef {{kind: ArrowKind, label: string, dx: number, dy: number}} Arrow  pixels */

/**
 * The arrows of a step.
 *
 * @typedef {object} StepArrows
 * @property {number} step      its number
 * @property {Pixel} from       where it began
 * @property {number} factor    how many times as long as they are all arrows are drawn; 0: too short to draw
 * @property {Arrow[]} parts    they add up as they do in the method; "downhill" is a direction only
 */

const LONGEST = 0.42; // share of the picture's smaller side
const SHORTEST = 12, RAY = 46; // pixels of an arrow, of a mere direction
const HOPELESS = 1e4; // a longest arrow that would have to be drawn this much longer is not worth drawing
const NOTHING = 1e-6; // a memory's term that is smaller than this share of the step is not told apart from it

const lengthOf = (/** @type {{dx: number, dy: number}} */ { dx, dy }) => Math.hypot(dx, dy);

/**
 * The one factor of all arrows: 1 where the longest can be seen as it is, else a 1-2-5 number.
 *
 * @param {number} length pixels of the longest
 * @param {number} size pixels of the picture's smaller side
 * @returns {number} 0: too short to draw
 */
function factorOf(length, size) {
  if (!length) return 0;
  if (length > size * LONGEST) return roundDown125((size * LONGEST) / length);
  if (length >= SHORTEST) return 1;
  const factor = roundDown125((SHORTEST * 2) / length);
  return factor < HOPELESS ? factor : 0;
}

/**
 * The vectors that a step is made of: each term of the method that has an arrow, what the step would be
 * without its momentum, and the step.
 *
 * @param {Run} run
 * @param {number} step
 * @param {number[]} whole the step as the picture shows it
 * @returns {{kind: ArrowKind, label: string, vector: number[]}[]}
 */
export function termsOf(run, step, whole) {
  /** @type {{kind: ArrowKind, label: string, vector: number[]}[]} */
  const terms = [];
  for (const { key, label } of run.arrows) {
    const vector = run.arrow(key, step);
    if (!vector) continue;
    if (key === 'momentum_term' && Math.hypot(...vector) > NOTHING * Math.hypot(...whole)) {
      terms.push({ kind: 'rest', label: 'step without it', vector: whole.map((v, i) => v - vector[i]) });
    }
    terms.push({ kind: 'momentum', label, vector });
  }
  terms.push({ kind: 'step', label: 'step', vector: whole });
  return terms;
}

/**
 * The arrow that points downhill (or uphill for a run that climbs), of a fixed length.
 *
 * @param {Run} run
 * @param {number[]} gradient
 * @param {Frame} frame
 * @returns {Arrow[]} none where there is no direction
 */
function rayOf(run, [gx, gy], frame) {
  const dx = run.sign * gx * frame.ax, dy = -run.sign * gy * frame.ay, length = Math.hypot(dx, dy);
  if (!(length > 0 && Number.isFinite(length))) return [];
  const label = run.sign > 0 ? 'uphill, direction only' : 'downhill, direction only';
  return [{ kind: 'downhill', label, dx: (dx / length) * RAY, dy: (dy / length) * RAY }];
}

/**
 * The arrows of the step that is shown at play head k (`Run.stepShown`), from where it began.
 *
 * @param {Run} run
 * @param {number} k
 * @param {Frame} frame
 * @returns {StepArrows | null} null: the run has made no step, or its numbers are not recorded
 */
export function arrowsOf(run, k, frame) {
  const step = run.stepShown(k);
  if (!step) return null;
  const before = run.pair(run.theta, step - 1), after = run.pair(run.theta, step);
  const size = Math.min(frame.right - frame.left, frame.bottom - frame.top);
  const whole = after.map((v, i) => v - before[i]);
  const arrows = termsOf(run, step, whole)
    .map(({ kind, label, vector: [x, y] }) => ({ kind, label, dx: x * frame.ax, dy: -y * frame.ay }))
    .filter((arrow) => lengthOf(arrow) > 0 && Number.isFinite(lengthOf(arrow)));
  const factor = factorOf(Math.max(0, ...arrows.map(lengthOf)), size);
  const scaled = arrows.map((arrow) => ({ ...arrow, dx: arrow.dx * factor, dy: arrow.dy * factor }));
  return {
    step: run.stepNumber(step), from: [before[0] * frame.ax + frame.ox, -before[1] * frame.ay + frame.oy],
    factor,
    parts: [...rayOf(run, run.pair(run.g, step - 1), frame), ...(factor ? scaled : [])],
  };
}

/** @type {Partial<Record<ArrowKind, number[]>>} */
const PATTERNS = { momentum: [4, 3], downhill: [1.5, 3] };

/**
 * Draw one arrow: the step in the run's colour, its parts thin, the momentum dashed, a mere direction dotted.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x where it begins, in pixels
 * @param {number} y
 * @param {Arrow} arrow
 * @param {Run} run
 * @param {Theme} theme
 */
export function drawArrow(context, x, y, { dx, dy, kind }, run, theme) {
  const length = Math.hypot(dx, dy), ux = dx / length, uy = dy / length;
  const tip = Math.min(length, clamp(length * 0.4, 5, 10));
  const ex = x + dx, ey = y + dy, width = kind === 'step' ? 2.6 : 1.7;
  /** @type {(color: string, casing: number) => void} */
  const paint = (color, casing) => {
    context.strokeStyle = context.fillStyle = color;
    context.lineWidth = width + casing;
    context.setLineDash((!casing && PATTERNS[kind]) || []);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(ex - ux * tip * 0.8, ey - uy * tip * 0.8);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    context.moveTo(ex, ey);
    context.lineTo(ex - ux * tip - uy * tip * 0.5, ey - uy * tip + ux * tip * 0.5);
    context.lineTo(ex - ux * tip + uy * tip * 0.5, ey - uy * tip - ux * tip * 0.5);
    context.closePath();
    if (casing) context.stroke();
    context.fill();
  };
  context.lineJoin = 'round';
  paint(theme.background, 2);
  paint(kind === 'step' ? run.color : theme.text, 0);
}

/** Arrows on a canvas no larger than they are, which the compositor shifts. */
export class ArrowCanvas {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.canvas = host.appendChild(el('canvas', 'gd-over gd-arrow-canvas'));
    this.visible = true;
  }

  /** @param {boolean} visible */
  show(visible) {
    if (visible === this.visible) return;
    this.visible = visible;
    this.canvas.style.visibility = visible ? 'visible' : 'hidden';
  }

  /**
   * Draw arrows; the canvas is a box of 64-pixel units around them.
   *
   * @param {StepArrows | null} arrows
   * @param {Run | undefined} run
   * @param {Theme} theme
   */
  draw(arrows, run, theme) {
    if (!run || !arrows?.parts.length) {
      this.show(false);
      return;
    }
    const { from: [x, y], parts } = arrows;
    const reach = Math.max(...parts.map(({ dx, dy }) => Math.max(Math.abs(dx), Math.abs(dy)))) + 14;
    const half = Math.ceil(reach / 32) * 32;
    const context = emptied(this.canvas, { width: 2 * half, height: 2 * half });
    for (const arrow of parts) drawArrow(context, half, half, arrow, run, theme);
    this.canvas.style.transform = `translate(${(x - half).toFixed(2)}px, ${(y - half).toFixed(2)}px)`;
    this.show(true);
  }
}
