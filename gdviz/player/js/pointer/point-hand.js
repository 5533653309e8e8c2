// The hand on the points of the data: a mouse, a pen or a finger moves, adds or deletes them. A finger beside
// a point scrolls the page, as everywhere.
import { placeAt, placeOf } from '../axes/data-places.js';
import { within } from '../axes/frame.js';
import { onControl } from '../base/dom.js';

/** @import { Pixel } from '../axes/frame.js' */
/** @import { Place } from '../axes/data-places.js' */
/** @import { DataPanel } from '../panels/data.js' */
/** @import { PointEdit } from './point-edits.js' */

/** What a press does. @typedef {'move' | 'add' | 'delete'} PointTool */
/** A point that is elsewhere than in the scene. @typedef {{row: number, place: Place}} MovedPoint */

/**
 * A pointer on a point.
 *
 * @typedef {object} Grip
 * @property {number} pointer
 * @property {number} row
 * @property {Pixel} at        where it was pressed
 * @property {Pixel} off       from there to the point
 * @property {Place} from      where the point was
 * @property {boolean} moves   whether it has moved since
 */

/**
 * What the hand does.
 *
 * @typedef {object} PointActs
 * @property {() => PointTool | null} tool   null: points stay where they are
 * @property {() => number | undefined} label   the class of a point that is added
 * @property {(edit: PointEdit, settled: boolean) => void} edit
 * @property {(moved: MovedPoint) => void} moved   the point is to be drawn there
 * @property {(row: number, place: Place) => void} putBack   the point is there again, where it was taken
 * @property {(row: number) => void} pressed   its point was pressed and stays where it is
 */

const PRESSED_STILL = 3; // pixels that a press may move and is none
const FINGER = 24; // pixels from a finger to the point that it is on

/** Mouse, pen and fingers on a data panel. */
export class PointHand {
  /**
   * @param {DataPanel} panel
   * @param {PointActs} acts
   */
  constructor(panel, acts) {
    this.panel = panel;
    this.acts = acts;
    /** @type {Grip | null} */
    this.grip = null;
    this.escaped = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.putBack();
    };
    const { host } = panel;
    host.addEventListener('pointerdown', (event) => this.pressed(event));
    host.addEventListener('pointermove', (event) => this.dragged(event));
    host.addEventListener('pointerup', (event) => this.released(event));
    host.addEventListener('pointercancel', () => this.putBack());
    host.addEventListener('click', (event) => this.clicked(event));
    // a finger on a point holds it; the browser is not to scroll then
    const take = (/** @type {TouchEvent} */ event) => {
      const [finger, more] = event.touches;
      if (!more && this.pointAtEvent(finger, FINGER) !== null) event.preventDefault();
    };
    host.addEventListener('touchstart', take, { passive: false });
  }

  /** The row of the point that is held. */
  get held() { return this.grip?.moves ? this.grip.row : null; }

  /**
   * @param {{clientX: number, clientY: number}} event
   * @returns {Pixel} of the panel
   */
  pixelAt({ clientX, clientY }) {
    const box = this.panel.host.getBoundingClientRect();
    return [clientX - box.left, clientY - box.top];
  }

  /**
   * @param {{clientX: number, clientY: number}} event
   * @param {number} [reach] pixels
   * @returns {number | null} the point that a press there would move
   */
  pointAtEvent(event, reach) {
    if (this.acts.tool() !== 'move') return null;
    return this.panel.nearest(this.pixelAt(event), this.panel.shownParameters(), reach);
  }

  /** @param {PointerEvent} event */
  pressed(event) {
    const { panel } = this, { sample, host } = panel;
    if (!sample || event.button || !event.isPrimary || onControl(event)) return;
    const i = this.pointAtEvent(event, event.pointerType === 'touch' ? FINGER : undefined);
    if (i === null) return;
    const at = this.pixelAt(event), [x, y] = panel.pixel(i, panel.shownParameters());
    this.grip = {
      pointer: event.pointerId, row: sample.points.row[i], at, from: placeOf(sample, i), moves: false,
      off: [x - at[0], y - at[1]],
    };
    host.setPointerCapture(event.pointerId);
    document.addEventListener('keydown', this.escaped, true);
  }

  /** @param {PointerEvent} event */
  dragged(event) {
    const { grip, panel } = this, tool = this.acts.tool();
    if (!grip) {
      const reach = panel.sample && tool && tool !== 'add';
      const over = reach && panel.nearest(this.pixelAt(event), panel.shownParameters()) !== null;
      panel.host.toggleAttribute('data-over', Boolean(over));
      return;
    }
    if (event.pointerId !== grip.pointer) return;
    const [x, y] = this.pixelAt(event), far = Math.hypot(x - grip.at[0], y - grip.at[1]) > PRESSED_STILL;
    grip.moves ||= far;
    if (grip.moves) this.moveTo([x + grip.off[0], y + grip.off[1]], false);
  }

  /** @param {PointerEvent} event */
  released(event) {
    const { grip } = this;
    if (!grip || event.pointerId !== grip.pointer) return;
    const [x, y] = this.pixelAt(event);
    if (grip.moves) this.moveTo([x + grip.off[0], y + grip.off[1]], true);
    else this.acts.pressed(grip.row);
    this.letGo();
  }

  /** The held point is where it was when it was taken. */
  putBack() {
    const { grip } = this;
    this.letGo();
    if (grip?.moves) this.acts.putBack(grip.row, grip.from);
  }

  /** Nothing is held any more. */
  letGo() {
    this.grip = null;
    document.removeEventListener('keydown', this.escaped, true);
  }

  /**
   * The held point is at a pixel.
   *
   * @param {Pixel} pixel
   * @param {boolean} settled
   */
  moveTo(pixel, settled) {
    const { grip, panel: { sample, frame } } = this;
    if (!grip || !sample || !frame) return;
    const place = placeAt(sample, frame, pixel), { row } = grip;
    this.acts.moved({ row, place });
    this.acts.edit({ op: 'move', row, ...place }, settled);
  }

  /** A click adds or deletes a point. @param {MouseEvent} event */
  clicked(event) {
    const { panel } = this, { sample, frame } = panel, tool = this.acts.tool(), pixel = this.pixelAt(event);
    if (!sample || !frame || !tool || tool === 'move' || onControl(event) || !within(frame, ...pixel)) return;
    if (tool === 'add') {
      this.acts.edit({ op: 'add', ...placeAt(sample, frame, pixel), label: this.acts.label() }, true);
      return;
    }
    const i = panel.nearest(pixel, panel.shownParameters());
    if (i !== null) this.acts.edit({ op: 'delete', row: sample.points.row[i] }, true);
  }
}
