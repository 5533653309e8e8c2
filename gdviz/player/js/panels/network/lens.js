// The picture of one unit, large enough to be read from the last row of a classroom.
import { emptied } from '../../base/canvas.js';
import { el, put, putText } from '../../base/dom.js';
import { clamp, finite, readable } from '../../base/numbers.js';
import { drawUnit } from './ink.js';

/** @import { Theme } from '../../base/theme.js' */
/** @import { NetworkRecord } from '../../wire/models/network.js' */
/** @import { Layout } from './places.js' */

/**
 * A hidden unit: its layer, from 1, and its place in it, from 0.
 *
 * @typedef {{column: number, unit: number}} Unit
 */

const LENS_CAPTION = 84; // pixels of what is written below the picture, with the frame
const LEAST_LENS = 72, MOST_LENS = 420; // pixels of the picture's side
const LENS_SHARE = 0.42; // of the diagram's width, at most

/**
 * @param {NetworkRecord} network
 * @param {Unit | null} unit
 * @param {number} j
 * @returns {{outputs: ArrayLike<number>, grid: [number, number], exact: boolean, dead: boolean} | null} null:
 * it is none of the hidden units, or has no picture
 */
export function pictureOfUnit(network, unit, j) {
  if (!unit || !unit.column || unit.column > network.hidden.length) return null;
  const before = network.hidden.slice(0, unit.column - 1).reduce((sum, units) => sum + units, 0);
  const units = network.unitsAt(j), outputs = units?.pictures[before + unit.unit];
  if (!units || !outputs) return null;
  const { grid, exact } = units, dead = network.deadAt(j).includes(nameOfUnit(unit));
  return { outputs, grid, exact, dead };
}

/** @param {Unit} unit */
export const nameOfUnit = ({ column, unit }) => `unit ${unit + 1} of layer ${column}`;

/**
 * @param {{outputs: ArrayLike<number>, exact: boolean}} picture
 * @param {string[]} axes the features that it is over
 * @returns {string} what is seen in it
 */
export function outputText({ outputs, exact }, [across, upwards]) {
  const known = Array.from(outputs).filter(finite);
  const over = upwards ? `; ${across} across, ${upwards} upwards` : ` over ${across}`;
  if (!known.length) return `puts out no finite number${over}`;
  const [low, high] = [Math.min(...known), Math.max(...known)].map((v) => readable(v, exact ? 3 : 2));
  return `puts out ${exact ? '' : 'about '}${low === high ? low : `${low} to ${high}`}${over}`;
}

/** The large picture, beside the unit. */
export class UnitLens {
  /** @param {HTMLElement} room the diagram's */
  constructor(room) {
    // what it says is told below the diagram, too
    this.node = room.appendChild(el('figure', 'gd-unit-lens', '', { 'aria-hidden': 'true' }));
    this.canvas = el('canvas');
    this.name = el('b');
    this.words = el('span');
    const caption = el('figcaption');
    caption.append(this.name, ' ', this.words);
    this.node.append(this.canvas, caption);
    this.node.hidden = true;
  }

  /**
   * @param {NetworkRecord | null} network
   * @param {Unit | null} unit
   * @param {number} j
   * @param {{layout: Layout, width: number, height: number, theme: Theme} | null} fitted the diagram
   */
  show(network, unit, j, fitted) {
    const picture = network && fitted ? pictureOfUnit(network, unit, j) : null;
    this.node.hidden = !picture;
    if (!picture || !network || !unit || !fitted) return;
    const { layout, width, height, theme } = fitted, { x } = layout.columns[unit.column][unit.unit];
    const room = Math.min(LENS_SHARE * width, height - LENS_CAPTION);
    const side = Math.round(clamp(room, LEAST_LENS, MOST_LENS)), middle = side / 2;
    put(this.node, 'data-at', x < width / 2 ? 'right' : 'left');
    const context = emptied(this.canvas, { width: side, height: side }, true);
    drawUnit(context, { x: middle, y: middle }, side - 2, picture, theme);
    const name = nameOfUnit(unit);
    putText(this.name, `U${name.slice(1)}${picture.dead ? ', dead,' : ''}`);
    putText(this.words, outputText(picture, network.network.unit_axes));
  }
}
