// Marks of single points above the pictures: minima, the start, a ring.
import look from '../../look.json' with { type: 'json' };
import { shapePath } from './classes.js';
import { placeOfCritical } from '../wire/critical.js';
import { pixelOf, within } from '../axes/frame.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { Frame } from '../axes/frame.js' */
/** @import { Scene } from '../wire/scene.js' */

/**
 * A five-pointed star for a minimum.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} x pixels
 * @param {number} y
 * @param {Theme} theme
 */
export function drawStar(context, x, y, theme) {
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
  context.fillStyle = fill;
  context.strokeStyle = theme.dark ? edge.dark : edge.light;
  context.fill();
  context.stroke();
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
 * @param {Pick<Scene, 'minima' | 'start' | 'critical'>} scene  where critical points are marked, their marks
 * stand for those of the minima
 * @param {Frame} frame
 * @param {Theme} theme
 */
export function drawMinimaAndStart(context, { minima, start, critical }, frame, theme) {
  for (const point of critical) {
    const [x, y] = pixelOf(frame, ...placeOfCritical(point));
    if (within(frame, x, y)) drawCritical(context, point.kind, x, y, theme);
  }
  for (const point of critical.length ? [] : minima) {
    const [x, y] = pixelOf(frame, Number(point[0]), Number(point[1]));
    if (within(frame, x, y)) drawStar(context, x, y, theme);
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
