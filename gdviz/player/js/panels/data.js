// The data panel: points, and the model of each competitor at the play head, on canvases of its own.
import { emptied } from '../base/canvas.js';
import { el } from '../base/dom.js';
import { dataFrame } from '../axes/data-frame.js';
import { nearestOf, placeOf } from '../axes/data-places.js';
import { pixelOf, within } from '../axes/frame.js';
import { smallButton } from '../control/icons.js';
import { drawBatchPoint, drawDataAxes, drawPoint } from '../draw/data-points.js';
import {
  drawDiagonal, drawDots, drawResiduals, heldInside, insidePlot, markOutside, modelLines, residualsOf,
  strokeLines,
} from '../draw/models.js';
import { Regions } from '../draw/plane.js';
import { dataText } from '../text/data.js';
import { showDataNote } from '../text/data-note.js';
import { DataTip } from '../pointer/data-tip.js';
import { Panel } from './panel.js';
import { drawMargin } from './data/margin.js';
import { POINT_TOOLS } from './data/point-buttons.js';
import { PointTools } from './data/point-tools.js';
import { TriedModel } from './data/tried-model.js';

/** @import { DataFrame } from '../axes/data-frame.js' */
/** @import { Pixel } from '../axes/frame.js' */
/** @import { Look } from '../control/painter.js' */
/** @import { Section } from '../control/template.js' */
/** @import { Run } from '../wire/run.js' */
/** @import { Parameters, Sample } from '../wire/sample.js' */
/** @import { Scene } from '../wire/scene.js' */
/** @import { PanelEvents, Described } from './panel.js' */

const GHOST = [2, 4]; // dashes of the model under the pointer
const POINT_REACH = 13; // pixels from the pointer to the point that it is on

/** The data and the models. */
export class DataPanel extends Panel {
  /** @type {Section} */
  static section = {
    name: 'data', place: 'stage', title: 'Data', label: 'The data and the models', hidden: true,
    tools: '<span class="gd-note" data-gd="data-note"></span>'
      + smallButton('residuals', 'Show how far each point is from the focused model', 'Residuals')
      + POINT_TOOLS,
  };

  /**
   * @param {HTMLElement} host
   * @param {PanelEvents} events
   */
  constructor(host, events) {
    super(host, events);
    this.note = this.tool('data-note', HTMLElement);
    this.residualsButton = this.tool('residuals', HTMLButtonElement);
    this.regions = new Regions(host);
    this.back = el('canvas', 'gd-over');
    this.front = el('canvas', 'gd-over');
    host.append(this.back, this.front);
    this.tip = new DataTip(this);
    this.points = new PointTools(this);
    this.tried = new TriedModel(this);
    /** @type {Sample | null} */
    this.sample = null;
    /** @type {DataFrame | null} */
    this.frame = null;
    /** @type {Parameters | null} of the model under the pointer in the picture of the loss */
    this.ghost = null;
    this.withResiduals = false;
    this.residualsButton.addEventListener('click', () => {
      this.showResiduals(!this.withResiduals);
      events.repaint();
    });
    this.showResiduals(false);
  }

  get takesTurns() { return true; }

  /**
   * Another scene: the panel is there where it has data.
   *
   * @param {Scene} scene
   */
  show(scene) {
    const { sample } = scene;
    this.sample = sample;
    this.section.hidden = !sample;
    this.residualsButton.hidden = !sample || sample.kind === 'plane';
    this.ghost = null;
    this.invalidate();
    this.told(scene);
  }

  /** @param {Scene} scene */
  told(scene) {
    this.points.told(scene);
    this.tried.scene = scene;
    this.tried.describe();
  }

  /** @param {{x: number, y: number} | null} at */
  explored(at) {
    this.tried.at = at;
    this.tried.describe();
    this.events.repaint();
  }

  invalidate() {
    this.frame = null;
    this.regions.invalidate();
  }

  resize() { this.invalidate(); }

  /** @param {boolean} on */
  showResiduals(on) {
    this.withResiduals = on;
    this.residualsButton.setAttribute('aria-pressed', String(on));
  }

  /**
   * A ghost of the model whose parameters are under the pointer in the picture of the loss.
   *
   * @param {number | null} x
   * @param {number | null} y
   */
  pointed(x, y) {
    if (!this.sample || (x === null && !this.ghost)) return;
    this.ghost = x === null || y === null ? null : this.sample.modelAt(x, y);
    this.events.repaint();
  }

  /**
   * The pixel of a drawn point, of predictions against actual values for the parameters on show.
   *
   * @param {number} i
   * @param {Parameters} [theta]
   * @returns {Pixel}
   */
  pixel(i, theta) {
    const { sample, frame } = this;
    if (!sample || !frame) return [NaN, NaN];
    const { points } = sample, { moved } = this.points;
    const { x, y } = moved?.row === points.row[i] ? moved.place : placeOf(sample, i);
    if (sample.kind !== 'points') return pixelOf(frame, x ?? NaN, y);
    return pixelOf(frame, y, theta ? sample.score(points.basis, i, theta) : NaN);
  }

  /** @returns {Parameters | undefined} of the model whose predictions are drawn, if any are */
  shownParameters() {
    const { focused, k } = this.events.now();
    return focused?.model(focused.head(k));
  }

