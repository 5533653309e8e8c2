// The loss on the picture's plane where each run is projected to: thin dashed lines beside the true losses.
import { el } from '../../base/dom.js';
import { finite } from '../../base/numbers.js';
import { Trail } from '../trail.js';

/** @import { Run } from '../../wire/run.js' */
/** @import { CurvePanel } from '../../panels/curve.js' */
/** @import { TrailView } from '../trail.js' */

const PLANE_DASH = [3, 4]; // pixels
const ABOUT_THE_PLANE = 'The loss on the plane at the point that is nearest to the run. '
  + 'It is not the loss of the run, unless the run lies in the plane.';

/** Those lines, on a canvas that is never shown itself but put under the curves. */
export class PlaneLosses {
  /** @param {CurvePanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.canvas = el('canvas');
    this.trail = new Trail(this.canvas, (run, j, out) => {
      const v = run.planeLoss?.[j] ?? NaN;
      panel.locate(run, j, v, out);
      return finite(v) && finite(out[1]) ? 1 : 0;
    }, { width: 1.2, alpha: 0.8, casing: false, soft: true, dash: PLANE_DASH });
  }

  /**
   * @param {Run[]} runs
   * @returns {boolean} whether there are any beside the curves that are shown
   */
  there(runs) { return this.panel.metric === 'loss' && runs.some((run) => run.planeLoss); }

  /**
   * @param {Run[]} runs
   * @param {TrailView} view
   * @returns {boolean} false while there is more to stroke
   */
  draw(runs, view) { return !this.there(runs) || this.trail.draw(runs, Infinity, view); }

  /**
   * @param {Run[]} runs
   * @returns {HTMLCanvasElement[]} what lies under the curves
   */
  canvases(runs) { return this.there(runs) ? [this.canvas] : []; }

  /**
   * @param {Run[]} runs
   * @returns {Node[]} the entry of the legend
   */
  words(runs) {
    const words = el('span', 'gd-faint gd-on-plane', 'on the plane', { title: ABOUT_THE_PLANE });
    return this.there(runs) ? [words] : [];
  }

  /** The axes are others. */
  invalidate() { this.trail.invalidate(); }
}
