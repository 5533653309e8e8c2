// The local quadratic model on a curve: the parabola at the point, and on it where single steps lead, each
// with a line to the loss that is really there.
import { clamp, finite } from '../../base/numbers.js';
import { pixelOf, within } from '../../axes/frame.js';
import { emptied } from '../../base/canvas.js';
import { el } from '../../base/dom.js';
import { drawRing } from '../../draw/symbols.js';
import { drawCasedArrow, drawNames, LEAST_SEEN, strokeCased, WAY } from './pens.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { Frame, Pixel } from '../../axes/frame.js' */
/** @import { Look } from '../../wire/picture/local.js' */
/** @import { Room, StepArrow } from './pens.js' */

const PARABOLA_STEP = 3; // pixels from one point of the parabola to the next
const FORETOLD_RING = 4.5, REACHED_DISC = 3.5; // radii in pixels
const NAME_GAP = 12; // pixels from a disc to its name
const DROP_DASH = [2, 3]; // dashes from what the model foretells to what is there
const PARABOLA_DASH = [6, 4]; // dashes

/**
 * A step; foretold: its end on the parabola, null where that is beside the plot.
 *
 * @typedef {StepArrow & {foretold: Pixel | null}} CurveArrow
 */

/**
 * What is drawn, in pixels from the point.
 *
 * @typedef {object} CurveShapes
 * @property {Pixel} from        the point
 * @property {Room} room         how far the plot reaches
 * @property {Pixel[]} parabola  none where the derivatives are not finite
 * @property {Pixel | null} downhill
 * @property {CurveArrow[]} steps
 */

/**
 * @param {Look} look
 * @param {number} at the parameter
 * @param {number} sign 1 where runs climb, -1 where they descend
 * @param {Frame} frame
 * @returns {CurveShapes | null} null where the point is not in the plot
 */
export function curveShapesOf({ loss, gradient: [slope], eigenvalues: [bend], steps }, at, sign, frame) {
  const from = pixelOf(frame, at, loss), { left, right, top, bottom, ax, ay } = frame;
  if (!within(frame, ...from)) return null;
  const known = finite(slope) && finite(bend);
  const model = (/** @type {number} */ dx) => -ay * (slope + (bend * dx) / ax / 2) * (dx / ax);
  /** @type {Pixel[]} */
  const parabola = [];
  for (let dx = left - from[0]; known && dx <= right - from[0]; dx += PARABOLA_STEP) {
    parabola.push([dx, model(dx)]);
  }
  const length = Math.hypot(ax, slope * ay), way = (sign * Math.sign(slope) * WAY) / length;
  return {
    from, parabola, room: { left: left - from[0], right: right - from[0] },
    downhill: slope && finite(length) ? [way * ax, -way * slope * ay] : null,
    steps: steps.flatMap((step) => {
      const [x, y] = pixelOf(frame, step.end[0], step.value), dx = x - from[0];
      if (!finite(x) || !finite(y)) return [];
      const beside = x < left || x > right, inside = within(frame, x, y);
      /** @type {Pixel} */
      const to = beside ? [clamp(x, left, right) - from[0], 0] : [dx, clamp(y, top, bottom) - from[1]];
      return [{ step, to, cut: !inside, foretold: beside || !known ? null : [dx, model(dx)] }];
    }),
  };
}

/** The canvas of the parabola, as large as the plot. */
export class CurveLayer {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.canvas = host.appendChild(el('canvas', 'gd-over gd-local-curve'));
    /** @type {CurveShapes | null} what is drawn */
    this.shapes = null;
    this.canvas.style.visibility = 'hidden';
  }

  /**
   * @param {CurveShapes | null} shapes null: nothing
   * @param {Frame} frame
   * @param {Theme} theme
   */
  draw(shapes, { left, top, right, bottom }, theme) {
    this.shapes = shapes;
    this.canvas.style.visibility = shapes ? 'visible' : 'hidden';
    if (!shapes) return;
    const context = emptied(this.canvas, { left, top, width: right - left, height: bottom - top }, true);
    Object.assign(this.canvas.style, { left: `${left}px`, top: `${top}px` });
    const { from, parabola, downhill, steps, room } = shapes, { text: color, casing } = theme;
    context.save();
    context.translate(...from);
    context.lineJoin = 'round';
    strokeCased(context, parabola, { color, casing, width: 1.4, dash: PARABOLA_DASH });
    if (downhill) drawCasedArrow(context, downhill, { color, casing, width: 1.7, dash: [1.5, 3] });
    const seen = steps.filter(({ to: [dx, dy] }) => Math.hypot(dx, dy) >= LEAST_SEEN);
    for (const arrow of seen) drawSingleStep(context, arrow, theme);
    drawNames(context, seen, room, theme, NAME_GAP);
    context.restore();
  }
}

/**
 * One step: a ring on the parabola, a disc on the curve, and what lies between.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {CurveArrow} arrow
 * @param {Theme} theme
 */
function drawSingleStep(context, { step: { color }, to, cut, foretold }, theme) {
  const { casing } = theme;
  if (!foretold) {
    drawCasedArrow(context, to, { color, casing, width: 3 }, cut);
    return;
  }
  strokeCased(context, [foretold, to], { color, casing, width: 2, dash: DROP_DASH });
  drawRing(context, ...foretold, FORETOLD_RING, color, theme);
  if (cut) return;
  context.beginPath();
  context.arc(...to, REACHED_DISC, 0, 2 * Math.PI);
  context.fillStyle = color;
  context.fill();
}