  /**
   * @param {Parameters} [theta]
   * @returns {Pixel[]} the pixels of all drawn points
   */
  pixels(theta) { return Array.from({ length: this.sample?.drawn ?? 0 }, (_, i) => this.pixel(i, theta)); }

  /** @param {Parameters} theta @returns {Pixel[][]} polylines: a curve, or lines between regions */
  lines(theta) { return this.sample && this.frame ? modelLines(this.sample, this.frame, theta) : []; }

  /**
   * @param {Run} run
   * @param {number} k
   * @returns {Pixel[][]} the model of a run at play head k, as `lines` gives it
   */
  project(run, k) { return this.lines(run.model(run.head(k))); }

  /**
   * @param {number} k
   * @param {Look} look
   */
  paint(k, look) {
    const { host: { clientWidth: width, clientHeight: height }, sample } = this;
    const { theme } = look, old = this.frame;
    if (!sample || !width || !height) return true;
    const fits = old?.width === width && old.height === height && old.theme === theme;
    const frame = fits ? old : dataFrame(sample, width, height, theme);
    if (!fits) this.regions.invalidate();
    this.frame = frame;
    if (!frame) return true;
    if (!fits) this.paintScene(sample, frame);
    else if (look.rest) return true;
    if (sample.kind === 'plane') this.regions.paint(sample, look.focused, k, frame);
    this.paintModels(sample, frame, k, look);
    this.tip.refresh();
    return true;
  }

  /**
   * What changes with the scene only.
   *
   * @param {Sample} sample
   * @param {DataFrame} f
   */
  paintScene(sample, f) {
    const context = emptied(this.back, { width: f.width, height: f.height }, true);
    drawDataAxes(context, f, sample);
    insidePlot(context, f, () => {
      if (sample.kind === 'points') drawDiagonal(context, sample, f);
      else for (const i of sample.largestFirst()) drawPoint(context, sample, i, ...this.pixel(i), f.theme);
    });
    this.regions.place(sample, f);
    showDataNote(this.note, sample, f.theme, this.events.now().runs.length > 0);
  }

  /**
   * What moves with the play head: residuals, the batch, the models.
   *
   * @param {Sample} sample
   * @param {DataFrame} frame
   * @param {number} k
   * @param {Look} look
   */
  paintModels(sample, frame, k, look) {
    const context = emptied(this.front, { width: frame.width, height: frame.height }, true);
    insidePlot(context, frame, () => {
      this.drawMarks(context, sample, frame, k, look.focused);
      drawMargin(context, sample, frame, look.focused, { k, pixel: (i) => this.pixel(i) });
      this.drawLines(context, sample, frame, k, look);
      this.tried.draw(context, sample, frame);
      this.points.draw(context, frame);
      if (!this.ghost) return;
      const pen = { color: frame.theme.text, dash: GHOST, width: 1.8, alpha: 0.9 };
      if (sample.kind === 'points') drawDots(context, frame, this.pixels(this.ghost), pen.color, 0);
      else strokeLines(context, frame, this.lines(this.ghost), pen);
    });
  }

  /**
   * What goes with single points: residuals and predictions of the focused run, the batch.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Sample} sample
   * @param {DataFrame} frame
   * @param {number} k
   * @param {Run | undefined} focused
   */
  drawMarks(context, sample, frame, k, focused) {
    const theta = focused?.model(focused.head(k)), { kind } = sample;
    if (focused && theta) {
      const withResiduals = this.withResiduals && kind !== 'plane';
      if (withResiduals) drawResiduals(context, residualsOf(sample, frame, theta), focused.color);
      if (kind === 'points') drawDots(context, frame, this.pixels(theta), focused.color, sample.fitted);
    }
    for (const i of sample.marked(k) ?? []) {
      drawBatchPoint(context, sample, i, ...heldInside(frame, this.pixel(i, theta)), frame.theme);
    }
  }

  /**
   * The optimum and the models, the focused one last.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {Sample} sample
   * @param {DataFrame} frame
   * @param {number} k
   * @param {Look} look
   */
  drawLines(context, { best, kind }, frame, k, { runs, focused, theme }) {
    const pen = { color: theme.text, dash: [], width: 1, alpha: 0.75 };
    if (best) strokeLines(context, frame, this.lines(best), pen);
    const others = runs.filter((run) => run !== focused), last = runs.filter((run) => run === focused);
    for (const run of [...others, ...last]) {
      const lines = this.project(run, k), [width, alpha] = run === focused ? [2.8, 1] : [1.8, 0.85];
      strokeLines(context, frame, lines, { color: run.color, dash: run.dash, width, alpha });
      if (kind === 'line') markOutside(context, frame, lines[0], run.color);
    }
  }

  /**
   * What the panel shows, in words: while playing nobody could follow them.
   *
   * @param {number} k
   * @param {Described} described
   */
  describe(k, { runs, focused, playing, step }) {
    const { sample } = this;
    if (sample && !playing) this.section.setAttribute('aria-label', dataText(sample, k, step, runs, focused));
  }

  /**
   * The drawn point nearest to a pixel of the panel.
   *
   * @param {Pixel} pixel
   * @param {Parameters} [theta]
   * @param {number} [reach] pixels
   * @returns {number | null}
   */
  nearest([px, py], theta, reach = POINT_REACH) {
    if (!this.frame || !this.sample || !within(this.frame, px, py)) return null;
    return nearestOf(this.pixels(theta), [px, py], reach);
  }

  destroy() { this.points.destroy(); }
}
