// A point on the contours that is tried by hand: the model that it stands for is drawn over the data, and the
// page says its loss.
import { pixelOf, pointAt } from '../axes/frame.js';
import { put } from '../base/dom.js';
import { clamp, readable } from '../base/numbers.js';
import { Handle, STEPS_ACROSS } from '../pointer/handle.js';

/** @import { Pixel } from '../axes/frame.js' */
/** @import { ContourPanel } from './contour.js' */
/** @import { Scene } from '../wire/scene.js' */

/** A point of the picture. @typedef {{x: number, y: number}} Tried */

/** The point, and the button that shows it. */
export class Explorer {
  /** @param {ContourPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.button = panel.tool('explore', HTMLButtonElement);
    this.handle = new Handle(panel.host, 'gd-explore', {
      taken: () => { this.before = this.at; },
      dragged: (pixel) => this.dragged(pixel),
      stepped: (across, upwards) => this.stepped(across, upwards),
      settled: () => this.tell(true),
      cancelled: () => this.putBack(),
    });
    /** @type {Tried | null} */
    this.at = null;
    /** @type {Tried | null} where it was when it was taken */
    this.before = null;
    this.names = '';
    this.button.addEventListener('click', () => this.toggle());
    this.button.addEventListener('keydown', (event) => { if (this.at) this.handle.press(event); });
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
    const { sample, flat, names, explored, locals, at } = scene, useful = sample ?? locals.some(Boolean);
    this.button.hidden = !useful || flat || !this.panel.events.hears('hand');
    this.button.title = sample ? 'Try a model: a point that is dragged, with its loss'
      : 'Look at a point that is dragged';
    const before = this.names;
    this.names = names.join('|');
    if (this.at && (this.button.hidden || before !== this.names)) this.put(null);
    if (!this.at && before !== this.names && explored && !this.button.hidden) {
      this.put({ x: explored.x, y: explored.y });
    }
    if (at !== undefined && !this.button.hidden && !this.panel.events.owed()) this.follow(at);
    this.describe();
  }

  /**
   * The page looks at another point than the one that lies here: it was typed, say, or came with a link.
   *
   * @param {number[] | null} at null: at none
   */
  follow(at) {
    const same = at ? at[0] === this.at?.x && at[1] === this.at?.y : !this.at;
    if (!same) this.put(at && { x: at[0], y: at[1] });
  }

  /** What is tried, in words. */
  describe() {
    const { scene } = this.panel, { at, handle: { node } } = this;
    if (!scene || !at) return;
    const { explored, names: [nameX, nameY], sample, surface: { x: [left, right] } } = scene;
    const known = explored && explored.x === at.x && explored.y === at.y;
    const loss = known ? `, loss ${readable(explored.loss ?? NaN, 5)}` : '';
    const words = `${nameX} ${readable(at.x, 4)}, ${nameY} ${readable(at.y, 4)}${loss}`;
    put(node, 'aria-label', `${sample ? 'Tried model' : 'Point'}: ${nameX} and ${nameY}. Drag it, or move it `
      + 'with the arrow keys; with Shift in small steps');
    put(node, 'aria-valuenow', String(at.x));
    put(node, 'aria-valuemin', String(Math.min(left, at.x)));
    put(node, 'aria-valuemax', String(Math.max(right, at.x)));
    put(node, 'aria-valuetext', words);
    put(node, 'title', words);
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

  /** The handle where the point belongs; at the border where that is beyond. */
  place() {
    const { panel: { frame }, at, handle } = this;
    if (!at || !frame) {
      handle.lie(null);
      return;
    }
    const [x, y] = pixelOf(frame, at.x, at.y);
    const left = clamp(x, frame.left, frame.right), top = clamp(y, frame.top, frame.bottom);
    put(handle.node, 'data-outside', left !== x || top !== y ? '' : null);
    handle.lie([left, top]);
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

  /** @param {Pixel} pixel that it is to lie at */
  dragged([x, y]) {
    const { frame } = this.panel;
    if (!frame || !this.at) return;
    const { left, right, top, bottom } = frame;
    const [atX, atY] = pointAt(frame, [clamp(x, left, right), clamp(y, top, bottom)]);
    this.put({ x: atX, y: atY });
    this.tell(false);
  }

  /**
   * @param {number} across steps of an arrow key
   * @param {number} upwards
   */
  stepped(across, upwards) {
    const { panel: { frame }, at } = this;
    if (!frame || !at) return;
    const { x: [left, right], y: [low, high] } = frame;
    this.put({
      x: clamp(at.x + (across * (right - left)) / STEPS_ACROSS, left, right),
      y: clamp(at.y + (upwards * (high - low)) / STEPS_ACROSS, low, high),
    });
    this.tell(false);
  }

  /** Back to where it was when it was taken, unless it has gone meanwhile. */
  putBack() {
    if (!this.at) return;
    this.put(this.before);
    this.tell(true);
  }

  /** The player goes. */
  destroy() { this.handle.destroy(); }
}
