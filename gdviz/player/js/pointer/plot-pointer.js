// The pointer over the picture of the loss: what is there, clicks that set the start, fingers that move the
// picture.
import { nearestIterate, pixelOf, pointAt, within } from '../axes/frame.js';
import { readable } from '../base/numbers.js';
import { criticalText, placeOfCritical } from '../wire/critical.js';
import { Press } from './press.js';
import { lossOnCurve, lossOnSurface } from '../wire/interpolation.js';

/** @import { Frame, Pixel } from '../axes/frame.js' */
/** @import { ContourPanel } from '../panels/contour.js' */

const DOUBLE = 260; // milliseconds in which a second click makes a double click
const ITERATE_REACH = 7; // pixels from the pointer to a point of a run that it is on
const MOST_POINTS = 60000; // that are looked at for the pointer

/** The pointer of a contour panel. */
export class PlotPointer {
  /** @param {ContourPanel} panel */
  constructor(panel) {
    this.panel = panel;
    /** @type {Pixel | null} where the pointer is in the plot */
    this.pixel = null;
    /** @type {ReturnType<typeof setTimeout> | null} a click that may become a double click */
    this.waiting = null;
    /** @type {Frame | null} where the picture was when fingers took it */
    this.grip = null;
    /** @type {object | null} the ranges that fingers have moved the picture to */
    this.wanted = null;
    this.dragging = false;
    const { host, plot, events } = panel;
    host.addEventListener('pointermove', (event) => this.moved(event));
    host.addEventListener('pointerleave', () => this.left());
    this.press = new Press(host, plot, {
      inside: (x, y) => this.pixelAt(x, y) !== null,
      clicked: (x, y) => this.clicked(x, y),
      held: () => { this.grip = panel.frame; },
      released: () => panel.windows.restSoon(),
      moved: (dx, dy, scale, x, y) => this.drag(dx, dy, scale, x, y),
    });
    this.events = events;
  }

  /**
   * @param {number} clientX pixels of the viewport
   * @param {number} clientY
   * @returns {Pixel | null} the pixel of the panel; null outside of the plot
   */
  pixelAt(clientX, clientY) {
    const { host, frame } = this.panel, box = host.getBoundingClientRect();
    const x = clientX - box.left, y = clientY - box.top;
    return frame && within(frame, x, y) ? [x, y] : null;
  }

  /** @param {PointerEvent} event */
  moved(event) {
    const { panel } = this, pixel = this.pixelAt(event.clientX, event.clientY);
    const over = event.target instanceof Node && panel.plot.contains(event.target);
    if (panel.start.handle.held) return;
    if (!pixel || !over || !panel.frame) {
      this.left();
      return;
    }
    const point = pointAt(panel.frame, pixel);
    this.mark(pixel);
    this.events.point(...point);
    panel.chip.show(this.wordsAt(pixel, point), pixel[1]);
  }

  /** The pointer is not on the plot. */
  left() {
    this.mark(null);
    this.events.point(null, null);
    this.panel.chip.show('', 0);
  }

  /**
   * A ring on a curve marks the point that a click would start from.
   *
   * @param {Pixel | null} pixel
   */
  mark(pixel) {
    this.pixel = pixel;
    if (this.panel.scene?.flat) this.events.repaint();
  }

  /** @returns {Pixel | null} the pixel of the curve above or below the pointer; null where there is none */
  onCurve() {
    const { frame, scene } = this.panel;
    if (!this.pixel || !frame || !scene) return null;
    const [x] = pointAt(frame, this.pixel), loss = lossOnCurve(scene.surface, x);
    return Number.isFinite(loss) ? [this.pixel[0], pixelOf(frame, x, loss)[1]] : null;
  }

