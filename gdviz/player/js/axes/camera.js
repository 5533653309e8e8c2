// The camera of plotly.js's 3-D plot: how a point of the surface becomes a pixel of the panel. It reads
// private fields; a browser test compares what they say with what is drawn.
import { clamp } from '../base/numbers.js';
import { product, viewer } from './projection.js';

/** @import { Camera, GLPlot, PlotElement } from '../base/plotly.js' */
/** @import { Point3 } from './projection.js' */

/**
 * @typedef {object} Projection
 * @property {number[]} matrix    to the screen, column by column
 * @property {Point3} scaling     of the data before the matrix
 * @property {Point3} eye         in coordinates of the data
 * @property {{left: number, top: number, width: number, height: number}} box   of the plot in the panel
 */

/**
 * @param {PlotElement} plot
 * @returns {GLPlot | undefined} undefined before it is drawn
 */
export const glOf = (plot) => plot._fullLayout?.scene?._scene?.glplot;

/**
 * @param {PlotElement} plot
 * @returns {string} changes with everything that a projection is made from; "" while there is nothing
 */
export function cameraSignature(plot) {
  const camera = glOf(plot)?.cameraParams, scale = plot._fullLayout?.scene?._scene?.dataScale;
  return camera ? `${camera.view}|${camera.model}|${camera.projection}|${scale}` : '';
}

/**
 * @param {PlotElement} plot
 * @returns {Projection | null} null before it is drawn
 */
export function projectionOf(plot) {
  const layout = plot._fullLayout, scene = layout?.scene;
  const camera = glOf(plot)?.cameraParams, size = layout?._size;
  if (!scene?._scene || !camera?.projection || !size) return null;
  const { dataScale: scaling } = scene._scene;
  const seeing = product(camera.view, camera.model), eye = viewer(seeing);
  const { x: [x0, x1], y: [y0, y1] } = scene.domain;
  return {
    matrix: product(camera.projection, seeing), scaling,
    eye: [eye[0] / scaling[0], eye[1] / scaling[1], eye[2] / scaling[2]],
    box: {
      left: size.l + size.w * x0, top: size.t + size.h * (1 - y1),
      width: size.w * (x1 - x0), height: size.h * (y1 - y0),
    },
  };
}

/**
 * Write the pixel of a point into `out`.
 *
 * @param {Projection} projection
 * @param {number} x in coordinates of the data
 * @param {number} y
 * @param {number} z
 * @param {[number, number]} out
 * @returns {boolean} whether the point lies before the viewer
 */
export function projectInto({ matrix: m, scaling: s, box: b }, x, y, z, out) {
  const X = x * s[0], Y = y * s[1], Z = z * s[2], w = m[3] * X + m[7] * Y + m[11] * Z + m[15];
  out[0] = b.left + b.width * 0.5 * (1 + (m[0] * X + m[4] * Y + m[8] * Z + m[12]) / w);
  out[1] = b.top + b.height * 0.5 * (1 - (m[1] * X + m[5] * Y + m[9] * Z + m[13]) / w);
  return w > 0;
}

/**
 * The camera of a surface that nobody has turned. A narrow panel takes a step back, or the axes would be cut
 * off.
 *
 * @param {HTMLElement} host the panel
 * @param {boolean} overData whether the surface is a loss over data
 * @returns {Camera}
 */
export function cameraAtFirst({ clientWidth, clientHeight }, overData) {
  const shape = clientWidth / clientHeight || 1;
  const back = clamp(1.75 / shape, overData ? 1.2 : 1.08, overData ? 2.1 : 1.6);
  return {
    eye: { x: back, y: -1.43 * back, z: 0.95 * back },
    center: { x: 0, y: 0, z: -0.19 }, up: { x: 0, y: 0, z: 1 },
  };
}

const SAME_VIEW = 1e-6; // plotly.js may write a camera back with other last digits

/**
 * Whether two cameras see the same picture.
 *
 * @param {Camera} a
 * @param {Camera} b
 */
export const isSameView = (a, b) => [[a.eye, b.eye], [a.center, b.center], [a.up, b.up]].every(([p, q]) => (
  ['x', 'y', 'z'].every((side) => Math.abs(p[side] - q[side]) < SAME_VIEW)));

const STEEPEST_VIEW = 85; // degrees above and below: beyond, the surface would turn over

/**
 * A camera that has gone around what it looks at.
 *
 * @param {Camera} camera
 * @param {number} around degrees, against the clock as seen from above
 * @param {number} upwards degrees
 * @returns {Camera}
 */
export function orbited({ eye, center, up }, around, upwards) {
  const [dx, dy, dz] = ['x', 'y', 'z'].map((side) => eye[side] - center[side]), far = Math.hypot(dx, dy, dz);
  const degree = Math.PI / 180, azimuth = Math.atan2(dy, dx) + around * degree;
  const steepest = Math.max(STEEPEST_VIEW * degree, Math.abs(Math.asin(dz / far))); // a drag may go further
  const elevation = clamp(Math.asin(dz / far) + upwards * degree, -steepest, steepest);
  const flat = far * Math.cos(elevation);
  return {
    eye: {
      x: center.x + flat * Math.cos(azimuth), y: center.y + flat * Math.sin(azimuth),
      z: center.z + far * Math.sin(elevation),
    },
    center, up,
  };
}
