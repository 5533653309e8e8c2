// A slider: a track with a thumb that mouse, pen, fingers, keys and the wheel move, and a mark of the limit.
import { FINER, withModifier } from '../arrow-keys.js';
import { el, freeFrom, holdBy, put } from '../dom.js';
import { readable } from '../numbers.js';
import { Track } from './track.js';

/** @import { Control } from '../../wire/types.js' */

/**
 * What a slider reports.
 *
 * @typedef {object} SliderEvents
 * @property {(value: number) => void} moved   by the reader, who may go on
 * @property {() => void} settled   the reader is done
 * @property {(value: number) => void} undone   it has its value of before the drag, and the reader is done
 */

/**
 * A pointer that holds the thumb.
 *
 * @typedef {object} Grip
 * @property {number} pointer
 * @property {number} x        where it is
 * @property {number} place    of the thumb; not cut off at the ends, so that it stays under the pointer
 * @property {number} from     the place where it was taken hold of
 * @property {number} stops    places of the thumb from end to end: one a pixel
 * @property {number} stood    the place that the value was made of
 * @property {number} by       how far that moved last
 * @property {number} before   the value when it was taken hold of
 * @property {boolean} unsure  a finger on the track, which may be about to scroll the page
 */

const PAUSE = 250;  // milliseconds after which keys and wheel are at rest
const REACH = { mouse: 8, touch: 18 }; // pixels from the thumb's middle where it is taken hold of
const INSET = 7;    // pixels from an end of the slider to the thumb's middle there; half the thumb
const SIDEWAYS = 10; // pixels along the track after which a finger does not mean to scroll
const NOTCH = 100;  // pixels of a wheel's notch
const NOTCH_LINES = 3;

