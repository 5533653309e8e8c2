// Classes of points: a colour and a shape each. The colours differ for every kind of colour vision and from
// the competitors'.
import look from '../../look.json' with { type: 'json' };
import { contextOf } from '../base/canvas.js';
import { el } from '../base/dom.js';

/** @import { Theme } from '../base/theme.js' */

const { light, dark, shapes } = look.classes;

/**
 * @param {number} i a class
 * @param {Theme} theme
 * @returns {string} its colour
 */
export const classColor = (i, theme) => (theme.dark ? dark : light)[i % light.length];

/**
 * The outline of a class's mark as the context's path.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number} i the class
 * @param {number} x pixels
 * @param {number} y
 * @param {number} radius
 */
export function classPath(context, i, x, y, radius) {
  const { corners } = shapes[(i + Math.floor(i / shapes.length)) % shapes.length];
  shapePath(context, corners, x, y, radius);
}

/**
 * The outline of a shape as the context's path; a circle has no corners.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {number[][]} corners
 * @param {number} x pixels
 * @param {number} y
 * @param {number} radius
 */
export function shapePath(context, corners, x, y, radius) {
  context.beginPath();
  if (!corners.length) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  for (const [u, v] of corners) context.lineTo(x + u * radius, y + v * radius);
  context.closePath();
}

/**
 * The marks of all classes with their names, for a legend.
 *
 * @param {string[]} names
 * @param {Theme} theme
 * @returns {HTMLElement[]}
 */
export function classLegend(names, theme) {
  return names.map((name, i) => {
    const item = el('span', 'gd-class'), canvas = el('canvas'), context = contextOf(canvas);
    canvas.width = canvas.height = 32;
    context.scale(2, 2);
    classPath(context, i, 8, 8, 4.6);
    context.fillStyle = classColor(i, theme);
    context.strokeStyle = theme.text;
    context.fill();
    context.stroke();
    item.append(canvas, name);
    return item;
  });
}
