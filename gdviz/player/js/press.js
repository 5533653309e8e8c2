// The mouse and fingers on a plot. A click or a tap counts where it begins and ends on the plot itself, not on what lies above
// it. One finger scrolls the page, as everywhere; a long press or two fingers move the picture.

const STILL = 4, STEADY = 10, QUICK = 600, HELD = 400; // pixels of a mouse, of a finger; milliseconds of a click, of a long press

/** Whether the topmost thing at a point of the viewport belongs to `plot` (plotly.js covers the page while the mouse is down). */
function uncovered(plot, x, y) {
  const top = plot.getRootNode().elementsFromPoint(x, y).find((node) => !node.classList.contains('dragcover'));
  return plot.contains(top);
}

export class Press {
  /** `acts`: inside(x, y) of the viewport, clicked(x, y), held() when a finger takes the picture, moved(dx, dy, scale, x, y) since then. */
  constructor(host, plot, acts) {
    Object.assign(this, { host, plot, acts, fingers: null });
    host.addEventListener('pointerdown', (event) => this.pressed(event), true);
    const on = (type, act) => host.addEventListener(type, act, { capture: true, passive: false });
    on('touchstart', (event) => this.touched(event));
    on('touchmove', (event) => this.dragged(event));
    on('touchend', (event) => this.lifted(event));
    on('touchcancel', () => this.rest());
    on('contextmenu', (event) => { if (this.fingers) event.preventDefault(); });
  }

  counts(x, y) { return this.acts.inside(x, y) && uncovered(this.plot, x, y); }

  /** The release of the mouse is caught on the window, because of plotly.js's cover. */
  pressed(event) {
    const from = [event.clientX, event.clientY], when = performance.now();
    if (event.pointerType === 'touch' || event.button || !event.isPrimary || !this.counts(...from)) return;
    this.release?.();
    const released = (up) => {
      this.release();
      const still = Math.hypot(up.clientX - from[0], up.clientY - from[1]) < STILL && performance.now() - when < QUICK;
      if (up.type === 'pointerup' && still && this.counts(up.clientX, up.clientY)) this.acts.clicked(up.clientX, up.clientY);
    };
    this.release = () => {
      for (const type of ['pointerup', 'pointercancel']) window.removeEventListener(type, released, true);
      this.release = null;
    };
    for (const type of ['pointerup', 'pointercancel']) window.addEventListener(type, released, true);
  }

  touched(event) {
    if (!this.plot.contains(event.target)) return;
    event.stopPropagation(); // plotly.js would take one finger for itself, and the page could not be scrolled
    clearTimeout(this.timer);
    const [one, two] = event.touches;
    if (two) {
      event.preventDefault();
      this.take(event.touches);
    } else {
      this.fingers = { mode: 'tap', x: one.clientX, y: one.clientY, when: performance.now(), on: this.counts(one.clientX, one.clientY) };
      this.timer = setTimeout(() => { if (this.fingers?.mode === 'tap') this.take([one]); }, HELD);
    }
  }

  /** From here on the fingers move the picture. */
  take(touches) {
    this.fingers = { mode: 'move', ...middle(touches) };
    this.host.dataset.held = 'true';
    this.acts.held();
  }

  dragged(event) {
    const { fingers } = this;
    if (!fingers) return;
    const now = middle(event.touches);
    if (fingers.mode === 'tap' && Math.hypot(now.x - fingers.x, now.y - fingers.y) > STEADY) {
      clearTimeout(this.timer);
      fingers.mode = 'scroll';
    }
    if (fingers.mode !== 'move') return;
    event.preventDefault();
    this.acts.moved(now.x - fingers.x, now.y - fingers.y, fingers.spread && now.spread ? now.spread / fingers.spread : 1, fingers.x, fingers.y);
  }

  lifted(event) {
    const { fingers } = this;
    if (!fingers) return;
    if (fingers.mode === 'tap' && fingers.on && performance.now() - fingers.when < QUICK && this.counts(fingers.x, fingers.y)) {
      this.acts.clicked(fingers.x, fingers.y);
    }
    if (event.cancelable && fingers.mode !== 'scroll') event.preventDefault(); // no mouse is made up for a finger
    if (event.touches.length && fingers.mode === 'move') this.take(event.touches); // one finger of two was lifted
    else this.rest();
  }

  rest() {
    clearTimeout(this.timer);
    this.fingers = null;
    delete this.host.dataset.held;
  }

  stop() {
    this.rest();
    this.release?.();
  }
}

/** The middle of the fingers and how far apart they are (0: one finger). */
function middle(touches) {
  const [a, b = a] = touches;
  return { x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2, spread: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) };
}