/** A slider. */
export class Slider {
  /**
   * @param {Control} control
   * @param {string} label for a screen reader
   * @param {SliderEvents} events
   */
  constructor(control, label, events) {
    this.events = events;
    this.node = el('div', 'gd-slider', '', {
      role: 'slider', tabindex: '0', 'aria-label': label, 'aria-orientation': 'horizontal',
    });
    this.limitMark = el('i', 'gd-limit');
    this.node.append(el('i', 'gd-track'), this.limitMark, el('i', 'gd-thumb'));
    /** @type {Grip | null} */
    this.grip = null;
    /** Whether the reader moved it and has not come to rest. */
    this.moving = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} until keys or wheel are at rest */
    this.rest = undefined;
    this.turned = 0; // of the wheel, short of a notch
    this.control = control;
    this.track = new Track(control);
    this.value = control.value;
    this.paint();
    this.listen();
  }

  /** Whether the reader has it in hand: nobody else moves it then. */
  get held() { return this.grip !== null || this.moving; }

  /**
   * A new scene, or a value that was typed.
   *
   * @param {Control} control
   * @param {number} value
   */
  show(control, value) {
    const { low, high, log, whole } = this.track;
    if (low !== control.low || high !== control.high || log !== control.log || whole !== control.whole) {
      this.track = new Track(control);
    }
    this.control = control;
    this.value = value;
    this.paint();
  }

  /** Where the thumb and the limit stand, also in words. */
  paint() {
    const { node, track, value, control: { limit, help } } = this;
    const above = limit !== null && value > limit.value, text = readable(value);
    const places = `--gd-at: ${track.place(value).toFixed(4)}`;
    put(node, 'style', limit ? `${places}; --gd-limit: ${track.place(limit.value).toFixed(4)}` : places);
    put(node, 'aria-valuemin', String(Math.min(track.low, value)));
    put(node, 'aria-valuemax', String(Math.max(track.high, value)));
    put(node, 'aria-valuenow', String(value));
    put(node, 'aria-valuetext', above ? `${text}, above the limit: ${limit.label}` : text);
    put(node, 'aria-description', limit ? limit.label : help || null);
    put(node, 'data-above', above ? '' : null);
    put(node, 'title', above ? `Above the limit: ${limit.label}` : help || null);
    put(this.limitMark, 'data-off', limit === null || limit.value > track.high ? '' : null);
    put(this.limitMark, 'data-end', limit && limit.value < track.low ? 'low' : null);
    put(this.limitMark, 'title', limit ? limit.label : null);
  }

  /** Hear the reader. */
  listen() {
    const { node } = this;
    node.addEventListener('pointerdown', (event) => this.grab(event));
    node.addEventListener('pointermove', (event) => this.drag(event));
    node.addEventListener('pointerup', (event) => this.drop(event));
    node.addEventListener('pointercancel', () => this.letGo()); // the page scrolls: nothing was meant
    node.addEventListener('lostpointercapture', () => this.letGo());
    node.addEventListener('keydown', (event) => this.press(event));
    node.addEventListener('blur', () => this.settle());
    node.addEventListener('wheel', (event) => this.turn(event), { passive: false });
  }

  /**
   * The reader moves it.
   *
   * @param {number} value
   */
  moveTo(value) {
    if (value === this.value) return;
    this.value = value;
    this.moving = true;
    this.paint();
    this.events.moved(value);
  }

  /** The reader is done. */
  settle() {
    clearTimeout(this.rest);
    if (!this.moving || this.grip) return;
    this.moving = false;
    this.events.settled();
  }

  /** Keys and wheel have no end of their own: a pause is one. */
  settleSoon() {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.settle(), PAUSE);
  }

  /**
   * @param {number} x of a pointer
   * @returns {number} its place on the track, beyond 0..1 outside of it
   */
  placeOf(x) {
    const { left, width } = this.node.getBoundingClientRect();
    return (x - left - INSET) / Math.max(1, width - 2 * INSET);
  }

  /** @param {PointerEvent} event */
  grab(event) {
    if (event.button !== 0 || this.grip) return;
    event.preventDefault(); // no selection of text, no dragging of a picture
    this.settle(); // what keys or the wheel have moved is not what Escape takes back
    this.node.focus({ preventScroll: true });
    holdBy(this.node, event.pointerId);
    const { width } = this.node.getBoundingClientRect(), pointed = this.placeOf(event.clientX);
    const standing = this.track.place(this.value), touch = event.pointerType === 'touch';
    const onThumb = Math.abs(pointed - standing) * (width - 2 * INSET) <= REACH[touch ? 'touch' : 'mouse'];
    const place = onThumb ? standing : pointed;
    const unsure = touch && !onThumb;
    const stops = Math.max(1, Math.round(width - 2 * INSET));
    const begun = { place, from: place, stops, stood: place, by: 0 };
    this.grip = { pointer: event.pointerId, x: event.clientX, ...begun, before: this.value, unsure };
    if (!onThumb && !unsure) this.moveTo(this.track.valueAt(place));
  }

  /** With Shift, ten times finer. @param {PointerEvent} event */
  drag(event) {
    const { grip } = this;
    if (grip?.pointer !== event.pointerId || event.clientX === grip.x) return;
    if (grip.unsure && Math.abs(event.clientX - grip.x) < SIDEWAYS) return;
    const by = this.placeOf(event.clientX) - this.placeOf(grip.x);
    grip.unsure = false;
    grip.place += event.shiftKey ? by / FINER : by;
    grip.x = event.clientX;
    const stand = event.shiftKey ? grip.place : this.track.stop(grip.place, grip.from, grip.stops);
    grip.by = stand - grip.stood || grip.by;
    grip.stood = stand;
    this.moveTo(this.track.valueAt(stand));
  }

  /** @returns {number[]} values that a drag may reach next, the nearest first; none for keys and wheel */
  near() {
    const { grip } = this;
    return grip?.by ? this.track.near(grip.stood, grip.by, grip.stops) : [];
  }

  /** @param {PointerEvent} event */
  drop(event) {
    const { grip } = this;
    if (grip?.pointer !== event.pointerId) return;
    this.drag(event);
    if (grip.place !== this.track.place(grip.before)) this.moveTo(this.track.valueAt(grip.stood)); // a tap
    this.release();
    this.settle();
  }

  /** Back to the value that it had when it was taken hold of. */
  letGo() {
    const { grip } = this;
    if (!grip) return;
    this.release();
    if (!this.moving) return;
    this.moving = false;
    this.value = grip.before;
    this.paint();
    this.events.undone(grip.before);
  }

  /** No pointer holds it any more. */
  release() {
    const { grip } = this;
    this.grip = null; // first: losing the capture is heard of
    if (grip) freeFrom(this.node, grip.pointer);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (withModifier(event)) return;
    if (event.key === 'Escape' && this.grip) this.letGo();
    else {
      const value = this.track.afterKey(this.value, event.key, event.shiftKey);
      if (value === null) return;
      if (!this.grip) {
        this.moveTo(value);
        this.settleSoon();
      }
    }
    event.preventDefault();
    event.stopPropagation(); // these keys also move the play head
  }

  /**
   * The wheel moves it only while it has the focus, that is after a click or by the keyboard: a page that is
   * scrolled over the legend must not change a rate.
   *
   * @param {WheelEvent} event
   */
  turn(event) {
    if (document.activeElement !== this.node || event.ctrlKey || this.grip) return;
    event.preventDefault();
    const turned = -(event.deltaY || event.deltaX); // with Shift some browsers turn it sideways
    if (turned * this.turned < 0) this.turned = 0;
    this.turned += turned / (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? NOTCH : NOTCH_LINES);
    const steps = Math.trunc(this.turned);
    if (!steps) return;
    this.turned -= steps;
    this.moveTo(this.track.moved(this.value, steps, event.shiftKey));
    this.settleSoon();
  }

  /** It goes. */
  destroy() { clearTimeout(this.rest); }
}
