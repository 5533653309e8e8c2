// A point of a picture that mouse, pen, fingers and arrow keys move. It lies above the plot: plotly.js hears
// nothing of it, and a finger on it does not scroll the page.
import { ARROW_WAYS, FINER, withModifier } from '../base/arrow-keys.js';
import { el, freeFrom, holdBy, put } from '../base/dom.js';

/** @import { Pixel } from '../axes/frame.js' */

/**
 * What happens to the point.
 *
 * @typedef {object} HandleActs
 * @property {() => void} taken   the reader begins to move it
 * @property {(pixel: Pixel) => void} dragged   it is to lie at this pixel of the panel
 * @property {(across: number, upwards: number) => void} stepped   it is to go on by steps of an arrow key
 * @property {() => void} settled   the reader is done
 * @property {() => void} cancelled   it is to lie where it was when it was taken, and the reader is done
 */

/**
 * A pointer that holds it.
 *
 * @typedef {{pointer: number, dx: number, dy: number}} Grip  dx, dy: from the pointer to the point
 */

/** Steps of an arrow key from one side of the picture to the other. */
export const STEPS_ACROSS = 100;
const KEYS_PAUSE = 300; // milliseconds after which the keys are at rest

/** The handle of a point. */
export class Handle {
  /**
   * @param {HTMLElement} host the panel
   * @param {string} className
   * @param {HandleActs} acts
   */
  constructor(host, className, acts) {
    this.host = host;
    this.acts = acts;
    this.node = host.appendChild(el('div', `gd-handle ${className}`, '', {
      role: 'slider', tabindex: '0', 'aria-roledescription': '2-D slider',
    }));
    this.node.hidden = true;
    /** @type {Pixel | null} where it lies in the panel */
    this.pixel = null;
    /** @type {Grip | null} */
    this.grip = null;
    /** Whether the reader moved it and has not come to rest. */
    this.moving = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} until the keys are at rest */
    this.rest = undefined;
    this.listen();
  }

  /** Whether the reader has it in hand. */
  get held() { return this.grip !== null || this.moving; }

  /** Hear the reader. */
  listen() {
    const { node } = this;
    node.addEventListener('pointerdown', (event) => this.grab(event));
    node.addEventListener('pointermove', (event) => this.drag(event));
    node.addEventListener('pointerup', (event) => this.drop(event));
    node.addEventListener('pointercancel', () => this.letGo());
    node.addEventListener('lostpointercapture', () => this.letGo());
    node.addEventListener('keydown', (event) => this.press(event));
    node.addEventListener('blur', () => this.settle());
    node.addEventListener('wheel', (event) => this.pass(event), { passive: false });
  }

  /**
   * Lie at a pixel of the panel.
   *
   * @param {Pixel | null} pixel null: out of sight
   */
  lie(pixel) {
    this.pixel = pixel;
    if (this.node.hidden !== !pixel) this.node.hidden = !pixel;
    if (pixel) put(this.node, 'style', `--gd-x: ${pixel[0].toFixed(2)}px; --gd-y: ${pixel[1].toFixed(2)}px`);
  }

  /** The reader moves it. */
  take() {
    if (this.moving) return;
    this.moving = true;
    this.acts.taken();
  }

  /** The reader is done. */
  settle() {
    clearTimeout(this.rest);
    if (!this.moving || this.grip) return;
    this.moving = false;
    this.acts.settled();
  }

  /** @param {PointerEvent} event */
  grab(event) {
    if (event.button !== 0 || this.grip || !this.pixel) return;
    event.preventDefault(); // no selection of text
    this.settle();
    this.node.focus({ preventScroll: true });
    holdBy(this.node, event.pointerId);
    const box = this.host.getBoundingClientRect(), [x, y] = this.pixel;
    const dx = x - (event.clientX - box.left), dy = y - (event.clientY - box.top);
    this.grip = { pointer: event.pointerId, dx, dy };
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const { grip, pixel } = this;
    if (grip?.pointer !== event.pointerId || !pixel) return;
    const box = this.host.getBoundingClientRect();
    const x = event.clientX - box.left + grip.dx, y = event.clientY - box.top + grip.dy;
    if (!this.moving && Math.hypot(x - pixel[0], y - pixel[1]) < 1) return;
    this.take();
    this.acts.dragged([x, y]);
  }

  /** @param {PointerEvent} event */
  drop(event) {
    if (this.grip?.pointer !== event.pointerId) return;
    this.drag(event);
    this.release();
    this.settle();
  }

  /** Back to where it lay when it was taken hold of. */
  letGo() {
    if (!this.grip) return;
    this.release();
    if (!this.moving) return;
    this.moving = false;
    this.acts.cancelled();
  }

  /** No pointer holds it any more. */
  release() {
    const { grip } = this;
    this.grip = null; // first: losing the capture is heard of
    if (grip) freeFrom(this.node, grip.pointer);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const way = ARROW_WAYS[event.key], gives = event.key === 'Escape' && this.grip !== null;
    if (withModifier(event) || !(way || gives)) return;
    event.preventDefault();
    event.stopPropagation(); // these keys also move the play head
    if (!way) this.letGo();
    else if (!this.grip) {
      this.take();
      const share = event.shiftKey ? 1 / FINER : 1;
      this.acts.stepped(way[0] * share, way[1] * share);
      clearTimeout(this.rest);
      this.rest = setTimeout(() => this.settle(), KEYS_PAUSE);
    }
  }

  /**
   * The wheel is for the plot that lies below.
   *
   * @param {WheelEvent} event
   */
  pass(event) {
    const below = document.elementsFromPoint(event.clientX, event.clientY).find((node) => node !== this.node);
    event.preventDefault();
    below?.dispatchEvent(new WheelEvent(event.type, event));
  }

  /** It goes. */
  destroy() { clearTimeout(this.rest); }
}
