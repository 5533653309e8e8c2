// Draws the local quadratic model at a point: thin lines with a casing, so that paths and contours stay seen.
import { emptied } from '../../base/canvas.js';
import { el } from '../../base/dom.js';
import { clamp } from '../../base/numbers.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { Pixel } from '../../axes/frame.js' */
/** @import { LocalShapes } from './shapes.js' */

const LEAST_SEEN = 7; // pixels of an arrow that can be seen
const NAME_ROOM = 96; // pixels around what is drawn, for labels at the tips
const NAME_HEIGHT = 13; // pixels from one label to the next below it
/** Dashes of an axis by the sign of the curvature along it. @type {Record<string, number[]>} */
const AXIS_DASHES = { '1': [], '-1': [2, 4], '0': [7, 4] };

/**
 * A line with a casing beneath it.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Pixel[]} points
 * @param {{color: string, casing: string, width: number, dash?: number[]}} pen
 */
function strokeCased(context, points, { color, casing, width, dash = [] }) {
  context.setLineDash(dash);
  for (const [style, extra] of /** @type {[string, number][]} */ ([[casing, 1.8], [color, 0]])) {
    context.strokeStyle = style;
    context.lineWidth = width + extra;
    context.beginPath();
    for (const [x, y] of points) context.lineTo(x, y);
    context.stroke();
  }
  context.setLineDash([]);
}

/**
 * An arrow; one that is cut has no tip: it leads on.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Pixel} to
 * @param {{color: string, casing: string, width: number, dash?: number[]}} pen
 * @param {boolean} [cut]
 */
function drawCasedArrow(context, [x, y], pen, cut = false) {
  const length = Math.hypot(x, y), ux = x / length, uy = y / length;
  const tip = cut ? 0 : clamp(length * 0.4, 6, 11);
  strokeCased(context, [[0, 0], [x - ux * tip * 0.8, y - uy * tip * 0.8]], pen);
  if (cut) return;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - ux * tip - uy * tip * 0.5, y - uy * tip + ux * tip * 0.5);
  context.lineTo(x - ux * tip + uy * tip * 0.5, y - uy * tip - ux * tip * 0.5);
  context.closePath();
  context.lineWidth = 2;
  context.strokeStyle = pen.casing;
  context.fillStyle = pen.color;
  context.stroke();
  context.fill();
}

/**
 * Names at the tips of the arrows, none over another.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {LocalShapes['steps']} steps
 * @param {LocalShapes['room']} room
 * @param {Theme} theme
 */
function drawNames(context, steps, room, theme) {
  /** @type {Pixel[]} */
  const taken = [];
  context.font = `600 11px ${theme.font}`;
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.strokeStyle = theme.background;
  for (const { step, to: [x, y], cut } of steps) {
    const length = Math.hypot(x, y), left = (x < 0) !== cut; // a name beyond the tip, or before the border
    const wide = context.measureText(step.short).width, behind = left ? wide : 0;
    const tx = clamp(x + (x / length) * (cut ? -10 : 6), room.left + behind, room.right - wide + behind);
    let ty = y + (y / length) * (cut ? -10 : 8);
    const hidden = () => taken.some(([ox, oy]) => (
      Math.abs(ox - tx) < NAME_ROOM && Math.abs(oy - ty) < NAME_HEIGHT));
    while (hidden()) ty += NAME_HEIGHT;
    taken.push([tx, ty]);
    context.textAlign = left ? 'right' : 'left';
    context.fillStyle = theme.text;
    context.strokeText(step.short, tx, ty);
    context.fillText(step.short, tx, ty);
  }
}

/** The canvas of a local model: a box of 64-pixel units around it, which the compositor shifts. */
export class LocalLayer {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.canvas = host.appendChild(el('canvas', 'gd-over gd-arrow-canvas gd-local-canvas'));
    /** @type {LocalShapes | null} what is drawn */
    this.shapes = null;
    this.canvas.style.visibility = 'hidden';
  }

  /**
   * @param {LocalShapes | null} shapes null: nothing
   * @param {Theme} theme
   */
  draw(shapes, theme) {
    this.shapes = shapes;
    this.canvas.style.visibility = shapes ? 'visible' : 'hidden';
    if (!shapes) return;
    const { from: [x, y], room, ring, axes, downhill, steps } = shapes;
    const ends = [...axes.map(({ to }) => to), ...steps.map(({ to }) => to), downhill ?? [0, 0]];
    const reach = Math.max(...ends.map(([dx, dy]) => Math.max(Math.abs(dx), Math.abs(dy)))) + NAME_ROOM;
    const half = Math.ceil(reach / 32) * 32;
    const context = emptied(this.canvas, { left: -half, top: -half, width: 2 * half, height: 2 * half });
    const { text: color, casing } = theme, thin = { color, casing, width: 1.2 };
    context.lineJoin = 'round';
    if (ring.length) strokeCased(context, [...ring, ring[0]], thin);
    for (const { to: [dx, dy], sign } of axes) {
      strokeCased(context, [[-dx, -dy], [dx, dy]], { ...thin, dash: AXIS_DASHES[sign] });
    }
    if (downhill) drawCasedArrow(context, downhill, { ...thin, width: 1.7, dash: [1.5, 3] });
    const seen = steps.filter(({ to: [dx, dy] }) => Math.hypot(dx, dy) >= LEAST_SEEN);
    for (const { step, to, cut } of seen) {
      drawCasedArrow(context, to, { color: step.color, casing, width: 3 }, cut);
    }
    drawNames(context, seen, room, theme);
    this.canvas.style.transform = `translate(${(x - half).toFixed(2)}px, ${(y - half).toFixed(2)}px)`;
  }
}
