// The canvases of the curves: whole curves, faint, with what the play head has reached on top of them;
// beneath them the losses of the batches, and, hollow as their points, those of the test rows.
import { el } from '../../base/dom.js';
import { finite } from '../../base/numbers.js';
import { metricOf, testsOf } from '../../axes/curve-quantities.js';
import { PlaneLosses } from '../../draw/curves/plane-losses.js';
import { Trail } from '../../draw/trail.js';

/** @import { CurveAxes } from '../../axes/curve-axes.js' */
/** @import { Look } from '../../control/painter.js' */
/** @import { Locate, TrailView } from '../../draw/trail.js' */
/** @import { Run } from '../../wire/run.js' */
/** @import { CurvePanel } from '../curve.js' */

const RIGHT_OF_PLOT = 8; // pixels right of the plot in which lines are still drawn

/** The lines of a curve panel. */
export class CurveLayers {
  /** @param {CurvePanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.whole = false; // whether the faint curves are all drawn
    // whole curves, never shown themselves but put under the others
    this.base = el('canvas');
    this.scatter = el('canvas');
    this.testBase = el('canvas');
    this.lines = el('canvas', 'gd-over');
    this.testLines = el('canvas', 'gd-over');
    /** @type {Locate} */
    const onCurve = (run, j, out) => {
      const { of, first } = metricOf(panel.metric);
      return panel.locate(run, j, of(run, j), out) && j >= first ? 1 : 0;
    };
    /** @type {Locate} */
    const onTests = (run, j, out) => (
      panel.locate(run, j, testsOf(panel.metric, run)?.[j] ?? NaN, out) ? 1 : 0);
    /** @type {Locate} */
    const onBatches = (run, j, out) => {
      const v = run.batchLossAt(j);
      panel.locate(run, j, v, out);
      return finite(v) ? 1 : 0;
    };
    const faint = { casing: false, soft: true };
    this.faint = new Trail(this.base, onCurve, { ...faint, width: 1.4, alpha: 0.38 });
    this.batches = new Trail(this.scatter, onBatches, { ...faint, width: 1, alpha: 0.3 });
    const hollow = { hollow: true, dash: [] };
    this.faintTests = new Trail(this.testBase, onTests, { ...hollow, width: 1.2, alpha: 0.45, soft: true });
    this.onPlane = new PlaneLosses(panel);
    this.strong = new Trail(this.lines, onCurve, { width: 2.2, casing: false });
    this.tests = new Trail(this.testLines, onTests, { ...hollow, width: 1.8 });
  }

  /** What was drawn holds no longer. */
  invalidate() {
    this.whole = false;
    this.onPlane.invalidate();
    for (const trail of [this.faint, this.batches, this.faintTests, this.strong, this.tests]) {
      trail.invalidate();
    }
  }

  /**
   * @param {number} k
   * @param {Look} look
   * @param {CurveAxes} axes
   * @param {boolean} withBatches
   * @returns {boolean} false while there is more to stroke than one frame allows
   */
  paint(k, { runs, theme, rest }, { box: { left, top, right, bottom } }, withBatches) {
    const wide = right + RIGHT_OF_PLOT - left, high = bottom - top, before = this.whole;
    const { tested } = this.panel, beneathAll = [this.base, ...this.onPlane.canvases(runs)];
    if (withBatches) beneathAll.unshift(this.scatter);
    if (tested.length) beneathAll.push(this.testBase);
    const beneath = (/** @type {CanvasRenderingContext2D} */ context) => {
      for (const canvas of beneathAll) if (canvas.width) context.drawImage(canvas, left, top, wide, high);
    };
    /** @type {TrailView} */
    const view = { clip: [left, top, right + RIGHT_OF_PLOT, bottom], casing: theme.background };
    /** @type {(trail: Trail, drawn: Run[]) => boolean} */
    const all = (trail, drawn) => !drawn.length || trail.draw(drawn, Infinity, view);
    this.whole = this.faint.draw(runs, Infinity, view) && all(this.batches, withBatches ? runs : [])
      && this.onPlane.draw(runs, view) && all(this.faintTests, tested);
    if (!before) this.strong.invalidate(); // more of the faint curves to put under it
    this.testLines.hidden = !tested.length;
    if (rest && before) return this.whole;
    const strong = this.strong.draw(runs, k, { ...view, beneath });
    const tests = !tested.length || this.tests.draw(tested, k, view);
    return this.whole && strong && tests;
  }
}
