// Where the contour plot lies in its panel.

/** @import { Range } from '../base/numbers.js' */

/** @typedef {{l: number, r: number, t: number, b: number}} Margins  pixels, as plotly.js names them */

/** @type {Margins} */
const PLOT_ROOM = { l: 50, r: 58, t: 8, b: 40 }; // for ticks, names and the colour bar

/**
 * The margins of the plot in a panel.
 *
 * @param {number} width of the panel in pixels
 * @param {number} height
 * @param {Range} x what is shown
 * @param {Range} y
 * @param {boolean} equal one unit is as long across as upwards, so that right angles are right angles; what
 * the ranges leave of the panel is shared between opposite sides
 * @returns {Margins}
 */
export function marginsOf(width, height, x, y, equal) {
  const w = width - PLOT_ROOM.l - PLOT_ROOM.r, h = height - PLOT_ROOM.t - PLOT_ROOM.b;
  const dx = Math.abs(x[1] - x[0]), dy = Math.abs(y[1] - y[0]);
  if (!equal || !(w > 0 && h > 0 && dx > 0 && dy > 0)) return { ...PLOT_ROOM };
  const unit = Math.min(w / dx, h / dy), across = (w - unit * dx) / 2, upwards = (h - unit * dy) / 2;
  const { l, r, t, b } = PLOT_ROOM;
  return { l: l + across, r: r + across, t: t + upwards, b: b + upwards };
}

/**
 * The margins of the plot of a panel. A curve has no colour bar.
 *
 * @param {{host: HTMLElement, equal: boolean, scene: {flat: boolean} | null}} panel
 * @param {Range} x what is shown
 * @param {Range} y
 * @returns {Margins}
 */
export function marginsIn({ host: { clientWidth, clientHeight }, equal, scene }, x, y) {
  const margins = marginsOf(clientWidth, clientHeight, x, y, equal);
  return scene?.flat ? { ...margins, r: 14 } : margins;
}
