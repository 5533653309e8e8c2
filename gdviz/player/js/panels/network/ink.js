// A network drawn: its weights as lines, what each unit puts out as a small picture.
import { contextOf } from '../../base/canvas.js';
import { el } from '../../base/dom.js';
import { classColor } from '../../draw/classes.js';
import { BESIDE } from './places.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { Edge, Layout, Place } from './places.js' */

const WIDEST = 7, THINNEST = 0.4; // pixels of the largest weight, and of those near 0
const CROWDED = 0.2; // of a unit's side: the largest weight is no wider, where units are small
const LEGIBLE = 12; // pixels of an input or a score that has its name in it
const MOST_WIDE = 2 * BESIDE - 4; // pixels of a name, with some room beside it
const FAINTEST = 0.4; // opacity of the weights near 0
const NEGATIVE = [5, 3]; // dashes: the sign is to be seen without colours

/** @type {(v: number, theme: Theme) => string} the colour of a sign: that of the class that it speaks for */
const signColor = (v, theme) => classColor(v > 0 ? 1 : 0, theme);

/**
 * How wide a weight is drawn.
 *
 * @param {number} v
 * @param {number} largest of all weights, by size
 * @param {number} [widest] pixels of that one
 * @returns {number} pixels; 0 for what is no number
 */
export function widthOf(v, largest, widest = WIDEST) {
  if (!(Math.abs(v) <= largest) || !largest) return Number.isNaN(v) ? 0 : THINNEST;
  return Math.max(THINNEST, widest * (Math.abs(v) / largest));
}

/**
 * The weights as lines: width by size, colour and dashes by sign.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Layout} layout
 * @param {ArrayLike<number>} weights all parameters
 * @param {Edge | null} marked
 * @param {Theme} theme
 */
export function drawWeights(context, { edges, side }, weights, marked, theme) {
  const widest = Math.min(WIDEST, CROWDED * side);
  let largest = 0;
  for (const { index } of edges) {
    const size = Math.abs(weights[index]);
    if (size > largest && size < Infinity) largest = size;
  }
  for (const edge of edges) {
    const { index, from, to } = edge, v = weights[index], width = widthOf(v, largest, widest);
    if (!width) continue;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    if (edge === marked) {
      context.setLineDash([]);
      context.strokeStyle = theme.text;
      context.lineWidth = width + 4;
      context.stroke();
    }
    context.setLineDash(v < 0 ? NEGATIVE : []);
    context.strokeStyle = signColor(v, theme);
    context.lineWidth = width;
    context.globalAlpha = edge === marked ? 1 : FAINTEST + (1 - FAINTEST) * Math.min(1, width / widest);
    context.stroke();
    context.globalAlpha = 1;
  }
  context.setLineDash([]);
}

/**
 * The colours of a unit's picture: of its largest output by size the sign's colour, of 0 the background.
 *
 * @param {ArrayLike<number>} outputs
 * @returns {Float64Array} each output as a share of the largest size, -1..1; NaN for what is no number
 */
export function sharesOf(outputs) {
  let largest = 0;
  for (let i = 0; i < outputs.length; i++) {
    const size = Math.abs(outputs[i]);
    if (size > largest && size < Infinity) largest = size;
  }
  return Float64Array.from(outputs, (v) => (largest ? Math.max(-1, Math.min(1, v / largest)) : v * 0));
}

/** @type {HTMLCanvasElement | undefined} */
let pixels;

/**
 * The picture of a unit: what it puts out over the plane of two features, or along one.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {number} side
 * @param {{outputs: ArrayLike<number>, grid: [number, number], dead: boolean}} picture
 * @param {Theme} theme
 */
export function drawUnit(context, { x, y }, side, { outputs, grid: [nx, ny], dead }, theme) {
  const shares = sharesOf(outputs), left = x - side / 2, top = y - side / 2;
  context.fillStyle = theme.background;
  context.fillRect(left, top, side, side);
  if (ny === 1) drawCurve(context, shares, left, top, side, theme);
  else {
    context.imageSmoothingEnabled = true;
    context.drawImage(painted(shares, nx, ny, theme), left, top, side, side);
  }
  context.strokeStyle = theme.text;
  context.lineWidth = dead ? 2.5 : 1;
  context.strokeRect(left, top, side, side);
  if (!dead) return;
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(left + side, top + side);
  context.stroke();
}

/**
 * @param {Float64Array} shares
 * @param {number} nx
 * @param {number} ny
 * @param {Theme} theme
 * @returns {HTMLCanvasElement} a pixel for each cell, the lowest below
 */
function painted(shares, nx, ny, theme) {
  const canvas = pixels ||= el('canvas'), context = contextOf(canvas, true);
  canvas.width = nx;
  canvas.height = ny;
  shares.forEach((share, at) => {
    context.globalAlpha = Math.abs(share) || 0;
    context.fillStyle = signColor(share, theme);
    context.fillRect(at % nx, ny - 1 - Math.floor(at / nx), 1, 1);
  });
  return canvas;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Float64Array} shares
 * @param {number} left
 * @param {number} top
 * @param {number} side
 * @param {Theme} theme
 */
function drawCurve(context, shares, left, top, side, theme) {
  context.beginPath();
  shares.forEach((share, i) => {
    context.lineTo(left + (i / (shares.length - 1)) * side, top + (side / 2) * (1 - 0.9 * share));
  });
  context.strokeStyle = theme.text;
  context.lineWidth = 1.5;
  context.stroke();
}

/**
 * An input or a score: a circle with its name.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {number} side
 * @param {string} name
 * @param {Theme} theme
 */
export function drawEnd(context, { x, y }, side, name, theme) {
  context.font = `11px ${theme.font}`;
  const widthOfText = (/** @type {string} */ text) => context.measureText(text).width;
  const written = side < LEGIBLE ? '' : nameWithin(name, MOST_WIDE - 10, widthOfText);
  const wide = Math.max(side, written ? widthOfText(written) + 10 : 0);
  context.beginPath();
  context.roundRect(x - wide / 2, y - side / 2, wide, side, side / 2);
  context.fillStyle = theme.background;
  context.strokeStyle = theme.text;
  context.lineWidth = 1;
  context.fill();
  context.stroke();
  context.fillStyle = theme.text;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(written, x, y);
}

/**
 * @param {string} name
 * @param {number} room pixels
 * @param {(text: string) => number} width of a text in pixels
 * @returns {string} as much of it as there is room for
 */
export function nameWithin(name, room, width) {
  let kept = name.length;
  while (kept > 1 && width(kept < name.length ? `${name.slice(0, kept)}…` : name) > room) kept--;
  return kept < name.length ? `${name.slice(0, kept)}…` : name;
}

/**
 * A frame around the unit whose bias is chosen.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Place} place
 * @param {number} side
 * @param {Theme} theme
 */
export function drawMark(context, { x, y }, side, theme) {
  const wide = side + 8;
  context.strokeStyle = theme.text;
  context.lineWidth = 3;
  context.strokeRect(x - wide / 2, y - wide / 2, wide, wide);
}
