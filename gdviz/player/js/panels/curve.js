// The curve panel: loss, gradient norm, learning rate or accuracy over steps, epochs, evaluations or time,
// on canvases of its own.
import { contextOf } from '../base/canvas.js';
import { el, offer } from '../base/dom.js';
import { clamp, finite, readable } from '../base/numbers.js';
import { batchesOutside, curveAxes, valuesBelow } from '../axes/curve-axes.js';
import { ALIKE, COUNT_MENU, METRIC_MENU, metricOf, missing } from '../axes/curve-quantities.js';
import { menu } from '../control/icons.js';
import { drawCurveAxes } from '../draw/axes.js';
import { Heads } from '../draw/heads.js';
import { PlaneLosses } from '../draw/curves/plane-losses.js';
import { Trail } from '../draw/trail.js';
import { CurvePointer } from '../pointer/curve-pointer.js';
import { Panel } from './panel.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { CurveAxes } from '../axes/curve-axes.js' */
/** @import { CountName, MetricName } from '../axes/curve-quantities.js' */
/** @import { Look } from '../control/painter.js' */
/** @import { Section } from '../control/template.js' */
/** @import { TrailView, Visibility } from '../draw/trail.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { PanelEvents } from './panel.js' */

/**
 * What the reader chose in the menus.
 *
 * @typedef {{metric: MetricName, log: boolean, over: CountName}} Choice
 */

const RIGHT_OF_PLOT = 8; // pixels right of the plot in which lines are still drawn
const BELOW_PLOT = 10; // pixels below the plot at which a value that has no logarithm lies

const scattered = (/** @type {Run[]} */ runs) => runs.some((run) => run.batchLoss);

