// The mouse and fingers on a plot. A click or a tap counts where it begins and ends on the plot itself, not
// on what lies above it. One finger scrolls the page, as everywhere; a long press or two fingers move the
// picture.

/**
 * What happens on the plot; places are in pixels of the viewport.
 *
 * @typedef {object} PressActs
 * @property {(x: number, y: number) => boolean} inside   whether a place is in the picture
 * @property {(x: number, y: number) => void} clicked
 * @property {() => void} held      fingers have taken the picture
 * @property {() => void} released   fingers that had taken it are lifted
 * @property {(dx: number, dy: number, scale: number, x: number, y: number) => void} moved   fingers that took
 * it at (x, y) moved since then, and apart by `scale`
 */

/** Fingers on the plot. @typedef {Tap | Move} Fingers */
/**
 * One finger that may scroll the page.
 *
 * @typedef {{mode: 'tap' | 'scroll', x: number, y: number, when: number, counts: boolean}} Tap
 */
/** @typedef {{mode: 'move', x: number, y: number, spread: number}} Move */

// pixels of a mouse, of a finger; milliseconds of a click, of a long press. A click is as quick as the hand
// was: a busy page hears of it later
const STILL = 4, STEADY = 10, QUICK = 600, HELD = 400;
const RELEASES = /** @type {const} */ (['pointerup', 'pointercancel']);

/**
 * Whether the topmost thing at a place belongs to `plot` (plotly.js covers the page while the mouse is down).
 *
 * @param {HTMLElement} plot
 * @param {number} x
 * @param {number} y
 * @returns {boolean}
 */
function uncovered(plot, x, y) {
  const root = /** @type {Document | ShadowRoot} */ (plot.getRootNode());
  const top = root.elementsFromPoint(x, y).find((node) => !node.classList.contains('dragcover'));
  return plot.contains(top ?? null);
}

/**
 * The middle of the fingers and how far apart they are (0: one finger).
 *
 * @param {TouchList} touches
 * @returns {Omit<Move, 'mode'>}
 */
function middleOf(touches) {
  const a = touches[0], b = touches[1] ?? a;
  return {
    x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2,
    spread: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
  };
}

/** Tells clicks, taps and moves of a plot apart. */
export class Press {
  /**
   * @param {HTMLElement} host
   * @param {HTMLElement} plot
   * @param {PressActs} acts
   */
  constructor(host, plot, acts) {
    this.host = host;
    this.plot = plot;
    this.acts = acts;
    /** @type {Fingers | null} */
    this.fingers = null;
    /** @type {(() => void) | null} */
    this.release = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    host.addEventListener('pointerdown', (event) => this.pressed(event), true);
    const options = { capture: true, passive: false };
    host.addEventListener('touchstart', (event) => this.touched(event), options);
    host.addEventListener('touchmove', (event) => this.dragged(event), options);
    host.addEventListener('touchend', (event) => this.lifted(event), options);
    host.addEventListener('touchcancel', () => this.rest(), options);
    host.addEventListener('contextmenu', (event) => { if (this.fingers) event.preventDefault(); }, options);
  }

  /**
   * Whether a press at a place is meant for the plot.
   *
   * @param {number} x
   * @param {number} y
   * @returns {boolean}
   */
  counts(x, y) { return this.acts.inside(x, y) && uncovered(this.plot, x, y); }

  /**
   * The mouse is down. Its release is caught on the window, because of plotly.js's cover.
   *
   * @param {PointerEvent} event
   */
  pressed(event) {
    const { clientX: x, clientY: y, timeStamp: when } = event;
    if (event.pointerType === 'touch' || event.button || !event.isPrimary || !this.counts(x, y)) return;
    this.release?.();
    const released = (/** @type {PointerEvent} */ up) => {
      this.release?.();
      const still = Math.hypot(up.clientX - x, up.clientY - y) < STILL && up.timeStamp - when < QUICK;
      if (up.type === 'pointerup' && still && this.counts(up.clientX, up.clientY)) {
        this.acts.clicked(up.clientX, up.clientY);
      }
    };
    this.release = () => {
      for (const type of RELEASES) window.removeEventListener(type, released, true);
      this.release = null;
    };
    for (const type of RELEASES) window.addEventListener(type, released, true);
  }

  /** @param {TouchEvent} event */
  touched(event) {
    if (!(event.target instanceof Node) || !this.plot.contains(event.target)) return;
    event.stopPropagation(); // plotly.js would take one finger for itself, and the page could not be scrolled
    clearTimeout(this.timer);
    const { touches } = event, { clientX: x, clientY: y } = touches[0];
    if (touches.length > 1) {
      event.preventDefault();
      this.take(touches);
      return;
    }
    this.fingers = { mode: 'tap', x, y, when: event.timeStamp, counts: this.counts(x, y) };
    this.timer = setTimeout(() => { if (this.fingers?.mode === 'tap') this.take(touches); }, HELD);
  }

  /**
   * From here on the fingers move the picture.
   *
   * @param {TouchList} touches
   */
  take(touches) {
    this.fingers = { mode: 'move', ...middleOf(touches) };
    this.host.dataset.held = 'true';
    this.acts.held();
  }

  /** @param {TouchEvent} event */
  dragged(event) {
    const { fingers } = this;
    if (!fingers) return;
    const now = middleOf(event.touches);
    if (fingers.mode === 'tap' && Math.hypot(now.x - fingers.x, now.y - fingers.y) > STEADY) {
      clearTimeout(this.timer);
      fingers.mode = 'scroll';
    }
    if (fingers.mode !== 'move') return;
    event.preventDefault();
    const scale = fingers.spread && now.spread ? now.spread / fingers.spread : 1;
    this.acts.moved(now.x - fingers.x, now.y - fingers.y, scale, fingers.x, fingers.y);
  }

  /** @param {TouchEvent} event */
  lifted(event) {
    const { fingers } = this;
    if (!fingers) return;
    if (fingers.mode === 'tap' && fingers.counts && event.timeStamp - fingers.when < QUICK
      && this.counts(fingers.x, fingers.y)) this.acts.clicked(fingers.x, fingers.y);
    // no mouse is made up for a finger
    if (event.cancelable && fingers.mode !== 'scroll') event.preventDefault();
    // one finger of two was lifted
    if (event.touches.length && fingers.mode === 'move') this.take(event.touches);
    else this.rest();
  }

  /** No finger is on the plot. */
  rest() {
    const moved = this.fingers?.mode === 'move';
    clearTimeout(this.timer);
    this.fingers = null;
    delete this.host.dataset.held;
    if (moved) this.acts.released();
  }

  /** The player goes. */
  destroy() {
    this.rest();
    this.release?.();
  }
}
