// Paths on a transparent canvas. While playing only the new segments are stroked; a long path is caught up
// with over several frames, so that no frame is ever frozen.
import { contextOf, fitCanvas } from '../base/canvas.js';
import { pixelRatio } from '../base/dom.js';
import { LinePath } from './lines.js';

/** @import { Run } from '../wire/run.js' */
/** @import { Sides } from './lines.js' */

/** 0: not drawn, 1: drawn, 2: drawn faintly. @typedef {0 | 1 | 2} Visibility */
/**
 * Writes the pixel of iterate j into `out`.
 *
 * @typedef {(run: Run, j: number, out: [number, number]) => Visibility} Locate
 */

/**
 * @typedef {object} TrailLook
 * @property {number} width    of a path in pixels
 * @property {number} alpha
 * @property {boolean} casing  whether a path is drawn on a wider one of another colour
 * @property {boolean} soft    drawn by the processor
 * @property {number[] | null} dash   of all paths; null: each has its run's
 * @property {boolean} [hollow]  a line of the casing's colour between two of the run's
 */

/**
 * @typedef {object} TrailView
 * @property {Sides} clip      the canvas covers just that
 * @property {string} casing   a colour
 * @property {(context: CanvasRenderingContext2D) => void} [beneath]   draws what lies under the paths
 */

/**
 * How far a run is drawn.
 *
 * @typedef {{index: number, x: number, y: number, down: boolean, length: number}} Pen
 */

const PER_DRAW = 24000; // segments looked at per call and canvas
const SKIP = 0.35; // moves shorter than this many pixels wait until they add up
const AROUND_CLIP = 30; // pixels around the clip in which segments are drawn

/** Paths over the picture of the loss, as a curve and as contours. */
export const TRAILS = {
  curve: { width: 1.3, alpha: 0.75, casing: false, soft: false, dash: null },
  contours: { width: 2.2, alpha: 1, casing: true, soft: false, dash: null },
};

/** The paths of runs on a canvas. */
export class Trail {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Locate} locate
   * @param {Partial<TrailLook>} [look]
   */
  constructor(canvas, locate, look = {}) {
    this.canvas = canvas;
    this.locate = locate;
    /** @type {TrailLook} */
    this.look = { width: 2.2, alpha: 1, casing: true, soft: false, dash: null, ...look };
    this.whole = document.createElement('canvas'); // where whole paths are drawn before they are seen
    /** @type {Map<Run, Pen>} */
    this.pens = new Map();
    /** @type {[number, number]} */
    this.out = [0, 0];
    this.aside = false;
  }

  /** Forget what is drawn: the next draw repaints all. */
  invalidate() { this.pens.clear(); }

  /**
   * @param {Run} run
   * @returns {number} the last iterate that is drawn; -1: none
   */
  drawnUpTo(run) { return this.pens.get(run)?.index ?? -1; }

  /**
   * Bring the canvas to play head k.
   *
   * @param {Run[]} runs
   * @param {number} k
   * @param {TrailView} view
   * @returns {boolean} false while there is more to stroke than one frame allows
   */
  draw(runs, k, view) {
    const [left, top, right, bottom] = view.clip, width = right - left, height = bottom - top;
    if (fitCanvas(this.canvas, width, height)) this.invalidate();
    if (runs.some((run) => this.drawnUpTo(run) > run.head(k))) this.invalidate();
    const anew = !this.pens.size;
    if (!anew && runs.every((run) => this.drawnUpTo(run) === run.head(k))) return true;
    if (anew) {
      // no larger than what is drawn: each covered pixel is blended with every frame
      this.canvas.style.left = `${left}px`;
      this.canvas.style.top = `${top}px`;
      fitCanvas(this.whole, width, height);
    }
    this.aside = anew || this.aside;
    const context = this.context(this.aside ? this.whole : this.canvas), ratio = pixelRatio();
    context.setTransform(ratio, 0, 0, ratio, -left * ratio, -top * ratio);
    if (anew) {
      context.globalAlpha = 1;
      context.clearRect(left, top, width, height);
      view.beneath?.(context);
    }
    context.lineJoin = 'round';
    /** @type {Sides} */
    const reach = [left - AROUND_CLIP, top - AROUND_CLIP, right + AROUND_CLIP, bottom + AROUND_CLIP];
    const share = Math.ceil(PER_DRAW / Math.max(1, runs.length));
    let finished = true;
    for (const run of runs) {
      if (!this.advance(context, run, run.head(k), share, reach, view.casing)) finished = false;
    }
    if (this.aside) this.copy();
    if (finished) this.aside = false;
    return finished;
  }

  /** Bring what was drawn aside onto the canvas. */
  copy() {
    const context = this.context(this.canvas);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.whole, 0, 0);
  }

  /**
   * Whole paths are stroked by the processor, aside, and copied: an emulated graphics card takes 20 times as
   * long.
   *
   * @param {HTMLCanvasElement} canvas
   * @returns {CanvasRenderingContext2D}
   */
  context(canvas) { return contextOf(canvas, this.look.soft || canvas === this.whole); }

  /**
   * Stroke a run up to iterate `end`, or as far as one frame allows.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Run} run
   * @param {number} end
   * @param {number} share segments that are looked at
   * @param {Sides} reach
   * @param {string} casing
   * @returns {boolean} whether `end` was reached
   */
  advance(context, run, end, share, reach, casing) {
    let pen = this.pens.get(run);
    if (!pen) this.pens.set(run, pen = { index: -1, x: 0, y: 0, down: false, length: 0 });
    const stop = Math.min(end, pen.index + share), { out } = this;
    /** @type {LinePath | null} what is being made, and how it will be seen */
    let path = null;
    /** @type {Visibility} */
    let visibility = 0;
    for (let j = pen.index + 1; j <= stop; j++) {
      const now = this.locate(run, j, out), x = out[0], y = out[1];
      if (!now) {
        pen.down = false;
        path?.lift();
        continue;
      }
      if (!pen.down) {
        Object.assign(pen, { x, y, down: true });
        continue;
      }
      const dx = x - pen.x, dy = y - pen.y;
      if (dx * dx + dy * dy < SKIP * SKIP) continue;
      if (!path || now !== visibility) {
        if (path) this.stroke(context, run, visibility, path, casing);
        path = new LinePath(reach, this.look.dash ?? run.dash, pen.length);
        visibility = now;
      }
      path.add(pen.x, pen.y, x, y);
      pen.length = path.length;
      pen.x = x;
      pen.y = y;
    }
    if (path) this.stroke(context, run, visibility, path, casing);
    pen.index = stop;
    return stop === end;
  }

  /**
   * Stroke new segments; the casing goes beneath all that is drawn already.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Run} run
   * @param {Visibility} visibility
   * @param {LinePath} path
   * @param {string} casing
   */
  stroke(context, run, visibility, { whole, dashes }, casing) {
    const { width, alpha, hollow } = this.look, faint = visibility === 2;
    context.globalAlpha = alpha * (faint ? 0.28 : 1);
    context.lineCap = (this.look.dash ?? run.dash).length ? 'butt' : 'round';
    context.lineWidth = width;
    context.strokeStyle = hollow ? casing : run.color;
    context.stroke(dashes);
    if (!this.look.casing || faint) return;
    context.globalCompositeOperation = 'destination-over';
    context.lineWidth = width + 2;
    context.strokeStyle = hollow ? run.color : casing;
    context.stroke(whole);
    context.globalCompositeOperation = 'source-over';
  }
}