/** Curves over the steps. */
export class CurvePanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'curve', place: 'lower', title: 'Curves',
    label: 'Curves over the steps; click or drag to go to a step',
    tools: menu('metric', 'Quantity', METRIC_MENU)
      + menu('yscale', 'Scale of the curves', [['log', 'log'], ['linear', 'linear']])
      + menu('over', 'Horizontal axis', COUNT_MENU),
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    /** @type {MetricName} */
    this.metric = 'loss';
    this.log = true;
    /** @type {CountName} */
    this.over = 'steps';
    /** What the scene has them drawn over; what the menu says counts until that changes. @type {CountName} */
    this.wanted = 'steps';
    this.metricMenu = this.tool('metric', HTMLSelectElement);
    this.countMenu = this.tool('over', HTMLSelectElement);
    /** @type {Scene | null} */
    this.scene = null;
    /** @type {CurveAxes | null} */
    this.fitted = null;
    this.whole = false; // whether the faint curves are all drawn
    this.axesCanvas = el('canvas', 'gd-over');
    this.base = el('canvas'); // the whole curves, faint; never shown itself but put under the others
    this.scatter = el('canvas'); // the loss of each batch, fainter, beneath those
    const lines = el('canvas', 'gd-over'), headLayer = el('div', 'gd-marks');
    this.playLine = headLayer.appendChild(el('div', 'gd-playline'));
    this.heads = new Heads(headLayer);
    this.note = el('p', 'gd-curve-note');
    this.legend = el('span', 'gd-note');
    host.append(this.axesCanvas, lines, headLayer, this.note);
    this.section.querySelector('.gd-tools')?.before(this.legend);
    /** @type {(run: Run, j: number, out: [number, number]) => Visibility} */
    const onCurve = (run, j, out) => {
      const { of, first } = metricOf(this.metric);
      return this.locate(run, j, of(run, j), out) && j >= first ? 1 : 0;
    };
    this.faint = new Trail(this.base, onCurve, { width: 1.4, alpha: 0.38, casing: false, soft: true });
    this.strong = new Trail(lines, onCurve, { width: 2.2, casing: false });
    this.batches = new Trail(this.scatter, (run, j, out) => {
      const v = run.batchLossAt(j);
      this.locate(run, j, v, out);
      return finite(v) ? 1 : 0;
    }, { width: 1, alpha: 0.3, casing: false, soft: true });
    this.onPlane = new PlaneLosses(this);
    this.pointer = new CurvePointer(this);
    this.listenToMenus();
  }

  /** The menus choose what is shown. */
  listenToMenus() {
    const { metricMenu, countMenu } = this, scaleMenu = this.tool('yscale', HTMLSelectElement);
    /** @type {(select: HTMLSelectElement, chosen: () => Partial<Choice>) => void} */
    const on = (select, chosen) => select.addEventListener('change', () => {
      this.choose(chosen());
      this.events.repaint();
    });
    on(metricMenu, () => ({ metric: /** @type {MetricName} */ (metricMenu.value) }));
    on(countMenu, () => ({ over: /** @type {CountName} */ (countMenu.value) }));
    on(scaleMenu, () => ({ log: scaleMenu.value === 'log' }));
  }

  get takesTurns() { return true; }

  /**
   * Another scene: the menus offer what it has.
   *
   * @param {Scene} scene
   */
  show(scene) {
    this.scene = scene;
    if (scene.over !== this.wanted) this.over = this.wanted = this.countMenu.value = scene.over;
    const absent = missing(scene);
    for (const select of [this.metricMenu, this.countMenu]) {
      for (const { value } of select.options) offer(select, value, !absent.has(value));
    }
    if (absent.has(this.metric)) this.metric = this.metricMenu.value = 'loss';
    if (absent.has(this.over)) this.over = this.countMenu.value = 'steps';
    this.invalidate();
  }

  /**
   * Show something else.
   *
   * @param {Partial<Choice>} choice
   */
  choose(choice) {
    Object.assign(this, choice);
    this.invalidate();
  }

  invalidate() {
    this.fitted = null;
    this.whole = false;
    this.faint.invalidate();
    this.batches.invalidate();
    this.onPlane.invalidate();
    this.strong.invalidate();
  }

  resize() { this.invalidate(); }

  /**
   * Axes for the whole runs that are shown.
   *
   * @param {Run[]} runs
   * @param {Theme} theme
   * @returns {CurveAxes | null} null where there is no room
   */
  fit(runs, theme) {
    const { host: { clientWidth: width, clientHeight: height }, scene, metric, log, over, axesCanvas } = this;
    if (!width || !height || !scene) return null;
    this.fitted = curveAxes(contextOf(axesCanvas), { scene, runs, metric, log, over, width, height, theme });
    if (!this.fitted) return null;
    drawCurveAxes(axesCanvas, this.fitted);
    this.explain(runs, this.fitted);
    return this.fitted;
  }

  /**
   * What is on the axes besides the curves, and what is not.
   *
   * @param {Run[]} runs
   * @param {CurveAxes} axes
   */
  explain(runs, axes) {
    const withBatches = this.metric === 'loss' && scattered(runs);
    const outside = withBatches ? batchesOutside(axes, runs) : 0;
    this.legend.replaceChildren(
      ...(withBatches ? [el('span', 'gd-faint', 'of each step’s batch')] : []),
      ...this.onPlane.words(runs), ...(outside ? [`${outside} of them outside`] : []));
    const below = valuesBelow(axes, runs, this.metric);
    const more = below.length > 2 ? ` and ${below.length - 2} more` : '';
    const listed = below.slice(0, 2)
      .map(({ run, step, value }) => `${run.name} at step ${step} (${readable(value, 3)})`);
    const axis = axes.shift ? 'logarithmic axis of differences' : 'logarithmic axis';
    this.note.textContent = below.length ? `Too low for this ${axis}: ${listed.join(', ')}${more}` : '';
    this.note.style.left = `${axes.box.left + 6}px`;
    this.note.style.bottom = `${axes.height - axes.box.bottom + 5}px`;
  }

  /**
   * @param {Run} run
   * @param {number} j
   * @returns {number} where iterate j lies on the horizontal axis
   */
  along(run, j) { return this.fitted ? this.fitted.along(run, j) : NaN; }

  /**
   * @param {Run} run
   * @param {number} j
   * @returns {number} the pixel of iterate j
   */
  x(run, j) { return this.fitted ? this.fitted.box.left + this.fitted.along(run, j) * this.fitted.sx : NaN; }

  /**
   * @param {number} v
   * @returns {number} the pixel of a value
   */
  y(v) {
    if (!this.fitted) return NaN;
    const { to, box, a, sy } = this.fitted, u = to(v);
    return u === -Infinity ? box.bottom + BELOW_PLOT : box.bottom - (u - a) * sy;
  }

  /**
   * Write the pixel of value v at iterate j into `out`.
   *
   * @param {Run} run
   * @param {number} j
   * @param {number} v
   * @param {[number, number]} out
   * @returns {boolean} whether there is one
   */
  locate(run, j, v, out) {
    out[0] = this.x(run, j);
    out[1] = this.y(v);
    return finite(out[1]);
  }

  /**
   * @param {number} k
   * @param {Look} look
   */
  paint(k, look) {
    const { runs, theme } = look, { host } = this, old = this.fitted;
    const fits = old?.width === host.clientWidth && old.height === host.clientHeight && old.theme === theme;
    if (!fits) this.invalidate();
    const axes = this.fitted ?? this.fit(runs, theme);
    if (!axes) return true;
    const finished = this.paintCurves(k, look, axes);
    this.paintPlayLine(k, runs, axes);
    this.heads.begin(runs);
    for (const run of runs) {
      const head = run.head(k), y = this.y(metricOf(this.metric).of(run, head));
      if (finite(y)) {
        this.heads.place(run, this.x(run, head), clamp(y, axes.box.top, axes.box.bottom), run.stateAt(k));
      }
    }
    this.heads.end();
    return finished;
  }

  /**
   * @param {number} k
   * @param {Look} look
   * @param {CurveAxes} axes
   * @returns {boolean}
   */
  paintCurves(k, { runs, theme, rest }, { box: { left, top, right, bottom } }) {
    const wide = right + RIGHT_OF_PLOT - left, high = bottom - top, before = this.whole;
    const withBatches = this.metric === 'loss' && scattered(runs);
    const beneath = (/** @type {CanvasRenderingContext2D} */ context) => {
      const fainter = withBatches ? [this.scatter] : [];
      for (const canvas of [...fainter, this.base, ...this.onPlane.canvases(runs)]) {
        if (canvas.width) context.drawImage(canvas, left, top, wide, high);
      }
    };
    /** @type {TrailView} */
    const view = { clip: [left, top, right + RIGHT_OF_PLOT, bottom], casing: theme.casing };
    this.whole = this.faint.draw(runs, Infinity, view)
      && (!withBatches || this.batches.draw(runs, Infinity, view)) && this.onPlane.draw(runs, view);
    if (!before) this.strong.invalidate(); // more of the faint curves to put under it
    const finished = (rest && before) || this.strong.draw(runs, k, { ...view, beneath });
    return this.whole && finished;
  }

  /**
   * The line at the pointer, else at the play head, where a step lies at the same place for all.
   *
   * @param {number} k
   * @param {Run[]} runs
   * @param {CurveAxes} axes
   */
  paintPlayLine(k, runs, { box, sx }) {
    const alike = ALIKE.has(this.over) && runs.length > 0;
    const head = alike ? box.left + this.alongAll(k) * sx : null;
    const x = this.pointer.x ?? head;
    this.playLine.hidden = x === null;
    if (x === null) return;
    this.playLine.style.transform = `translate(${Math.round(x)}px, ${box.top}px)`;
    this.playLine.style.height = `${box.bottom - box.top}px`;
  }

  /**
   * @param {number} k
   * @returns {number} where the play head lies on the horizontal axis: that of the run that is longest of all
   */
  alongAll(k) {
    if (!this.scene) return NaN;
    return this.over === 'steps' ? this.scene.stepNumber(k) : this.along(this.scene.runs[0], k);
  }
}
