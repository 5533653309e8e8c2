// A picture that a reader has moved or zoomed is filled with what is there: once it rests, the page is asked
// for the window that it shows. What comes keeps the ranges that the reader sees.
import { sameWindow, shortRange } from '../axes/windows.js';

/** @import { Range } from '../base/numbers.js' */
/** @import { ContourPanel } from '../panels/contour.js' */

/** @typedef {{x: Range, y?: Range}} AskedWindow */

const WINDOW_REST = 150; // milliseconds without a move
const WHEEL_REST = 300; // milliseconds after which a turn of the wheel has ended, whatever plotly.js says

const windowKeyOf = (/** @type {AskedWindow} */ { x, y }) => `${x}|${y ?? ''}`;

/** Asks for the window that is shown. */
export class WindowRequest {
  /** @param {ContourPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {AskedWindow[]} asked for, and not drawn yet */
    this.asked = [];
    this.settled = true;
    /** @type {ReturnType<typeof setTimeout> | undefined} until the picture rests */
    this.timer = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} until the wheel rests */
    this.wheel = undefined;
    this.pressed = false;
    this.turning = false;
    /** @type {(() => void)[]} what waits until plotly.js has nothing in hand */
    this.waiting = [];
    this.released = () => {
      this.pressed = false;
      setTimeout(() => this.free()); // plotly.js hears of it first
    };
  }

  /** The plot is there. */
  listen() {
    const { plot } = this.panel;
    plot.on('plotly_relayouting', () => this.moving());
    plot.on('plotly_relayout', (change) => {
      this.turning = false;
      this.free();
      if (!change || !('autosize' in change)) this.restSoon(); // another size is no reader's wish
    });
    const pressed = (/** @type {PointerEvent} */ event) => { this.pressed = event.pointerType !== 'touch'; };
    plot.addEventListener('pointerdown', pressed, true);
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, this.released, true);
  }

  /** The reader drags or turns the wheel. */
  moving() {
    clearTimeout(this.timer);
    clearTimeout(this.wheel);
    this.turning = true;
    this.wheel = setTimeout(() => {
      this.turning = false;
      this.free();
    }, WHEEL_REST);
  }

  /** Whether plotly.js is in the middle of a move: another drawing would confuse it. */
  get busy() { return this.pressed || this.turning; }

  /** Go on with what waits. */
  free() { if (!this.busy) for (const go of this.waiting.splice(0)) go(); }

  /** Wait until plotly.js may draw something else. */
  async rest() {
    while (this.busy) {
      await new Promise((/** @type {(value: void) => void} */ done) => { this.waiting.push(done); });
    }
  }

  /** The picture has moved: it may rest now. */
  restSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WINDOW_REST);
  }

  /** Ask for the window that is shown, unless it is there or on its way. Fingers on it may go on. */
  ask() {
    const { frame, scene, events, host } = this.panel;
    if (!frame || !scene || !events.hears('hand') || this.busy) return;
    const shown = scene.flat ? { x: frame.x } : { x: frame.x, y: frame.y }, settled = !host.dataset.held;
    const last = this.asked[this.asked.length - 1] ?? scene.surface;
    const there = sameWindow(shown, last) && (this.settled || !settled);
    if (there) return;
    const x = shortRange(shown.x), wanted = shown.y ? { x, y: shortRange(shown.y) } : { x };
    this.asked.push(wanted);
    this.settled = settled;
    events.move('window', wanted, settled);
  }

  /** Ask for the window that the scene was opened with. */
  askHome() { if (this.panel.events.hears('hand')) this.panel.events.move('window', null, true); }

  /**
   * A window is drawn.
   *
   * @param {{x: Range, y: Range}} surface
   * @returns {boolean} whether it was asked for here
   */
  came({ x, y }) {
    const key = windowKeyOf(this.panel.scene?.flat ? { x } : { x, y });
    const at = this.asked.map(windowKeyOf).lastIndexOf(key);
    this.asked.splice(0, at + 1);
    return at >= 0;
  }

  /** Nothing is wanted any more. */
  forget() {
    clearTimeout(this.timer);
    this.asked = [];
    this.settled = true;
  }

  /** The player goes. */
  destroy() {
    this.forget();
    clearTimeout(this.wheel);
    for (const end of ['pointerup', 'pointercancel']) window.removeEventListener(end, this.released, true);
  }
}
