// The curve panel: loss, gradient norm, learning rate or accuracy over steps, epochs, evaluations or time,
// on canvases of its own.
import { contextOf } from '../base/canvas.js';
import { el, offer } from '../base/dom.js';
import { clamp, finite, readable } from '../base/numbers.js';
import { batchesOutside, curveAxes, valuesBelow } from '../axes/curve-axes.js';
import { ALIKE, COUNT_MENU, METRIC_MENU, metricOf, missing, testsOf } from '../axes/curve-quantities.js';
import { menu } from '../control/icons.js';
import { drawCurveAxes } from '../draw/axes.js';
import { Heads } from '../draw/heads/heads.js';
import { CurvePointer } from '../pointer/curve-pointer.js';
import { CurveLayers } from './curve/layers.js';
import { testLegend, testWords } from './curve/test-words.js';
import { Panel } from './panel.js';

/** @import { Theme } from '../base/theme.js' */
/** @import { CurveAxes } from '../axes/curve-axes.js' */
/** @import { CountName, MetricName } from '../axes/curve-quantities.js' */
/** @import { Look } from '../control/painter.js' */
/** @import { Section } from '../control/template.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { PanelEvents, Described } from './panel.js' */

/**
 * What the reader chose in the menus.
 *
 * @typedef {{metric: MetricName, log: boolean, over: CountName}} Choice
 */

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
    /** The run in focus, where it has values on test rows, drawn beside its others. @type {Run[]} */
    this.tested = [];
    /** @type {Run | undefined} */
    this.focused = undefined;
    this.axesCanvas = el('canvas', 'gd-over');
    this.layers = new CurveLayers(this);
    const headLayer = el('div', 'gd-marks');
    this.playLine = headLayer.appendChild(el('div', 'gd-playline'));
    this.heads = new Heads(headLayer);
    this.testHead = headLayer.appendChild(el('i', 'gd-test-head'));
    this.note = el('p', 'gd-curve-note');
    this.legend = el('span', 'gd-note');
    host.append(this.axesCanvas, this.layers.testLines, this.layers.lines, headLayer, this.note);
    this.section.querySelector('.gd-tools')?.before(this.legend);
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
    this.layers.invalidate();
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
      ...this.layers.onPlane.words(runs), ...(outside ? [`${outside} of them outside`] : []),
      ...this.tested.map((run) => testLegend(this.metric, run)));
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
    if (!fits || look.focused !== this.focused) this.invalidate();
    this.focused = look.focused;
    this.tested = runs.filter((run) => run === this.focused && testsOf(this.metric, run));
    const axes = this.fitted ?? this.fit(runs, theme);
    if (!axes) return true;
    const finished = this.layers.paint(k, look, axes, this.metric === 'loss' && scattered(runs));
    this.paintPlayLine(k, runs, axes);
    this.paintTestHead(k, axes);
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
   * The ring at the end of the curve of the test rows.
   *
   * @param {number} k
   * @param {CurveAxes} axes
   */
  paintTestHead(k, { box }) {
    const [run] = this.tested, head = run?.head(k) ?? 0;
    const y = run ? this.y(testsOf(this.metric, run)?.[head] ?? NaN) : NaN;
    this.testHead.hidden = !finite(y);
    if (!run || !finite(y)) return;
    const place = `${this.x(run, head).toFixed(2)}px, ${clamp(y, box.top, box.bottom).toFixed(2)}px`;
    this.testHead.style.transform = `translate(${place})`;
    this.testHead.style.setProperty('--gd-run', run.color);
  }

  /**
   * The curves in words: training and test of the run in focus, while nobody plays.
   *
   * @param {number} k
   * @param {Described} described
   */
  describe(k, { playing, step }) {
    if (playing) return;
    const said = this.tested.map((run) => `. ${testWords(this.metric, run, run.head(k))} at step ${step}`);
    this.section.setAttribute('aria-label', CurvePanel.section.label + said.join(''));
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
