// The local quadratic model at a point, in pixels: the ellipse with its axes, the way downhill, single steps.
import { clamp, finite } from '../../base/numbers.js';
import { pixelOf, within } from '../../axes/frame.js';
import { WAY } from './pens.js';

/** @import { Frame, Pixel } from '../../axes/frame.js' */
/** @import { Look } from '../../wire/picture/local.js' */
/** @import { Room, StepArrow } from './pens.js' */

const ELLIPSE_SIZE = 0.14; // of the plot's smaller side: the longest semi-axis of the ellipse
const ELLIPSE_CORNERS = 64; // of the polygon that stands for the ellipse

/** @typedef {{to: Pixel, sign: number}} Axis   a semi-axis, and the sign of the curvature along it */

/**
 * What is drawn, in pixels from the point.
 *
 * @typedef {object} LocalShapes
 * @property {Pixel} from        the point
 * @property {Room} room
 * @property {Pixel[]} ring      the ellipse; none where the Hessian is not finite
 * @property {Axis[]} axes
 * @property {Pixel | null} downhill
 * @property {StepArrow[]} steps
 */

/**
 * @param {Pixel} from
 * @param {Pixel} to
 * @param {Frame} frame
 * @returns {number} which share of the way from one pixel to another lies in the plot
 */
function shareWithin([x, y], [tx, ty], { left, right, top, bottom }) {
  const dx = tx - x, dy = ty - y;
  const across = ((dx > 0 ? right : left) - x) / dx, upwards = ((dy > 0 ? bottom : top) - y) / dy;
  return clamp(Math.min(dx ? across : 1, dy ? upwards : 1), 0, 1);
}

/**
 * @param {Look} look
 * @param {number[]} at the point
 * @param {number} sign 1 where runs climb, -1 where they descend
 * @param {Frame} frame
 * @returns {LocalShapes | null} null where the point is not in the plot
 */
export function shapesOf(look, at, sign, frame) {
  const from = pixelOf(frame, at[0], at[1]);
  if (!within(frame, ...from)) return null;
  const seen = (/** @type {number[]} */ [x, y]) => /** @type {Pixel} */ ([x * frame.ax, -y * frame.ay]);
  const size = ELLIPSE_SIZE * Math.min(frame.right - frame.left, frame.bottom - frame.top);
  const raw = look.axes.map(seen), longest = Math.max(...raw.map(([x, y]) => Math.hypot(x, y)));
  const known = finite(longest) && longest > 0;
  /** @type {Axis[]} */
  const axes = known ? raw.map(([x, y], i) => ({
    to: [(x * size) / longest, (y * size) / longest], sign: Math.sign(look.eigenvalues[i]),
  })) : [];
  const ring = known ? Array.from({ length: ELLIPSE_CORNERS }, (_, i) => {
    const turn = (2 * Math.PI * i) / ELLIPSE_CORNERS, c = Math.cos(turn), s = Math.sin(turn);
    return /** @type {Pixel} */ ([0, 1].map((k) => c * axes[0].to[k] + s * axes[1].to[k]));
  }) : [];
  const [gx, gy] = seen(look.gradient), slope = Math.hypot(gx, gy);
  const steps = look.steps.flatMap((step) => {
    const end = pixelOf(frame, step.end[0], step.end[1]);
    if (!finite(end[0]) || !finite(end[1])) return [];
    const share = shareWithin(from, end, frame);
    /** @type {Pixel} */
    const to = [(end[0] - from[0]) * share, (end[1] - from[1]) * share];
    return [{ step, to, cut: share < 1 }];
  });
  return {
    from, ring, axes, steps, room: { left: frame.left - from[0], right: frame.right - from[0] },
    downhill: slope > 0 && finite(slope) ? [(sign * gx * WAY) / slope, (sign * gy * WAY) / slope] : null,
  };
}
