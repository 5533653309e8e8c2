// Draws the local quadratic model at a point over the contours.
import { emptied } from '../../base/canvas.js';
import { el } from '../../base/dom.js';
import { drawCasedArrow, drawNames, LEAST_SEEN, NAME_ROOM, strokeCased } from './pens.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { LocalShapes } from './shapes.js' */

/** Dashes of an axis by the sign of the curvature along it. @type {Record<string, number[]>} */
const AXIS_DASHES = { '1': [], '-1': [2, 4], '0': [7, 4] };

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
