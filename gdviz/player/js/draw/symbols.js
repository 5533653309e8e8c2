// Marks of single points above the pictures: minima, the start, a ring.
import look from '../../look.json' with { type: 'json' };
import { shapePath } from './classes.js';
import { placeOfCritical } from '../wire/critical.js';
import { pixelOf, within } from '../axes/frame.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { Frame } from '../axes/frame.js' */
/** @import { Scene } from '../wire/scene.js' */

/**
 * A five-pointed star for a minimum; hollow for the best fit that is known, which no proof calls one.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x pixels
 * @param {number} y
 * @param {Theme} theme
 * @param {boolean} [hollow]
 */
export function drawStar(context, x, y, theme, hollow) {
  const { fill, edge } = look.minimum;
  context.beginPath();
  for (let i = 0; i < 10; i++) {
    const radius = i % 2 ? 3.4 : 8, angle = -Math.PI / 2 + (i * Math.PI) / 5;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
  context.setLineDash([]);
  context.lineJoin = 'round';
  context.lineWidth = 1.6;
  context.fillStyle = hollow ? theme.background : fill;
  const solid = theme.dark ? edge.dark : edge.light;
  context.strokeStyle = hollow ? theme.text : solid;
  context.fill();
  context.stroke();
}

/**
 * The places in the picture that a star marks: none where critical points are marked, which are among them.
 *
 * @param {Pick<Scene, 'minima' | 'critical' | 'sample'>} scene
 * @returns {{x: number, y: number, loss: number, hollow: boolean}[]} of a curve y is the loss
 */
export function stars({ minima, critical, sample }) {
  if (critical.length) return [];
  const place = (/** @type {(number | null)[]} */ point, /** @type {boolean} */ hollow) => ({
    x: point[0] ?? NaN, y: point[1] ?? NaN, loss: point.at(-1) ?? NaN, hollow,
  });
  const found = sample?.found ? [place(sample.found, true)] : [];
  return [...minima.map((point) => place(point, false)), ...found];
}

/**
 * The start: a small square with a cross-hair.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x pixels
 * @param {number} y
 * @param {Theme} theme
 */
export function drawStart(context, x, y, theme) {
  context.setLineDash([]);
  context.lineWidth = 1.6;
  context.strokeStyle = theme.text;
  context.fillStyle = theme.background;
  context.beginPath();
  context.rect(x - 4, y - 4, 8, 8);
  context.fill();
  context.moveTo(x - 8, y);
  context.lineTo(x + 8, y);
  context.moveTo(x, y - 8);
  context.lineTo(x, y + 8);
  context.stroke();
}

/**
 * The mark of a kind of critical points.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {string} kind
 * @param {number} x pixels
 * @param {number} y
 * @param {Theme} theme
 */
export function drawCritical(context, kind, x, y, theme) {
  const { shape, fill } = /** @type {Record<string, {shape: string, fill: string}>} */ (look.critical)[kind];
  const { corners } = /** @type {{corners: number[][]}} */ (
    look.classes.shapes.find(({ name }) => name === shape));
  shapePath(context, corners, x, y, 5);
  context.setLineDash([]);
  context.lineJoin = 'round';
  context.lineWidth = 1.4;
  context.fillStyle = fill;
  context.strokeStyle = theme.dark ? look.minimum.edge.dark : look.minimum.edge.light;
  context.fill();
  context.stroke();
}

/**
 * The minima and the start of a scene, those that are in the picture.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Pick<Scene, 'minima' | 'start' | 'critical' | 'sample'>} scene
 * @param {Frame} frame
 * @param {Theme} theme
 */
export function drawMinimaAndStart(context, scene, frame, theme) {
  const { start, critical } = scene;
  for (const point of critical) {
    const [x, y] = pixelOf(frame, ...placeOfCritical(point));
    if (within(frame, x, y)) drawCritical(context, point.kind, x, y, theme);
  }
  for (const star of stars(scene)) {
    const [x, y] = pixelOf(frame, star.x, star.y);
    if (within(frame, x, y)) drawStar(context, x, y, theme, star.hollow);
  }
  if (!start) return;
  const [x, y] = pixelOf(frame, Number(start[0]), Number(start[1]));
  if (within(frame, x, y)) drawStart(context, x, y, theme);
}

/**
 * A ring.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x pixels
 * @param {number} y
 * @param {number} radius
 * @param {string} color
 * @param {Theme} theme
 */
export function drawRing(context, x, y, radius, color, theme) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = 2;
  context.setLineDash([]);
  context.fillStyle = theme.background;
  context.strokeStyle = color;
  context.fill();
  context.stroke();
}