  /**
   * What is at a pixel, in words: an iterate of a run, or the loss.
   *
   * @param {Pixel} pixel
   * @param {[number, number]} point there
   * @returns {string}
   */
  wordsAt(pixel, point) {
    const { scene, frame } = this.panel, { runs, k } = this.events.now();
    if (!scene || !frame) return '';
    const { value_name: value } = scene;
    const few = runs.reduce((sum, run) => sum + run.head(k), 0) < MOST_POINTS;
    const near = few ? nearestIterate(runs, k, frame, pixel, ITERATE_REACH) : null;
    if (near) {
      const { run, j } = near, place = this.listed(run.points.subarray(2 * j, 2 * j + 2), 5);
      return `${run.name}, step ${run.stepNumber(j)}: ${place}, ${value} = ${readable(run.loss[j], 5)}`;
    }
    const critical = scene.critical.find((one) => {
      const [x, y] = pixelOf(frame, ...placeOfCritical(one));
      return Math.hypot(x - pixel[0], y - pixel[1]) <= ITERATE_REACH;
    });
    return critical ? criticalText(critical, this.listed(critical.theta, 5), value) : this.wordsOf(point);
  }

  /**
   * @param {number[]} point
   * @returns {string} its values and its loss
   */
  wordsOf(point) {
    const { scene } = this.panel;
    if (!scene) return '';
    const { flat, surface, value_name: value } = scene;
    const loss = flat ? lossOnCurve(surface, point[0]) : lossOnSurface(surface, point[0], point[1]);
    const lossText = Number.isNaN(loss) ? 'not shown here' : `≈ ${readable(loss, 4)}`;
    return `${this.listed(point, 4)}, ${value} ${lossText}`;
  }

  /**
   * @param {ArrayLike<number>} point
   * @param {number} digits
   * @returns {string} its values by name
   */
  listed(point, digits) {
    const names = this.panel.scene?.names ?? [];
    return names.map((name, i) => `${name} = ${readable(point[i], digits)}`).join(', ');
  }

  /**
   * A click sets the start, unless it turns out to be the first half of a double click, which resets the
   * zoom.
   *
   * @param {number} clientX
   * @param {number} clientY
   */
  clicked(clientX, clientY) {
    const { panel } = this, pixel = this.pixelAt(clientX, clientY);
    if (!pixel || !panel.frame) return;
    if (this.waiting) {
      clearTimeout(this.waiting);
      this.waiting = null;
      panel.goHome();
      return;
    }
    const [x, y] = pointAt(panel.frame, pixel);
    this.waiting = setTimeout(() => {
      this.waiting = null;
      if (panel.scene?.plane) return; // which moves with the runs
      this.events.tell('start', panel.scene?.flat ? { x } : { x, y });
    }, DOUBLE);
  }

  /**
   * Fingers moved by (dx, dy) pixels and apart by `scale` since they took the picture at (x, y) of the
   * viewport.
   *
   * @param {number} dx
   * @param {number} dy
   * @param {number} scale
   * @param {number} x
   * @param {number} y
   */
  drag(dx, dy, scale, x, y) {
    const { grip } = this, box = this.panel.host.getBoundingClientRect(), px = x - box.left, py = y - box.top;
    if (!grip) return;
    /** Where a border's pixel was before. @type {(pixel: number, from: number, shift: number) => number} */
    const before = (pixel, from, shift) => from + (pixel - from - shift) / scale;
    this.wanted = {
      'xaxis.range': [grip.left, grip.right].map((side) => (before(side, px, dx) - grip.ox) / grip.ax),
      'yaxis.range': [grip.bottom, grip.top].map((side) => (grip.oy - before(side, py, dy)) / grip.ay),
    };
    if (!this.dragging) this.follow();
  }

  /** Draw what the fingers want, one after the other; the last one wanted is the last one drawn. */
  async follow() {
    this.dragging = true;
    while (this.wanted) {
      const { wanted } = this;
      this.wanted = null;
      await this.panel.Plotly?.relayout(this.panel.plot, wanted);
    }
    this.dragging = false;
  }

  /** The player goes. */
  destroy() {
    if (this.waiting) clearTimeout(this.waiting);
    this.press.destroy();
  }
}
