// A point on the contours that is tried by hand: the model that it stands for is drawn over the data, and the
// page says its loss.
import { pixelOf, pointAt } from '../axes/frame.js';
import { el } from '../base/dom.js';
import { clamp, readable } from '../base/numbers.js';

/** @import { Pixel } from '../axes/frame.js' */
/** @import { ContourPanel } from './contour.js' */
/** @import { Scene } from '../wire/scene.js' */

/** A point of the picture. @typedef {{x: number, y: number}} Tried */

const KEY_STEP = 0.01; // of a side of the window; ten times that with Shift
/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/** The point, and the button that shows it. */
export class Explorer {
  /** @param {ContourPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.button = panel.tool('explore', HTMLButtonElement);
    this.marker = panel.host.appendChild(el('button', 'gd-explore', '', { type: 'button' }));
    this.marker.hidden = true;
    /** @type {Tried | null} */
    this.at = null;
    /** @type {Pixel | null} from the pointer to the point that it holds */
    this.off = null;
    this.names = '';
    this.button.addEventListener('click', () => this.toggle());
    for (const node of [this.button, this.marker]) {
      node.addEventListener('keydown', (event) => this.pressed(event));
      node.addEventListener('keyup', (event) => { if (this.at && event.key in DIRECTIONS) this.tell(true); });
    }
    this.marker.addEventListener('pointerdown', (event) => {
      const { frame } = this.panel;
      if (event.button || !event.isPrimary || !frame || !this.at) return;
      const [x, y] = pixelOf(frame, this.at.x, this.at.y);
      this.off = [x - event.clientX, y - event.clientY];
      this.marker.setPointerCapture(event.pointerId);
    });
    this.marker.addEventListener('pointermove', (event) => this.dragged(event, false));
    for (const type of /** @type {const} */ (['pointerup', 'pointercancel'])) {
      this.marker.addEventListener(type, (event) => {
        if (type === 'pointerup') this.dragged(event, true);
        else this.tell(true);
        this.off = null;
      });
    }
  }

  /** Where a button is pressed that takes the point away or brings it. */
  toggle() {
    if (this.at) {
      this.put(null);
      this.send(null, true);
      return;
    }
    const { scene } = this.panel, { focused, k } = this.panel.events.now();
    if (!scene) return;
    const { x: [x0, x1], y: [y0, y1] } = scene.surface;
    const j = focused?.head(k) ?? 0;
    const [x, y] = focused ? focused.points.subarray(2 * j, 2 * j + 2) : [NaN, NaN];
    const inside = x >= x0 && x <= x1 && y >= y0 && y <= y1;
    this.put(inside ? { x, y } : { x: (x0 + x1) / 2, y: (y0 + y1) / 2 });
    this.tell(true);
  }

  /**
   * Another scene, or what a page says beside the one on show.
   *
   * @param {Scene} scene
   */
  told(scene) {
    const { sample, flat, names, explored, locals } = scene, useful = sample ?? locals.some(Boolean);
    this.button.hidden = !useful || flat || !this.panel.events.hears('hand');
    this.button.title = sample ? 'Try a model: a point that is dragged, with its loss'
      : 'Look at a point that is dragged';
    const before = this.names;
    this.names = names.join('|');
    if (this.at && (this.button.hidden || before !== this.names)) this.put(null);
    if (!this.at && before !== this.names && explored && !this.button.hidden) {
      this.put({ x: explored.x, y: explored.y });
    }
    this.describe();
  }

  /** What is tried, in words. */
  describe() {
    const { scene } = this.panel, { at } = this;
    if (!scene || !at) return;
    const { explored, names } = scene, known = explored && explored.x === at.x && explored.y === at.y;
    const loss = known ? `, loss ${readable(explored.loss ?? NaN, 5)}` : '';
    const place = `${names[0]} ${readable(at.x, 4)}, ${names[1]} ${readable(at.y, 4)}`;
    const what = this.panel.scene?.sample ? 'Tried model' : 'Point';
    this.marker.setAttribute('aria-label', `${what}: ${place}${loss}. Arrow keys move it.`);
    this.marker.title = `${place}${loss}`;
  }

  /** @param {Tried | null} at */
  put(at) {
    this.at = at;
    this.button.setAttribute('aria-pressed', String(at !== null));
    this.place();
    this.describe();
    this.panel.looker.tries(at);
    this.panel.events.explore(at);
  }

  /** The marker where it belongs. */
  place() {
    const { frame } = this.panel, { at, marker } = this;
    marker.hidden = !at || !frame;
    if (!at || !frame) return;
    const [x, y] = pixelOf(frame, at.x, at.y);
    const left = clamp(x, frame.left, frame.right), top = clamp(y, frame.top, frame.bottom);
    marker.toggleAttribute('data-outside', left !== x || top !== y);
    marker.style.transform = `translate(${left}px, ${top}px)`;
  }

  /** @param {boolean} settled */
  tell(settled) { if (this.at) this.send({ ...this.at }, settled); }

  /**
   * Tell the page: the model that is tried, and where it shows local models, the point that it looks at.
   *
   * @param {Tried | null} at
   * @param {boolean} settled
   */
  send(at, settled) {
    const { scene, events } = this.panel, names = [];
    if (scene?.locals.some(Boolean)) names.push('at');
    if (scene?.sample) names.push('explore');
    names.forEach((name, i) => events.move(name, at, settled && i === names.length - 1));
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} settled
   */
  dragged(event, settled) {
    const { frame } = this.panel;
    if (!this.off || !frame) return;
    const box = [clamp(event.clientX + this.off[0], frame.left, frame.right),
      clamp(event.clientY + this.off[1], frame.top, frame.bottom)];
    const [x, y] = pointAt(frame, [box[0], box[1]]);
    this.put({ x, y });
    this.tell(settled);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const by = DIRECTIONS[event.key], { frame } = this.panel;
    if (!by || !this.at || !frame || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? 10 * KEY_STEP : KEY_STEP, { x: [x0, x1], y: [y0, y1] } = frame;
    const x = this.at.x + by[0] * step * (x1 - x0), y = this.at.y + by[1] * step * (y1 - y0);
    this.put({ x: clamp(x, x0, x1), y: clamp(y, y0, y1) });
    this.tell(false);
  }
}
